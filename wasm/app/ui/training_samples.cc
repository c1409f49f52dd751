#include <algorithm>
#include <cmath>

#include "ui/digit_grid.h"
#include "ui/training_parts.h"

namespace sgan::app {
namespace {

constexpr float kPadding = 16, kTitle = 22, kRow = 44, kGap = 10;

void draw_grid(const Canvas& canvas, Rect square) {
  const SampleGrids& grids = canvas.state.training.grids;
  canvas.note("training.grid", square);
  surface(canvas, square, canvas.colors.tile, canvas.px(6));
  const TrainingFile& file = grids.files[static_cast<std::size_t>(grids.shown)];
  // The one before stays until the chosen one has come.
  if (grids.in_texture >= 0 && file.problem.empty()) {
    const auto [uv_min, uv_max] = tile_uv(grids.atlas, 0);
    canvas.list.AddImageRounded(grids.atlas.texture, square.min(), square.max(), uv_min, uv_max,
                                canvas.colors.tile_ink, canvas.px(6));
  }
  if (file.problem.empty()) return;
  Rect words = square.inset(canvas.px(24));
  words.cut_top(std::floor(words.h / 2) - canvas.px(kRow));
  text(canvas, words.cut_top(canvas.px(kRow)), {canvas.state.fonts.small, canvas.colors.tile_ink, 0.5F},
       file.problem);
  const float width = std::min(words.w, canvas.px(120));
  const Rect again{std::round(words.x + (words.w - width) / 2), words.y, width, canvas.px(kRow)};
  if (button(canvas, "training.retry_picture", again, "Try again", ButtonKind::kPlain))
    canvas.state.training.want_again = true;
}

}  // namespace

float training_samples_height(const Canvas& canvas, float width) {
  return width + canvas.px(kTitle + 2 * kGap + kRow);  // the picture is a square between the paddings
}

void draw_training_samples(const Canvas& canvas, Rect rect) {
  TrainingState& training = canvas.state.training;
  SampleGrids& grids = training.grids;
  const int last = static_cast<int>(training.history.grids.size()) - 1;
  if (last < 0 || grids.shown < 0) return;
  card(canvas, rect);
  Rect inside = rect.inset(canvas.px(kPadding));
  Rect title = inside.cut_top(canvas.px(kTitle), canvas.px(kGap));
  const int epoch = training.history.grid_epochs[static_cast<std::size_t>(grids.shown)];
  text(canvas, title.cut_right(canvas.px(92), canvas.px(8)),
       {canvas.state.fonts.small, canvas.colors.muted, 1}, "epoch " + std::to_string(epoch));
  text(canvas, title, {canvas.state.fonts.strong, canvas.colors.text}, "Samples by epoch");
  draw_grid(canvas, inside.cut_top(inside.w, canvas.px(kGap)));
  Rect row = inside.cut_top(canvas.px(kRow));
  const float gap = canvas.px(8);
  if (button(canvas, "training.epoch_before", row.cut_left(row.h, gap), "\u2212", ButtonKind::kPlain,
             grids.shown > 0, "Earlier epoch"))
    --grids.shown;
  if (button(canvas, "training.epoch_after", row.cut_right(row.h, gap), "+", ButtonKind::kPlain,
             grids.shown < last, "Later epoch"))
    ++grids.shown;
  auto place = static_cast<float>(grids.shown);
  if (last > 0 && slider(canvas, "training.scrubber", row, "Samples of epoch " + std::to_string(epoch), place,
                         0, static_cast<float>(last), 1))
    grids.shown = static_cast<int>(std::lround(place));
}

}  // namespace sgan::app
