#pragma once

#include <utility>

#include "ui/widgets.h"

namespace sgan::app {

/// Draws the generated digits in a square of rows with their verdicts, as large as fits into `room` from its
/// upper left corner, and sets which one the pointer is over or has chosen. Returns the place taken.
Rect draw_digit_grid(const Canvas& canvas, Rect room);

/// The corners of one image in its atlas.
[[nodiscard]] std::pair<ImVec2, ImVec2> tile_uv(const Atlas& atlas, int index);

/// Class probabilities and validity averaged over the digits that are there; at least one.
[[nodiscard]] Verdict average_verdict(const SampleState& sample);

/// The least number of columns that shows `count` digits in a square.
[[nodiscard]] int grid_columns(int count);

}  // namespace sgan::app
