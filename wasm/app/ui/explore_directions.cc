#include <algorithm>
#include <cmath>

#include "sgan/latent.h"
#include "ui/digit_grid.h"
#include "ui/explore_parts.h"
#include "ui/verdict.h"

namespace sgan::app {
namespace {

constexpr float kHeading = 24, kHeadingGap = 4;  // CSS pixels

void heading(const Canvas& canvas, Rect& column, std::string_view words) {
  text(canvas, column.cut_top(canvas.px(kHeading), canvas.px(kHeadingGap)),
       {canvas.state.fonts.small, canvas.colors.muted}, words);
}

void draw_small(const Canvas& canvas, Rect rect, int picture) {
  const ExploreState& explore = canvas.state.explore;
  if (explore.pictured[static_cast<std::size_t>(picture)]) {
    draw_picture(canvas, rect, explore.small, picture, canvas.px(4));
  } else {
    surface(canvas, rect, canvas.colors.faint, canvas.px(4));
  }
}

float read(const UiState& state, int k) {
  return coordinate(state.explore.directions, k, state.model->latent_prior, state.explore.point.latent);
}

/// The person moves: whatever moved by itself stops.
void take(UiState& state, int k, float value) {
  ExploreState& explore = state.explore;
  explore.motion = ExploreMotion::kNone;
  explore.walk_to.clear();
  set_coordinate(explore.directions, k, state.model->latent_prior, value, explore.point.latent);
}

void draw_direction(const Canvas& canvas, Rect row, int k) {
  const float gap = canvas.px(4);
  const float side = canvas.px(36);
  const auto centred = [&](Rect place) {
    return Rect{place.x, std::round(place.centre().y - side / 2), side, side};
  };
  draw_small(canvas, centred(row.cut_left(side, gap)), kEndPictures + 2 * k);
  draw_small(canvas, centred(row.cut_right(side, gap)), kEndPictures + 2 * k + 1);
  const float shown = std::clamp(read(canvas.state, k), -kMostSteps, kMostSteps);
  float value = shown;
  // The middle of the prior: where a slider stands that says nothing.
  const ImVec2 middle = row.centre();
  canvas.list.AddRectFilled({middle.x - canvas.px(1), middle.y - canvas.px(7)},
                            {middle.x + canvas.px(1), middle.y + canvas.px(7)}, canvas.colors.border);
  const std::string number = std::to_string(k + 1);
  const std::string spoken =
      "Direction " + number + ", " + percent((shown + kMostSteps) / (2 * kMostSteps), 0);
  if (slider(canvas, "explore.direction_" + number, row, spoken, value, -kMostSteps, kMostSteps))
    take(canvas.state, k, value);
}

/// Takes the pointer anywhere on the map.
void take_pad(const Canvas& canvas, Rect map) {
  ExploreState& explore = canvas.state.explore;
  canvas.note("explore.pad", map);
  canvas.keep_drags(map);
  ImGui::SetCursorScreenPos(map.min());
  ImGui::InvisibleButton("explore.pad", map.size());
  if (ImGui::IsItemActivated()) point_focus(canvas.state.focus, "explore.pad");
  if (ImGui::IsItemHovered()) canvas.state.cursor = ImGuiMouseCursor_ResizeAll;
  const Interaction keys =
      by_keyboard(canvas, "explore.pad", map, {.label = "Two directions", .arrows = Arrows::kAll});
  constexpr float kStep = 0.2F;
  const auto step = [&](int k, int by) {
    if (by != 0)
      take(canvas.state, k,
           std::clamp(read(canvas.state, k) + static_cast<float>(by) * kStep, -kMostSteps, kMostSteps));
  };
  step(explore.across, keys.right);
  step(explore.up, -keys.down);
  if (!ImGui::IsItemActive() || !ImGui::IsMouseDown(ImGuiMouseButton_Left)) return;
  const ImVec2 at = ImGui::GetIO().MousePos;
  const float x = std::clamp((at.x - map.x) / map.w, 0.0F, 1.0F) * 2 - 1;
  const float y = std::clamp((at.y - map.y) / map.h, 0.0F, 1.0F) * 2 - 1;
  take(canvas.state, explore.across, x * kMostSteps);
  take(canvas.state, explore.up, -y * kMostSteps);
}

void draw_map(const Canvas& canvas, Rect map) {
  const ExploreState& explore = canvas.state.explore;
  const float round = canvas.px(8);
  surface(canvas, map, canvas.colors.tile, round);
  const float step = map.w / kPadSide;
  for (int i = 0; i < kPadSide * kPadSide; ++i) {
    const auto column = static_cast<float>(i % kPadSide);
    const auto row = static_cast<float>(i / kPadSide);
    const Rect cell{map.x + column * step, map.y + row * step, step, step};
    if (!explore.pictured[static_cast<std::size_t>(kPadPictures + i)]) continue;
    const auto [from, to] = tile_uv(explore.small, kPadPictures + i);
    canvas.list.AddImage(explore.small.texture, cell.min(), cell.max(), from, to,
                         IM_COL32(255, 255, 255, 150));
  }
  const auto place = [&](int k) { return std::clamp(read(canvas.state, k) / kMostSteps, -1.0F, 1.0F); };
  const ImVec2 knob{map.x + (place(explore.across) + 1) / 2 * map.w,
                    map.y + (1 - place(explore.up)) / 2 * map.h};
  const ImU32 line = IM_COL32(255, 255, 255, 70);
  canvas.list.AddLine({map.x, knob.y}, {map.x + map.w, knob.y}, line, canvas.px(1));
  canvas.list.AddLine({knob.x, map.y}, {knob.x, map.y + map.h}, line, canvas.px(1));
  canvas.list.AddCircleFilled(knob, canvas.px(9), canvas.colors.accent);
  canvas.list.AddCircleFilled(knob, canvas.px(5), canvas.colors.card);
}

/// The next direction after `k` that is not `other`.
int next_direction(int k, int other, int count) {
  k = (k + 1) % count;
  return k == other ? (k + 1) % count : k;
}

}  // namespace

float draw_explore_directions(const Canvas& canvas, Rect column) {
  const int count = canvas.state.explore.directions.count;
  if (count == 0) return 0;
  const float top = column.y;
  heading(canvas, column, "Directions that change the digit most");
  const float row = canvas.px(44);
  const float gap = canvas.px(28);
  const int columns = column.w >= canvas.px(330) + gap ? 2 : 1;
  const int rows = (count + columns - 1) / columns;
  const float width =
      std::floor((column.w - static_cast<float>(columns - 1) * gap) / static_cast<float>(columns));
  for (int k = 0; k < count; ++k) {
    const auto i = static_cast<float>(k / rows);
    const auto j = static_cast<float>(k % rows);
    draw_direction(canvas, {column.x + i * (width + gap), column.y + j * row, width, row}, k);
  }
  return column.y + static_cast<float>(rows) * row - top;
}

float draw_explore_pad(const Canvas& canvas, Rect column) {
  ExploreState& explore = canvas.state.explore;
  const int count = explore.directions.count;
  if (count < 2) return 0;
  const float top = column.y;
  heading(canvas, column, "Two of them at once");
  const float side = std::floor(std::min(column.w, canvas.px(320)));
  const Rect map = column.cut_top(side, canvas.px(8));
  const Rect square{map.x, map.y, side, side};
  draw_map(canvas, square);
  take_pad(canvas, square);
  Rect row = column.cut_top(canvas.px(40));
  row.w = side;
  const float gap = canvas.px(8);
  const Rect left = row.cut_left(std::floor((row.w - gap) / 2), gap);
  if (button(canvas, "explore.across", left, "Across: " + std::to_string(explore.across + 1),
             ButtonKind::kPlain, count > 2))
    explore.across = next_direction(explore.across, explore.up, count);
  if (button(canvas, "explore.up", row, "Up: " + std::to_string(explore.up + 1), ButtonKind::kPlain,
             count > 2))
    explore.up = next_direction(explore.up, explore.across, count);
  return column.y - top;
}

}  // namespace sgan::app
