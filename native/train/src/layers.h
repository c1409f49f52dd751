#pragma once

#include <torch/torch.h>

namespace sgan::train {

/// Which derivatives of a layer exist: the fastest ways on a CPU have no second ones.
enum class Derivatives { kFirst, kSecond };

/// In `type`, channels last in memory.
[[nodiscard]] torch::Tensor channels_last(const torch::Tensor& x, torch::Dtype type);

/// 3x3 convolution with padding 1, calculated in `type` with channels last, whatever type the parameters
/// have.
/// x: [n, in, h, w]  weight: [out, in, 3, 3]  bias: [out]
/// returns [n, out, ceil(h / stride), ceil(w / stride)]
[[nodiscard]] torch::Tensor conv3x3(const torch::Tensor& x, const torch::Tensor& weight,
                                    const torch::Tensor& bias, int stride, torch::Dtype type,
                                    Derivatives derivatives = Derivatives::kFirst);

/// Nearest up-sampling x2 and then a 3x3 convolution with padding 1, at a fraction of the multiplications
/// that this says; first derivatives only. x: [n, in, h, w]  weight: [out, in, 3, 3]  bias: [out] returns [n,
/// out, 2h, 2w]
[[nodiscard]] torch::Tensor upsample_conv3x3(const torch::Tensor& x, const torch::Tensor& weight,
                                             const torch::Tensor& bias, torch::Dtype type);

}  // namespace sgan::train
