#include "ui/digit_grid.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "ui/sample_view.h"
#include "ui/verdict.h"

namespace sgan::app {
namespace {

constexpr float kLongPress = 0.4F;          // seconds
constexpr int kRoomy = 6, kCaptioned = 11;  // columns up to which gaps are wide, and tiles have captions

/// Sizes of one tile and what surrounds it.
struct GridMeasure {
  int columns = 1, rows = 1;
  float picture = 0, caption = 0, gap = 0, round = 0;

  [[nodiscard]] Rect tile(Rect grid, int place) const {
    const auto column = static_cast<float>(place % columns);
    const auto row = static_cast<float>(place / columns);
    return {grid.x + column * (picture + gap), grid.y + row * (picture + caption + gap), picture,
            picture + caption};
  }
};

GridMeasure measure(const Canvas& canvas, Rect room, const SampleState& sample) {
  GridMeasure grid;
  grid.columns = sample.side;
  grid.rows = sample.rows();
  const int most = std::max(grid.columns, grid.rows);
  const auto columns = static_cast<float>(grid.columns);
  const auto rows = static_cast<float>(grid.rows);
  grid.gap = canvas.px(most <= kRoomy ? 8 : (most <= kCaptioned ? 4 : 2));
  grid.round = canvas.px(most <= kRoomy ? 6 : (most <= kCaptioned ? 4 : 2));
  const auto fit = [&](float caption) {
    const float by_width = (room.w + grid.gap) / columns - grid.gap;
    const float by_height = (room.h + grid.gap) / rows - grid.gap - caption;
    return std::floor(std::max(canvas.px(8), std::min(by_width, by_height)));
  };
  grid.caption = canvas.px(most <= kRoomy ? 22 : 18);
  grid.picture = fit(grid.caption);
  if (most > kCaptioned || grid.picture < canvas.px(20)) {
    grid.caption = 0;
    grid.picture = fit(0);
  }
  return grid;
}

void draw_caption(const Canvas& canvas, Rect rect, const Verdict& verdict) {
  const Palette& colors = canvas.colors;
  const Fonts& fonts = canvas.state.fonts;
  const std::string digit = std::to_string(verdict.digit);
  ImFont* font = rect.w >= canvas.px(56) ? fonts.strong : fonts.small;
  if (rect.w < canvas.px(52)) {
    text(canvas, rect, {font, colors.text, 0.5F}, digit);
    return;
  }
  rect.x += canvas.px(2);
  rect.w -= canvas.px(4);
  text(canvas, rect, {font, colors.text}, digit);
  text(canvas, rect, {fonts.small, colors.muted, 1}, percent(verdict.confidence, 0));
}

void draw_validity(const Canvas& canvas, Rect picture, float round, float validity) {
  const float bar = canvas.px(2);
  const float width = std::round((picture.w - 2 * round) * validity);
  const ImVec2 from{picture.x + round, picture.y + picture.h - 2 * bar};
  canvas.list.AddRectFilled(from, {from.x + std::max(bar, width), from.y + bar},
                            validity_color(palette(true), validity));
}

void draw_ink(const Canvas& canvas, Rect rect, const Atlas& atlas, int index, float rounding) {
  const auto [uv_min, uv_max] = tile_uv(atlas, index);
  canvas.list.AddImageRounded(atlas.texture, rect.min(), rect.max(), uv_min, uv_max, canvas.colors.tile_ink,
                              rounding);
}

/// Layers of the grid, so that all pictures are one draw call, not one each.
enum Layer { kGround, kPictures, kCaptions, kLayers };

void draw_tile(const Canvas& canvas, Rect tile, const GridMeasure& grid, int number) {
  const SampleState& sample = canvas.state.sample;
  const Palette& colors = canvas.colors;
  const Rect picture{tile.x, tile.y, grid.picture, grid.picture};
  canvas.list.ChannelsSetCurrent(kGround);
  const SampleTile* made = sample.tile(number);
  if (made == nullptr) {
    canvas.list.AddRectFilled(picture.min(), picture.max(), colors.faint, grid.round);
    return;
  }
  canvas.list.AddRectFilled(picture.min(), picture.max(), colors.tile, grid.round);
  canvas.list.ChannelsSetCurrent(kPictures);
  draw_ink(canvas, picture, sample.atlas, number, grid.round);
  canvas.list.ChannelsSetCurrent(kCaptions);
  if (grid.caption > 0) {
    draw_validity(canvas, picture, grid.round, made->verdict.validity);
    draw_caption(canvas, {tile.x, tile.y + grid.picture, tile.w, grid.caption}, made->verdict);
  }
  if (number == sample.hovered || number == sample.chosen) {
    const Rect ring = picture.inset(-canvas.px(2));
    canvas.list.AddRect(ring.min(), ring.max(), colors.accent, grid.round + canvas.px(2), 0, canvas.px(2));
  }
}

/// A finger that rests on a tile looks at it without choosing it.
bool rests(const Canvas& canvas) {
  if (!canvas.state.pointer.touch || !ImGui::IsItemActive()) return false;
  canvas.redraw_in(0.1);
  return ImGui::GetIO().MouseDownDuration[0] >= kLongPress;
}

/// The pointer's part: each tile is a button.
void take_pointer(const Canvas& canvas, Rect tile, int place, int number) {
  SampleState& sample = canvas.state.sample;
  ImGui::SetCursorScreenPos(tile.min());
  ImGui::PushID(place);
  const bool pressed = ImGui::InvisibleButton("sample.tile", tile.size());
  if (ImGui::IsItemActivated()) point_focus(canvas.state.focus, "sample.grid");
  const bool hovered = ImGui::IsItemHovered() && !canvas.state.pointer.touch;
  if (hovered) canvas.state.cursor = ImGuiMouseCursor_Hand;
  if (hovered || rests(canvas)) sample.hovered = number;
  const bool long_press = canvas.state.pointer.touch && ImGui::GetIO().MouseDownDurationPrev[0] >= kLongPress;
  if (pressed && !long_press) {
    sample.chosen = sample.chosen == number ? -1 : number;
    sample.cursor = place;
  }
  ImGui::PopID();
}

/// The keyboard's: the grid is one stop, in which the arrow keys go from tile to tile.
void take_keys(const Canvas& canvas, const GridMeasure& grid, Rect taken, const std::vector<int>& shown) {
  SampleState& sample = canvas.state.sample;
  sample.cursor = std::clamp(sample.cursor, 0, sample.count() - 1);
  const Rect tile = grid.tile(taken, sample.cursor);
  const int before = shown[static_cast<std::size_t>(sample.cursor)];
  const SampleTile* made = sample.tile(before);
  const std::string label = made == nullptr ? "Digits" : "Digit " + std::to_string(made->verdict.digit);
  const Interaction keys =
      by_keyboard(canvas, "sample.grid", tile, {.label = label, .arrows = Arrows::kAll, .rounding = 6});
  // Moved on from a tile that the pointer pressed, the keys show where they are.
  if (keys.right != 0 || keys.down != 0) canvas.state.focus.visible = true;
  sample.cursor = std::clamp(sample.cursor + keys.right + keys.down * grid.columns, 0, sample.count() - 1);
  const int number = shown[static_cast<std::size_t>(sample.cursor)];
  if (!canvas.state.focus.shows("sample.grid") || sample.tile(number) == nullptr) return;
  sample.hovered = number;
  if (keys.pressed) sample.chosen = sample.chosen == number ? -1 : number;
}

/// What is thought of one tile, in a bubble above it or, where there is no room, below.
void draw_bubble(const Canvas& canvas, Rect tile, const Verdict& verdict) {
  const Palette& colors = canvas.colors;
  const Fonts& fonts = canvas.state.fonts;
  const float pad = canvas.px(10);
  const float line = canvas.px(20);
  const std::string first = std::to_string(verdict.digit) + ", " + percent(verdict.confidence, 1) + " sure";
  const std::string second =
      (verdict.rejected ? "taken for generated, " : "looks real, ") + percent(verdict.validity, 0);
  const float width = 2 * pad + std::max(text_width(fonts.strong, first), text_width(fonts.small, second));
  const float height = 2 * pad + 2 * line - canvas.px(4);
  const float most = std::max(0.0F, ImGui::GetIO().DisplaySize.x - width - canvas.px(4));
  Rect rect{std::clamp(tile.centre().x - width / 2, canvas.px(4), std::max(canvas.px(4), most)),
            tile.y - height - canvas.px(8), width, height};
  if (rect.y < canvas.px(4)) rect.y = tile.y + tile.h + canvas.px(8);
  canvas.note("sample.bubble", rect);
  const Canvas above{canvas.state, colors, *ImGui::GetForegroundDrawList()};
  above.list.AddRectFilled(rect.min(), rect.max(), colors.text, canvas.px(8));
  Rect words = rect.inset(pad);
  text(above, words.cut_top(line - canvas.px(2)), {fonts.strong, colors.page, 0.5F}, first);
  text(above, words.cut_top(line - canvas.px(2)), {fonts.small, colors.page, 0.5F}, second);
}

}  // namespace

int grid_columns(int count) {
  return std::max(1, static_cast<int>(std::ceil(std::sqrt(static_cast<double>(count)))));
}

std::pair<ImVec2, ImVec2> tile_uv(const Atlas& atlas, int index) {
  if (atlas.columns == 0) return {};  // not made yet
  const auto side = static_cast<float>(atlas.side());
  const auto x = static_cast<float>(index % atlas.columns * atlas.cell() + 1);
  const auto y = static_cast<float>(index / atlas.columns * atlas.cell() + 1);
  const auto size = static_cast<float>(atlas.image_size);
  return {ImVec2{x / side, y / side}, ImVec2{(x + size) / side, (y + size) / side}};
}

void draw_picture(const Canvas& canvas, Rect rect, const Atlas& atlas, int index, float rounding) {
  surface(canvas, rect, canvas.colors.tile, rounding);
  draw_ink(canvas, rect, atlas, index, rounding);
}

Rect draw_digit_grid(const Canvas& canvas, Rect room) {
  SampleState& sample = canvas.state.sample;
  const GridMeasure grid = measure(canvas, room, sample);
  const auto columns = static_cast<float>(grid.columns);
  const auto rows = static_cast<float>(grid.rows);
  const Rect taken{room.x, room.y, columns * (grid.picture + grid.gap) - grid.gap,
                   rows * (grid.picture + grid.caption + grid.gap) - grid.gap};
  canvas.note("sample.grid", taken);
  sample.hovered = -1;
  const std::vector<int> shown = shown_tiles(sample);
  take_keys(canvas, grid, taken, shown);
  canvas.list.ChannelsSplit(kLayers);
  for (int place = 0; place < sample.count(); ++place) {
    const int number = shown[static_cast<std::size_t>(place)];
    if (number < 0) continue;
    const Rect tile = grid.tile(taken, place);
    if (sample.tile(number) != nullptr) take_pointer(canvas, tile, place, number);
    canvas.note("sample.tile_" + std::to_string(place), {tile.x, tile.y, grid.picture, grid.picture});
    draw_tile(canvas, tile, grid, number);
    const bool bubble = canvas.state.pointer.touch || grid.caption == 0;
    if (number == sample.hovered && bubble) draw_bubble(canvas, tile, sample.tile(number)->verdict);
  }
  canvas.list.ChannelsMerge();
  const bool empty = std::all_of(shown.begin(), shown.end(), [](int number) { return number < 0; });
  if (empty) {
    text(canvas, {taken.x, taken.y, taken.w, std::min(taken.h, canvas.px(200))},
         {canvas.state.fonts.body, canvas.colors.muted, 0.5F}, "No digit is read that surely");
  }
  return taken;
}

}  // namespace sgan::app
