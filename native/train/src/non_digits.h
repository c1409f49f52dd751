#pragma once

#include <torch/torch.h>

namespace sgan::train {

/// Pictures that are no digits, in equal parts by their place in the batch: two digits on top of each other,
/// blots, scribbles of some curves, signs of some strokes as letters have them, parts of digits, most of them
/// moved to the middle and enlarged, and digits in negative.
///
/// digits: [n, 1, size, size] F32 in [-1, 1], n >= 1  returns the same shape and range, on the same device
[[nodiscard]] torch::Tensor make_non_digits(const torch::Tensor& digits);

}  // namespace sgan::train
