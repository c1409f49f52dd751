#pragma once

#include <torch/torch.h>

namespace sgan::train {

/// Moves each image by up to `pixels` to any side, rows and columns on their own, both uniformly distributed;
/// what comes in is background (-1). Randomness is of the images' device; gradients pass through.
///
/// images: [n, 1, height, width] F32; returned as they are if `pixels` is 0
torch::Tensor random_shift(const torch::Tensor& images, int pixels);

/// How far random_affine goes, uniformly distributed to both sides.
struct AffineRanges {
  double rotation = 0.25;               ///< radians
  double scale = 0.15;                  ///< of each side on its own
  double shear = 0.2;                   ///< sideways pixels per pixel of height
  double shift = 2;                     ///< pixels
  double thinner = 0.4, thicker = 0.7;  ///< strokes: at most so far towards a 3x3 erosion, dilation
  /// pixels, standard deviation: how far places a quarter of the image apart move each on its own
  double elastic = 0;
  double untouched = 0;  ///< share of images that stay as they are, on average
};

/// Turns, scales, slants and moves each image and changes the thickness of its strokes. What comes in is
/// background (-1). Randomness is of the images' device.
///
/// images: [n, 1, height, width] F32 in [-1, 1]  returns the same shape and range
torch::Tensor random_affine(const torch::Tensor& images, const AffineRanges& ranges);

}  // namespace sgan::train
