#pragma once

#include <torch/torch.h>

namespace sgan::train {

/// Nearest up-sampling x2 and then a 3x3 convolution with padding 1, calculated in `type`, at less than half
/// the multiplications: over an up-sampled image, each of the four pixel phases sees only 2x2 different
/// pixels, so that sums of the 3x3 taps do. Exact up to rounding, also in its gradients, on every device. x:
/// [n, in, h, w]  weight: [out, in, 3, 3]  bias: [out] returns [n, out, 2h, 2w], channels last
[[nodiscard]] torch::Tensor upsample_conv3x3_by_phases(const torch::Tensor& x, const torch::Tensor& weight,
                                                       const torch::Tensor& bias, torch::Dtype type);

}  // namespace sgan::train
