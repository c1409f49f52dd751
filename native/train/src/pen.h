#pragma once

#include <torch/torch.h>

namespace sgan::train {

/// What a round pen leaves that goes through all points of a drawing.
///
/// points: [n, points, 2], x and y in pixels, pixel i reaching from i to i + 1
/// radius: [n, 1, 1], pixels at which ink is at its half
/// edge:   pixels from full ink to none
/// returns [n, 1, size, size] in [-1, 1], on the points' device
[[nodiscard]] torch::Tensor pen_ink(const torch::Tensor& points, const torch::Tensor& radius, double edge,
                                    std::int64_t size);

}  // namespace sgan::train
