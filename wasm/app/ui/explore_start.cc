#include <cmath>

#include "ui/explore_parts.h"
#include "ui/icons.h"

namespace sgan::app {
namespace {

constexpr float kRow = 44, kGap = 8;  // CSS pixels

bool knows_classes(const UiState& state) {
  return state.model != nullptr && state.model->conditional != Conditioning::kNone;
}

void draw_seed(const Canvas& canvas, Rect row) {
  ExploreState& explore = canvas.state.explore;
  const float gap = canvas.px(kGap);
  const bool words = row.w >= canvas.px(460);
  if (icon_button(canvas, "explore.new_seed", row.cut_right(words ? canvas.px(124) : row.h, gap), Icon::kDice,
                  "New seed", ButtonKind::kPrimary))
    explore.want_new_seed = true;
  if (icon_button(canvas, "explore.reset", row.cut_right(words ? canvas.px(92) : row.h, gap), Icon::kReset,
                  "Reset", ButtonKind::kPlain)) {
    explore.motion = ExploreMotion::kNone;
    explore.point.latent = explore.start.latent;
    explore.settling = knows_classes(canvas.state);  // the way may have left a mixture of two
    explore.walk_to.clear();
  }
  const Rect next = row.cut_right(row.h, gap);
  if (button(canvas, "explore.previous", row.cut_left(row.h, gap), "\u2212", ButtonKind::kPlain,
             explore.index > 0, "Previous digit")) {
    --explore.index;
    explore.want_begin = true;
  }
  if (button(canvas, "explore.next", next, "+", ButtonKind::kPlain, true, "Next digit")) {
    ++explore.index;
    explore.want_begin = true;
  }
  canvas.note("explore.seed", row);
  const Fonts& fonts = canvas.state.fonts;
  const float line = canvas.px(20);
  Rect lines{row.x, std::round(row.centre().y - line), row.w, 2 * line};
  text(canvas, lines.cut_top(line), {fonts.strong, canvas.colors.text, 0.5F},
       "Seed " + std::to_string(explore.seed));
  text(canvas, lines, {fonts.small, canvas.colors.muted, 0.5F}, "digit " + std::to_string(explore.index + 1));
}

/// Ten digits in one row, or in two where they would be too small for fingers.
float draw_class(const Canvas& canvas, Rect column) {
  ExploreState& explore = canvas.state.explore;
  std::array<std::string, kDigitClasses> labels;
  for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = std::to_string(i);
  const float row = canvas.px(kRow);
  const int before = explore.digit;
  constexpr std::string_view kSpoken = "Digit";
  const std::span<const std::string> all(labels);
  if (column.w >= canvas.px(420)) {
    explore.digit = segmented(canvas, "explore.class", column.cut_top(row), kSpoken, all, explore.digit);
  } else {
    constexpr int kHalf = kDigitClasses / 2;
    const float gap = canvas.px(4);
    const Rect both{column.x, column.y, column.w, 2 * row + gap};
    const int above =
        segmented(canvas, "explore.class", column.cut_top(row, gap), kSpoken, all.first(kHalf), before);
    const int below = segmented(canvas, "explore.class", column.cut_top(row), kSpoken, all.last(kHalf),
                                before - kHalf, "explore.class_more");
    canvas.note("explore.class", both);
    explore.digit = above != before ? above : below + kHalf;
  }
  if (explore.digit != before) {
    explore.settling = true;
    if (explore.motion == ExploreMotion::kMorph) explore.motion = ExploreMotion::kNone;
  }
  return column.y;
}

/// The tile that the latent it began with makes in the tab Sample; -1 if none does.
int place_in_sample(const UiState& state) {
  using Kind = SampleChoice::Kind;
  const SampleState& sample = state.sample;
  const std::uint64_t index = state.explore.index;
  if (sample.seed != state.explore.seed || index >= static_cast<std::uint64_t>(sample.count())) return -1;
  // In rows of classes, and where digits are searched for, tiles do not lie in the order of their latents.
  const Kind kind = sample.choice.kind;
  const bool in_order = kind == Kind::kAny || (kind == Kind::kOne && knows_classes(state));
  return in_order ? static_cast<int>(index) : -1;
}

void draw_exports(const Canvas& canvas, Rect row) {
  UiState& state = canvas.state;
  ExploreState& explore = state.explore;
  const float gap = canvas.px(kGap);
  const float third = std::floor((row.w - 2 * gap) / 3);
  if (button(canvas, "explore.to_sample", row.cut_left(third, gap), "In Sample", ButtonKind::kPlain)) {
    if (!state.sample.locked) state.sample.seed = explore.seed;
    state.sample.chosen = place_in_sample(state);
    state.sample.restart = true;
    state.tab = Tab::kSample;
  }
  if (button(canvas, "explore.save_png", row.cut_left(third, gap), "Save PNG", ButtonKind::kPlain))
    explore.want_png = true;
  if (button(canvas, "explore.copy_link", row, "Copy link", ButtonKind::kPlain)) explore.want_link = true;
}

}  // namespace

float draw_explore_start(const Canvas& canvas, Rect column) {
  const float top = column.y;
  const float gap = canvas.px(12);
  draw_seed(canvas, column.cut_top(canvas.px(kRow), gap));
  if (knows_classes(canvas.state)) column.cut_top(draw_class(canvas, column) - column.y, gap);
  draw_exports(canvas, column.cut_top(canvas.px(kRow)));
  return column.y - top;
}

}  // namespace sgan::app
