#include <cmath>

#include "ui/digit_grid.h"
#include "ui/explore_parts.h"
#include "ui/explore_path.h"
#include "ui/icons.h"
#include "ui/verdict.h"

namespace sgan::app {
namespace {

constexpr float kRow = 44, kGap = 8;  // CSS pixels

/// The frames from start to end.
void draw_strip(const Canvas& canvas, Rect row) {
  ExploreState& explore = canvas.state.explore;
  canvas.note("explore.strip", row);
  const float gap = canvas.px(2);
  const float step = (row.w + gap) / kStripFrames;
  for (int i = 0; i < kStripFrames; ++i) {
    const float left = std::round(row.x + step * static_cast<float>(i));
    const float width = std::round(row.x + step * static_cast<float>(i + 1)) - left - gap;
    const Rect frame{left, row.y, width, width};
    const int picture = kStripPictures + i;
    if (explore.pictured[static_cast<std::size_t>(picture)]) {
      draw_picture(canvas, frame, explore.small, picture, canvas.px(4));
    } else {
      canvas.list.AddRectFilled(frame.min(), frame.max(), canvas.colors.faint, canvas.px(4));
    }
  }
}

/// Play and pause, where on the way the picture is, and how fast it goes.
void draw_player(const Canvas& canvas, Rect row) {
  ExploreState& explore = canvas.state.explore;
  const float gap = canvas.px(kGap);
  const bool playing = explore.motion == ExploreMotion::kMorph;
  if (icon_button(canvas, "explore.play", row.cut_left(row.h, gap), playing ? Icon::kPause : Icon::kPlay,
                  playing ? "Pause the way" : "Play the way", ButtonKind::kPrimary)) {
    explore.motion = playing ? ExploreMotion::kNone : ExploreMotion::kMorph;
    explore.walk_to.clear();
  }
  slider(canvas, "explore.speed", row.cut_right(std::floor(row.w * 0.25F), gap),
         "Speed, " + percent(explore.speed, 0), explore.speed, 0.2F, 3);
  text(canvas, row.cut_right(canvas.px(44), gap), {canvas.state.fonts.small, canvas.colors.muted, 1},
       "Speed");
  float part = explore.part;
  if (!slider(canvas, "explore.part", row, "Part of the way, " + percent(part, 0), part, 0, 1)) return;
  explore.motion = ExploreMotion::kNone;
  explore.walk_to.clear();
  show_part(explore, canvas.state.model->latent_prior, part);
}

/// Takes what is shown as an end of the way; and the walk, which has no end.
void draw_ways(const Canvas& canvas, Rect row) {
  ExploreState& explore = canvas.state.explore;
  const float gap = canvas.px(kGap);
  const float width = std::floor((row.w - 3 * gap) / 4);
  if (button(canvas, "explore.set_start", row.cut_left(width, gap), "Set start", ButtonKind::kPlain)) {
    explore.from = explore.point;
    explore.part = 0;
  }
  if (button(canvas, "explore.set_end", row.cut_left(width, gap), "Set end", ButtonKind::kPlain)) {
    explore.to = explore.point;
    explore.part = 1;
  }
  if (button(canvas, "explore.save_strip", row.cut_left(width, gap), "Save strip", ButtonKind::kPlain))
    explore.want_strip = true;
  const bool walking = explore.motion == ExploreMotion::kWalk;
  if (icon_button(canvas, "explore.walk", row, walking ? Icon::kPause : Icon::kPlay, "Walk",
                  ButtonKind::kPlain))
    explore.motion = walking ? ExploreMotion::kNone : ExploreMotion::kWalk;
}

}  // namespace

float draw_explore_motion(const Canvas& canvas, Rect column) {
  const float top = column.y;
  const float row = canvas.px(kRow);
  const float gap = canvas.px(8);
  text(canvas, column.cut_top(canvas.px(24), canvas.px(4)), {canvas.state.fonts.small, canvas.colors.muted},
       "From one digit to another");
  const float frame = std::floor((column.w + canvas.px(2)) / kStripFrames) - canvas.px(2);
  draw_strip(canvas, column.cut_top(frame, gap));
  draw_player(canvas, column.cut_top(row, gap));
  draw_ways(canvas, column.cut_top(row));
  return column.y - top;
}

}  // namespace sgan::app
