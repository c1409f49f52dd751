#pragma once

#include <span>

#include "ui/widgets.h"

namespace sgan::app {

/// One tab of the page.
struct TabEntry {
  Tab tab;
  const char* name;   // in window.sgan.state().tab; its button is the widget "tab.<name>"
  const char* label;  // in the tab bar
  /// Draws the tab into `area`, which is as high as the screen leaves, and returns the height it needs.
  float (*draw)(const Canvas& canvas, Rect area);
};

/// The tabs that the page has, from left to right.
[[nodiscard]] std::span<const TabEntry> tabs();
[[nodiscard]] const TabEntry& entry_of(Tab tab);

float draw_sample_tab(const Canvas& canvas, Rect area);
float draw_explore_tab(const Canvas& canvas, Rect area);
float draw_draw_tab(const Canvas& canvas, Rect area);
float draw_training_tab(const Canvas& canvas, Rect area);
float draw_model_tab(const Canvas& canvas, Rect area);

/// Over all tabs while files are being dragged over the page: what may be dropped.
void draw_drop_hint(const Canvas& canvas, Rect screen);

/// From this width on, pictures and controls stand side by side.
[[nodiscard]] inline bool side_by_side(const Canvas& canvas, const Rect& area) {
  return area.w >= canvas.px(680);
}

}  // namespace sgan::app
