#pragma once

#include <torch/torch.h>

namespace sgan::train {

// 3x3 convolutions with padding 1 whose outputs share products, as the inference core has them
// (docs/performance.md). In F32 on a CPU, exact up to rounding, also in their gradients; asking for gradients
// of gradients throws.
//
// x: [n, in, h, w]  weight: [out, in, 3, 3]  bias: [out]

/// Nearest up-sampling x2 first: 25 products for the 144 of 4x4 outputs. h and w must be even.
/// returns [n, out, 2h, 2w], channels last
[[nodiscard]] torch::Tensor upsample_conv3x3_by_cells(const torch::Tensor& x, const torch::Tensor& weight,
                                                      const torch::Tensor& bias);

/// With stride 2: 25 products for the 36 of 2x2 outputs. h and w must be multiples of 4.
/// returns [n, out, h / 2, w / 2], channels last
[[nodiscard]] torch::Tensor strided_conv3x3_by_cells(const torch::Tensor& x, const torch::Tensor& weight,
                                                     const torch::Tensor& bias);

}  // namespace sgan::train
