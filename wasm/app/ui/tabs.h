#pragma once

#include "ui/widgets.h"

namespace sgan::app {

/// Each draws one tab into `area`, which is as high as the screen leaves, and returns the height it needs.
float draw_sample_tab(const Canvas& canvas, Rect area);
float draw_draw_tab(const Canvas& canvas, Rect area);

/// From this width on, pictures and controls stand side by side.
[[nodiscard]] inline bool side_by_side(const Canvas& canvas, const Rect& area) {
  return area.w >= canvas.px(680);
}

}  // namespace sgan::app
