#pragma once

#include <torch/torch.h>

namespace sgan::train {

/// Moves each image by up to `pixels` to any side, rows and columns on their own, both uniformly distributed;
/// what comes in is background (-1). Randomness is of the images' device; gradients pass through.
///
/// images: [n, 1, height, width] F32; returned as they are if `pixels` is 0
torch::Tensor random_shift(const torch::Tensor& images, int pixels);

}  // namespace sgan::train
