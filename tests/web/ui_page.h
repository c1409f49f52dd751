#pragma once

#include <gtest/gtest.h>
#include <imgui.h>

#include <string>

#include "platform/pointer_queue.h"
#include "ui/page.h"

/// The page without GL and without a browser: Dear ImGui runs frames of a plain state.
namespace sgan::app {

/// A page of a size, driven as the main loop drives it.
class Page {
 public:
  Page(float width, float height, float scale) {
    ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    ImGui::GetIO().DisplaySize = {width * scale, height * scale};
    state.scale = scale;
    state.fonts = build_fonts(scale);
    apply_style(palette(false), scale);
    state.model = &info;
    fill_samples();
    state.draw.seen_atlas = {reinterpret_cast<ImTextureID>(2), 32, 1};
    frame();
  }
  ~Page() { ImGui::DestroyContext(); }
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;

  void frame() {
    ImGui::GetIO().DeltaTime = 1.0F / 60;
    state.now += 1.0 / 60;
    pointer.apply(ImGui::GetIO(), state.pointer);
    ImGui::NewFrame();
    draw(state);
    ImGui::Render();
  }

  /// All digits that the tab Sample asks for, as if they were made.
  void fill_samples() {
    SampleState& sample = state.sample;
    sample.restart = false;
    sample.done = sample.count();
    sample.tiles.assign(static_cast<std::size_t>(sample.count()), {true, 0, 0, {}});
    sample.atlas = {reinterpret_cast<ImTextureID>(1), 32, 20};
  }

  [[nodiscard]] ImVec2 centre(const std::string& name) const { return state.widgets.at(name).centre(); }

  void press(const std::string& name, bool touch = false) {
    const ImVec2 at = centre(name);
    pointer.push(PointerAction::kDown, at, touch);
    pointer.push(PointerAction::kUp, at, touch);
    for (int i = 0; i < 4; ++i) frame();
  }

  UiState state;
  ModelInfo info;
  PointerQueue pointer;
};

inline bool overlap(Rect a, Rect b) {
  const float slack = 1;
  return a.x + a.w > b.x + slack && b.x + b.w > a.x + slack && a.y + a.h > b.y + slack &&
         b.y + b.h > a.y + slack;
}

inline bool inside(Rect inner, Rect outer) {
  return inner.x >= outer.x - 1 && inner.y >= outer.y - 1 && inner.x + inner.w <= outer.x + outer.w + 1 &&
         inner.y + inner.h <= outer.y + outer.h + 1;
}

inline void expect_sound_layout(const Page& page, const std::string& where) {
  const float width = ImGui::GetIO().DisplaySize.x;
  for (const auto& [name, rect] : page.state.widgets) {
    EXPECT_GE(rect.x, 0) << name << " " << where;
    EXPECT_LE(rect.x + rect.w, width) << name << " " << where;
    EXPECT_GE(rect.w, 1) << name << " " << where;
    EXPECT_GE(rect.h, 1) << name << " " << where;
    for (const auto& [other, place] : page.state.widgets) {
      if (name < other && !inside(rect, place) && !inside(place, rect)) {
        EXPECT_FALSE(overlap(rect, place)) << name << " and " << other << " " << where;
      }
    }
  }
}

}  // namespace sgan::app
