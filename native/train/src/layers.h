#pragma once

#include <torch/torch.h>

namespace sgan::train {

/// 3x3 convolution with padding 1, calculated in `type` with channels last, whatever type the parameters
/// have.
/// x: [n, in, h, w]  weight: [out, in, 3, 3]  bias: [out]
/// returns [n, out, ceil(h / stride), ceil(w / stride)]
[[nodiscard]] torch::Tensor conv3x3(const torch::Tensor& x, const torch::Tensor& weight,
                                    const torch::Tensor& bias, int stride, torch::Dtype type);

/// Nearest up-sampling x2 and then a 3x3 convolution with padding 1, at less than half the multiplications:
/// over an up-sampled image, each of the four pixel phases sees only 2x2 different pixels, so that sums of
/// the 3x3 taps do. Exact up to rounding, also in its gradients; the parameters stay the 3x3 ones.
/// x: [n, in, h, w]  weight: [out, in, 3, 3]  bias: [out]
/// returns [n, out, 2h, 2w]
[[nodiscard]] torch::Tensor upsample_conv3x3(const torch::Tensor& x, const torch::Tensor& weight,
                                             const torch::Tensor& bias, torch::Dtype type);

}  // namespace sgan::train
