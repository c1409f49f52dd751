#pragma once

#include <utility>

#include "ui/widgets.h"

namespace sgan::app {

/// Draws the generated digits in rows with their verdicts, as large as fits into `room` from its upper left
/// corner, and sets which one the pointer is over or has chosen. Returns the place taken.
Rect draw_digit_grid(const Canvas& canvas, Rect room);

/// The corners of one image in its atlas; nothing of one that is not made yet.
[[nodiscard]] std::pair<ImVec2, ImVec2> tile_uv(const Atlas& atlas, int index);

/// The least number of columns that holds `count` images in a square.
[[nodiscard]] int grid_columns(int count);

/// A picture of an atlas on the dark ground that all digits have.
void draw_picture(const Canvas& canvas, Rect rect, const Atlas& atlas, int index, float rounding);

}  // namespace sgan::app
