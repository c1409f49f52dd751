#pragma once

#include <span>
#include <vector>

namespace sgan::app {

/// A square image `factor` times as wide and high, smoothly: Catmull-Rom interpolation, which goes through
/// the pixels and keeps edges crisp. Values stay within those of the image's range [-1, 1]. image: [size,
/// size]; returns [size * factor, size * factor]
[[nodiscard]] std::vector<float> enlarge(std::span<const float> image, int size, int factor);

}  // namespace sgan::app
