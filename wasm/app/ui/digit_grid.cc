#include "ui/digit_grid.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "sgan/discriminator.h"
#include "ui/verdict.h"

namespace sgan::app {
namespace {

/// Sizes of one tile and what surrounds it.
struct GridMeasure {
  int columns = 1, rows = 1;
  float picture = 0, caption = 0, gap = 0;

  [[nodiscard]] Rect tile(Rect grid, int index) const {
    const auto column = static_cast<float>(index % columns);
    const auto row = static_cast<float>(index / columns);
    return {grid.x + column * (picture + gap), grid.y + row * (picture + caption + gap), picture,
            picture + caption};
  }
};

GridMeasure measure(const Canvas& canvas, Rect room, int count) {
  GridMeasure grid;
  grid.columns = grid_columns(count);
  grid.rows = (count + grid.columns - 1) / grid.columns;
  const auto columns = static_cast<float>(grid.columns);
  const auto rows = static_cast<float>(grid.rows);
  grid.gap = canvas.px(grid.columns <= 5 ? 8 : 4);
  grid.caption = canvas.px(grid.columns <= 5 ? 22 : 18);
  const float by_width = (room.w + grid.gap) / columns - grid.gap;
  const float by_height = (room.h + grid.gap) / rows - grid.gap - grid.caption;
  grid.picture = std::floor(std::max(canvas.px(12), std::min(by_width, by_height)));
  return grid;
}

void draw_caption(const Canvas& canvas, Rect rect, const Verdict& verdict) {
  const Palette& colors = canvas.colors;
  const Fonts& fonts = canvas.state.fonts;
  const std::string digit = std::to_string(verdict.digit);
  ImFont* font = rect.w >= canvas.px(56) ? fonts.strong : fonts.small;
  if (rect.w < canvas.px(44)) {
    text(canvas, rect, {font, colors.text, 0.5F}, digit);
    return;
  }
  rect.x += canvas.px(2);
  rect.w -= canvas.px(4);
  text(canvas, rect, {font, colors.text}, digit);
  text(canvas, rect, {fonts.small, colors.muted, 1}, percent(verdict.confidence, 0));
}

void draw_tile(const Canvas& canvas, Rect tile, const GridMeasure& grid, int index) {
  const SampleState& sample = canvas.state.sample;
  const Palette& colors = canvas.colors;
  const Rect picture{tile.x, tile.y, grid.picture, grid.picture};
  const float round = canvas.px(grid.columns <= 5 ? 6 : 4);
  canvas.note("sample.tile_" + std::to_string(index), picture);
  if (index >= sample.done()) {
    canvas.list.AddRectFilled(picture.min(), picture.max(), colors.faint, round);
    return;
  }
  const Verdict& verdict = sample.verdicts[static_cast<std::size_t>(index)];
  const auto [uv_min, uv_max] = tile_uv(sample.atlas, index);
  canvas.list.AddRectFilled(picture.min(), picture.max(), colors.tile, round);
  canvas.list.AddImageRounded(sample.atlas.texture, picture.min(), picture.max(), uv_min, uv_max,
                              colors.tile_ink, round);
  const float bar = canvas.px(2);
  const float inset = round;
  const float width = std::round((picture.w - 2 * inset) * verdict.validity);
  const ImVec2 from{picture.x + inset, picture.y + picture.h - 2 * bar};
  canvas.list.AddRectFilled(from, {from.x + std::max(bar, width), from.y + bar},
                            validity_color(palette(true), verdict.validity));
  if (index == sample.hovered || index == sample.chosen) {
    const Rect ring = picture.inset(-canvas.px(2));
    canvas.list.AddRect(ring.min(), ring.max(), colors.accent, round + canvas.px(2), 0, canvas.px(2));
  }
  draw_caption(canvas, {tile.x, tile.y + grid.picture, tile.w, grid.caption}, verdict);
}

}  // namespace

int grid_columns(int count) {
  return std::max(1, static_cast<int>(std::ceil(std::sqrt(static_cast<double>(count)))));
}

std::pair<ImVec2, ImVec2> tile_uv(const Atlas& atlas, int index) {
  const auto side = static_cast<float>(std::max(1, atlas.side()));
  const auto x = static_cast<float>(index % atlas.columns * atlas.cell() + 1);
  const auto y = static_cast<float>(index / atlas.columns * atlas.cell() + 1);
  const auto size = static_cast<float>(atlas.image_size);
  return {ImVec2{x / side, y / side}, ImVec2{(x + size) / side, (y + size) / side}};
}

Verdict average_verdict(const SampleState& sample) {
  Verdict average;
  const auto n = static_cast<float>(sample.done());
  for (int i = 0; i < sample.done(); ++i) {
    const Verdict& one = sample.verdicts[static_cast<std::size_t>(i)];
    for (std::size_t c = 0; c < one.probs.size(); ++c) average.probs[c] += one.probs[c] / n;
    average.validity += one.validity / n;
  }
  average.digit = most_probable_digit(average.probs);
  return average;
}

Rect draw_digit_grid(const Canvas& canvas, Rect room) {
  UiState& state = canvas.state;
  SampleState& sample = state.sample;
  const GridMeasure grid = measure(canvas, room, sample.count);
  const auto columns = static_cast<float>(grid.columns);
  const auto rows = static_cast<float>(grid.rows);
  const Rect taken{room.x, room.y, columns * (grid.picture + grid.gap) - grid.gap,
                   rows * (grid.picture + grid.caption + grid.gap) - grid.gap};
  canvas.note("sample.grid", taken);
  ImGui::SetCursorScreenPos(taken.min());
  const bool pressed = ImGui::InvisibleButton("sample.grid", taken.size());
  const bool over = ImGui::IsItemHovered();
  const ImVec2 pointer = ImGui::GetIO().MousePos;
  if (sample.chosen >= sample.count) sample.chosen = -1;
  sample.hovered = -1;
  for (int i = 0; i < sample.count; ++i) {
    const Rect tile = grid.tile(taken, i);
    if (over && tile.contains(pointer) && i < sample.done()) {
      if (pressed) sample.chosen = sample.chosen == i ? -1 : i;
      if (!state.pointer.touch) sample.hovered = i;
      state.cursor = ImGuiMouseCursor_Hand;
    }
    draw_tile(canvas, tile, grid, i);
  }
  return taken;
}

}  // namespace sgan::app
