#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "sgan/status.h"

namespace sgan {

/// A pen position; x to the right, y downwards, any unit.
struct PenPoint {
  float x = 0, y = 0;
};
using Stroke = std::vector<PenPoint>;  // pen down to pen up; a single point is a dot
using Drawing = std::vector<Stroke>;   // in the order they were drawn

/// Limits of one drawing and of one file of drawings.
inline constexpr std::size_t kMaxPointsPerDrawing = 100'000;
inline constexpr std::size_t kMaxDrawings = 1'000'000;

/// Reads {"strokes": [[[x, y], ...], ...]}, or an array of such objects. Other keys are ignored.
/// Refuses coordinates that are not finite numbers, with the drawing's and the stroke's index,
/// and what exceeds the limits above. On failure `drawings` is unchanged.
[[nodiscard]] Status parse_drawings(std::string_view json, std::vector<Drawing>& drawings);

/// Draws pen strokes as the network expects a digit: round antialiased pen of MNIST's stroke width, fitted
/// into 20x20 keeping the aspect, centre of mass to the centre of 28x28, then size x size. Place, size and
/// scale do not matter. image: [size, size] in [-1, 1], overwritten. Refuses a drawing without points, with
/// more than kMaxPointsPerDrawing or with points that are not finite.
[[nodiscard]] Status rasterize(std::span<const Stroke> drawing, int size, std::span<float> image);

/// The step before: the same pen fitted into its box of 20x20 pixels, not yet moved to its centre of mass.
/// box: [kStrokeBox, kStrokeBox] in [-1, 1], overwritten. Refuses what rasterize() does.
inline constexpr int kStrokeBox = 20;
[[nodiscard]] Status rasterize_box(std::span<const Stroke> drawing, std::span<float> box);

}  // namespace sgan
