#include "ui/page.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "ui/tabs.h"
#include "ui/toast.h"

namespace sgan::app {
namespace {

/// As far apart as fits, so that all of them are seen on a phone as well.
void draw_tab_bar(const Canvas& canvas, Rect bar) {
  UiState& state = canvas.state;
  const float line = bar.y + bar.h;
  canvas.list.AddLine({bar.x, line - 0.5F}, {bar.x + bar.w, line - 0.5F}, canvas.colors.border, canvas.px(1));
  float words = 0;
  for (const TabEntry& entry : tabs()) words += text_width(state.fonts.strong, entry.label);
  // Wider than their words for fingers, but the words align with what is below.
  const auto gaps = static_cast<float>(2 * std::max<std::size_t>(1, tabs().size() - 1));
  const float margin = std::clamp(std::floor((bar.w - words) / gaps), canvas.px(2), canvas.px(14));
  bar.x -= margin;
  for (const TabEntry& entry : tabs()) {
    const Rect rect = bar.cut_left(text_width(state.fonts.strong, entry.label) + 2 * margin);
    if (tab_button(canvas, std::string("tab.") + entry.name, rect, entry.label, state.tab == entry.tab))
      state.tab = entry.tab;
  }
}

/// A finger that starts anywhere but where it is needed (Canvas::keep_drags) pulls the page, as fingers
/// expect.
float pulled_by_touch(UiState& state) {
  const ImGuiIO& io = ImGui::GetIO();
  PointerState& pointer = state.pointer;
  // Asked once, where it goes down: what lies there later has been scrolled to it.
  if (io.MouseClicked[0]) {
    pointer.pulls = std::none_of(state.drag_areas.begin(), state.drag_areas.end(),
                                 [&](const Rect& area) { return area.contains(io.MousePos); });
  }
  if (!pointer.touch || !pointer.pulls || !io.MouseDown[0] || ImGui::GetScrollMaxY() <= 0) return 0;
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
  // Dear ImGui 1.86 has no segments for a circle of nearly no radius, or of one that is no number, and
  // divides by them.
  ImGui::GetDrawListSharedData()->CircleSegmentCounts[0] = IM_DRAWLIST_ARCFAST_SAMPLE_MAX;
  state.widgets.clear();
  state.drag_areas.clear();
  state.redraw_at = kNever;
  begin_focus(state.focus);
  state.cursor = ImGuiMouseCursor_Arrow;
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(io.DisplaySize);
  constexpr ImGuiWindowFlags kFlags = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                      ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoCollapse |
                                      ImGuiWindowFlags_NoSavedSettings |
                                      ImGuiWindowFlags_NoBringToFrontOnFocus |
                                      ImGuiWindowFlags_NoBackground;  // the frame is cleared to its colour
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

  const float height = entry_of(state.tab).draw(canvas, page);
  ImGui::SetCursorScreenPos({0, page.y});
  ImGui::Dummy({1, height + (height > page.h ? margin : 0)});
  end_focus(canvas);
  scroll(state);
  draw_drop_hint(canvas, {0, 0, io.DisplaySize.x, io.DisplaySize.y});
  draw_toast(canvas);
  ImGui::End();
}

}  // namespace sgan::app
