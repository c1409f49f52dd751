#include "ui/focus.h"

#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "ui/widgets.h"

namespace sgan::app {
namespace {

using Stops = std::vector<FocusStop>;

Stops::const_iterator find(const Stops& stops, std::string_view name) {
  return std::find_if(stops.begin(), stops.end(), [&](const FocusStop& stop) { return stop.name == name; });
}

void show(Focus& focus, const std::string& name) {
  focus.on = name;
  focus.visible = true;
  focus.moved = true;
}

/// The nearest widget that way; a step aside counts twice. Null if there is none.
const FocusStop* neighbour(const Stops& stops, const FocusStop& from, ImVec2 way) {
  const FocusStop* best = nullptr;
  float least = 0;
  for (const FocusStop& stop : stops) {
    const ImVec2 to{stop.rect.centre().x - from.rect.centre().x, stop.rect.centre().y - from.rect.centre().y};
    const float ahead = to.x * way.x + to.y * way.y;
    const float aside = std::abs(to.x * way.y) + std::abs(to.y * way.x);
    if (ahead < 1 || aside > 2 * ahead + from.rect.w) continue;
    const float distance = ahead + 2 * aside;
    if (best != nullptr && distance >= least) continue;
    best = &stop;
    least = distance;
  }
  return best;
}

/// The way an arrow key was pressed in this frame; none: {0, 0}.
ImVec2 arrow_pressed(Arrows claimed) {
  if (claimed == Arrows::kAll) return {0, 0};
  const std::array<std::pair<ImGuiKey, ImVec2>, 4> arrows{{{ImGuiKey_LeftArrow, {-1, 0}},
                                                           {ImGuiKey_RightArrow, {1, 0}},
                                                           {ImGuiKey_UpArrow, {0, -1}},
                                                           {ImGuiKey_DownArrow, {0, 1}}}};
  for (const auto& [key, way] : arrows) {
    const bool horizontal = way.y == 0;
    if (!(horizontal && claimed == Arrows::kHorizontal) && ImGui::IsKeyPressed(ImGui::GetKeyIndex(key)))
      return way;
  }
  return {0, 0};
}

/// The keys 1 to 9 press the tabs.
void press_tab(Focus& focus) {
  const ImGuiIO& io = ImGui::GetIO();
  if (io.KeyCtrl || io.KeyAlt || io.KeySuper) return;
  int key = '1';  // GLFW's number of a digit key is its character
  for (const FocusStop& stop : focus.stops) {
    if (!stop.name.starts_with("tab.") || key > '9') continue;
    if (ImGui::IsKeyPressed(key++, false)) focus.press = stop.name;
  }
}

/// Where no widget wants them the arrow keys scroll, as they do on any page.
void scroll_by_line(UiState& state, float way) {
  constexpr float kLine = 60;  // CSS pixels
  state.pointer.scroll += way * kLine * state.scale;
}

void scroll_by_page(UiState& state) {
  const float page = 0.9F * ImGui::GetIO().DisplaySize.y;
  if (ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_PageDown))) state.pointer.scroll += page;
  if (ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_PageUp))) state.pointer.scroll -= page;
}

void reveal(UiState& state, const Rect& rect) {
  const float margin = 12 * state.scale;
  const float above = rect.y - margin;
  const float below = rect.y + rect.h + margin - ImGui::GetIO().DisplaySize.y;
  if (above < 0) {
    state.pointer.scroll += above;
  } else if (below > 0) {
    state.pointer.scroll += std::min(below, above);
  }
}

}  // namespace

std::string_view Focus::label() const {
  const auto at = visible ? find(stops, on) : stops.end();
  return at == stops.end() ? std::string_view{} : std::string_view{at->label};
}

bool move_focus(Focus& focus, bool backwards) {
  const auto count = static_cast<std::ptrdiff_t>(focus.stops.size());
  const auto at = find(focus.stops, focus.on);
  std::ptrdiff_t next = backwards ? count - 1 : 0;
  if (at != focus.stops.end()) next = at - focus.stops.begin() + (backwards ? -1 : 1);
  if (next < 0 || next >= count) {
    clear_focus(focus);
    return false;
  }
  show(focus, focus.stops[static_cast<std::size_t>(next)].name);
  return true;
}

void point_focus(Focus& focus, std::string_view name) {
  focus.on = name;
  focus.visible = false;
}

void clear_focus(Focus& focus) {
  focus.moved = focus.moved || !focus.on.empty();
  focus.on.clear();
  focus.visible = false;
}

void begin_focus(Focus& focus) {
  focus.stops.clear();
  focus.arrived = std::exchange(focus.moved, false);
  if (focus.arrived) ImGui::ClearActiveID();
}

void end_focus(const Canvas& canvas) {
  Focus& focus = canvas.state.focus;
  focus.press.clear();
  const bool typing = ImGui::GetIO().WantTextInput;
  if (!typing) press_tab(focus);
  if (!typing) scroll_by_page(canvas.state);
  const auto at = find(focus.stops, focus.on);
  if (at == focus.stops.end()) {
    if (!typing) scroll_by_line(canvas.state, arrow_pressed(Arrows::kMove).y);
    return;
  }
  if (focus.arrived) reveal(canvas.state, at->rect);
  const ImVec2 way = typing ? ImVec2{0, 0} : arrow_pressed(at->arrows);
  if (way.x == 0 && way.y == 0) return;
  const FocusStop* next = neighbour(focus.stops, *at, way);
  if (next != nullptr) {
    show(focus, next->name);
  } else if (way.y != 0) {
    scroll_by_line(canvas.state, way.y);
  }
}

}  // namespace sgan::app
