#include "ui/page.h"

#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

#include "ui/tabs.h"
#include "ui/verdict.h"

namespace sgan::app {
namespace {

void draw_tab_bar(const Canvas& canvas, Rect bar) {
  UiState& state = canvas.state;
  const float line = bar.y + bar.h;
  canvas.list.AddLine({bar.x, line - 0.5F}, {bar.x + bar.w, line - 0.5F}, canvas.colors.border, canvas.px(1));
  // Wider than their words for fingers, but the words align with what is below.
  const float margin = canvas.px(14);
  bar.x -= margin;
  const std::array<std::tuple<Tab, const char*, const char*>, 2> tabs{
      {{Tab::kSample, "tab.sample", "Sample"}, {Tab::kDraw, "tab.draw", "Draw"}}};
  for (const auto& [tab, name, label] : tabs) {
    const Rect rect = bar.cut_left(text_width(state.fonts.strong, label) + 2 * margin);
    if (tab_button(canvas, name, rect, label, state.tab == tab)) state.tab = tab;
  }
}

/// A finger that starts anywhere but on the drawing area and the slider pulls the page, as fingers expect.
float pulled_by_touch(const UiState& state) {
  const ImGuiIO& io = ImGui::GetIO();
  if (!state.pointer.touch || !io.MouseDown[0] || ImGui::GetScrollMaxY() <= 0) return 0;
  for (const char* name : {"draw.canvas", "draw.brush"}) {
    const auto found = state.widgets.find(name);
    if (found != state.widgets.end() && found->second.contains(io.MouseClickedPos[0])) return 0;
  }
  const float threshold = 8 * state.scale;
  if (std::abs(io.MousePos.y - io.MouseClickedPos[0].y) > threshold) ImGui::ClearActiveID();
  return ImGui::IsMouseDragging(0, threshold) ? -io.MouseDelta.y : 0;
}

void scroll(UiState& state) {
  const float by = state.pointer.scroll + pulled_by_touch(state);
  state.pointer.scroll = 0;
  if (by != 0) ImGui::SetScrollY(std::clamp(ImGui::GetScrollY() + by, 0.0F, ImGui::GetScrollMaxY()));
}

}  // namespace

void draw(UiState& state) {
  const ImGuiIO& io = ImGui::GetIO();
  state.widgets.clear();
  state.cursor = ImGuiMouseCursor_Arrow;
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(io.DisplaySize);
  constexpr ImGuiWindowFlags kFlags =
      ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
      ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus;
  ImGui::Begin("page", nullptr, kFlags);
  const Canvas canvas{state, palette(state.dark), *ImGui::GetWindowDrawList()};

  const bool narrow = io.DisplaySize.x < canvas.px(720);
  const float margin = canvas.px(narrow ? 16 : 32);
  const float width = std::min(io.DisplaySize.x - 2 * margin, canvas.px(1120));
  const float left = std::round((io.DisplaySize.x - width) / 2);
  const float top = std::round(-ImGui::GetScrollY());
  Rect page{left, top, width, io.DisplaySize.y};
  draw_tab_bar(canvas, page.cut_top(canvas.px(44), canvas.px(narrow ? 16 : 24)));
  page.h -= margin;

  const float height =
      state.tab == Tab::kSample ? draw_sample_tab(canvas, page) : draw_draw_tab(canvas, page);
  ImGui::SetCursorScreenPos({0, page.y});
  ImGui::Dummy({1, height + (height > page.h ? margin : 0)});
  scroll(state);
  ImGui::End();
}

}  // namespace sgan::app
