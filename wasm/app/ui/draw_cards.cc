#include <algorithm>
#include <array>
#include <cmath>

#include "ui/digit_grid.h"
#include "ui/draw_parts.h"

namespace sgan::app {
namespace {

constexpr float kPadding = 16, kGap = 12, kCaption = 18, kControl = 40;
constexpr int kTiles = static_cast<int>(kLookalikes);

float third(const Canvas& canvas, float width) {
  return std::floor((width - 2 * canvas.px(kPadding) - 2 * canvas.px(kGap)) / 3);
}

float tile_side(const Canvas& canvas, float width) {
  const float room = width - 2 * canvas.px(kPadding) - (kTiles - 1) * canvas.px(8);
  return std::floor(std::min(room / kTiles, canvas.px(84)));
}

/// A dark square with one image of the atlas, if there is one.
void picture(const Canvas& canvas, std::string_view name, Rect square, const Atlas& atlas, int index,
             bool filled) {
  canvas.note(name, square);
  canvas.list.AddRectFilled(square.min(), square.max(), canvas.colors.tile, canvas.px(6));
  if (!filled) return;
  const auto [uv_min, uv_max] = tile_uv(atlas, index);
  canvas.list.AddImageRounded(atlas.texture, square.min(), square.max(), uv_min, uv_max,
                              canvas.colors.tile_ink, canvas.px(6));
}

/// The last answer, while nothing is drawn for the next question.
PanelContent describe_answer(const Challenge& challenge) {
  PanelContent content;
  const ChallengeAnswer& last = challenge.answers.back();
  content.verdict = last.read ? &*last.read : nullptr;
  content.dash_if_rejected = true;
  content.headline = !last.read ? "Passed over" : last.right() ? "Right" : "Wrong";
  content.note = "A " + std::to_string(last.asked) + " was asked for";
  if (last.read)
    content.note +=
        last.read->rejected ? ", read as no digit" : ", read as a " + std::to_string(last.read->digit);
  return content;
}

void draw_lookalikes(const Canvas& canvas, Rect rect) {
  DrawState& draw = canvas.state.draw;
  const LookalikeState& like = draw.like;
  Rect row = rect.cut_top(canvas.px(kControl), canvas.px(10));
  const bool readable = draw.verdict && !draw.pen_down;
  const bool more = like.tried > 0 && !like.busy;
  const Rect words = row.cut_right(std::min(canvas.px(112), row.w / 3), canvas.px(kGap));
  if (button(canvas, "draw.like", row, more ? "Look further" : "Make me one like this", ButtonKind::kPrimary,
             readable && !like.busy)) {
    draw.like.want = true;
  }
  std::string progress;
  if (like.tried > 0) progress = std::to_string(like.tried) + " tried";
  text(canvas, words, {canvas.state.fonts.small, canvas.colors.muted, 1}, progress);
  if (like.busy) canvas.redraw_in(0.2);  // for the number
  const float side = tile_side(canvas, rect.w + 2 * canvas.px(kPadding));
  for (int i = 0; i < kTiles; ++i) {
    const Rect tile{rect.x + static_cast<float>(i) * (side + canvas.px(8)), rect.y, side, side};
    if (i < like.found()) {
      picture(canvas, "draw.like_" + std::to_string(i), tile, like.atlas, i, true);
    } else {
      canvas.list.AddRectFilled(tile.min(), tile.max(), canvas.colors.faint, canvas.px(6));
    }
  }
}

}  // namespace

PanelContent describe_drawing(const DrawState& draw) {
  PanelContent content;
  const Verdict* verdict = draw.shown_verdict();
  if (draw.ink.empty() && draw.challenge.open && !draw.challenge.answers.empty())
    return describe_answer(draw.challenge);
  if (draw.challenge.asking()) {
    content.headline = "Hidden until Done";
    content.note = "Press Done when your digit is whole";
    return content;
  }
  if (verdict == nullptr) {
    content.headline = "Nothing drawn yet";
    content.note = "The verdict appears while you draw";
    return content;
  }
  content.verdict = verdict;
  content.dash_if_rejected = true;
  if (verdict->rejected) {
    content.headline = "Not a digit";
    content.note = "At most a " + std::to_string(verdict->digit) + ", but it looks made up";
  } else {
    content.headline = percent(verdict->confidence, 1) + " sure";
    content.note = "Taken for a real digit";
  }
  return content;
}

float draw_steps_height(const Canvas& canvas, float width) {
  return third(canvas, width) + canvas.px(kCaption) + 2 * canvas.px(kPadding) + canvas.px(4);
}

void draw_steps(const Canvas& canvas, Rect rect) {
  const DrawState& draw = canvas.state.draw;
  card(canvas, rect);
  Rect inside = rect.inset(canvas.px(kPadding));
  const float side = third(canvas, rect.w);
  const float radius = canvas.px(6);
  const std::array<std::string, 3> captions{"Your strokes", "20 \u00d7 20 box",
                                            draw.seen_atlas.image_size > 0
                                                ? std::to_string(draw.seen_atlas.image_size) + " \u00d7 " +
                                                      std::to_string(draw.seen_atlas.image_size) + " input"
                                                : "Input"};
  for (int i = 0; i < 3; ++i) {
    Rect column = inside.cut_left(side, canvas.px(kGap));
    const Rect square = column.cut_top(side, canvas.px(4));
    if (i == 0) {
      canvas.note("draw.original", square);
      canvas.list.AddRectFilled(square.min(), square.max(), canvas.colors.tile, radius);
      canvas.list.PushClipRect(square.min(), square.max(), true);
      draw_ink(canvas, draw.ink, square, draw.brush, canvas.colors.tile_ink);
      canvas.list.PopClipRect();
    } else {
      picture(canvas, i == 1 ? "draw.boxed" : "draw.seen", square,
              i == 1 ? draw.boxed_atlas : draw.seen_atlas, 0, !draw.seen.empty());
    }
    text(canvas, column.cut_top(canvas.px(kCaption)), {canvas.state.fonts.small, canvas.colors.muted, 0.5F},
         captions[static_cast<std::size_t>(i)]);
  }
}

float draw_play_height(const Canvas& canvas, float width) {
  const float content = canvas.px(kControl + 10) + std::max(tile_side(canvas, width), canvas.px(62));
  return 2 * canvas.px(kPadding) + canvas.px(kControl + kGap) + content;
}

void draw_play(const Canvas& canvas, Rect rect) {
  DrawState& draw = canvas.state.draw;
  card(canvas, rect);
  Rect inside = rect.inset(canvas.px(kPadding));
  static const std::array<std::string, 2> kLabels{"Lookalikes", "Challenge"};
  const int chosen = segmented(canvas, "draw.play", inside.cut_top(canvas.px(kControl), canvas.px(kGap)),
                               "Play", kLabels, static_cast<int>(draw.play));
  draw.play = static_cast<DrawPlay>(chosen);
  if (draw.play == DrawPlay::kChallenge) {
    draw_challenge(canvas, inside);
    return;
  }
  draw.challenge.close();
  draw_lookalikes(canvas, inside);
}

}  // namespace sgan::app
