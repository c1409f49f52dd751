#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sgan/status.h"

namespace sgan {

/// Grey values, one byte a pixel, row-major.
struct GreyImage {
  int width = 0, height = 0;
  std::vector<std::uint8_t> pixels;  // [height, width]
};

/// [-1, 1] -> 0..255, rounded to nearest and clamped; and back, exactly pixel / 127.5 - 1.
[[nodiscard]] std::uint8_t to_byte(float value) noexcept;
[[nodiscard]] float from_byte(std::uint8_t pixel) noexcept;

/// Bilinear interpolation with half-pixel centres and clamped edges; each pass is rounded to nearest, which
/// gives squares the same bytes as Pillow's. Shrinking averages over a wider triangle. MNIST's 28x28 becomes
/// the network's 32x32 so. source: [height, width]; target: [target_height, target_width]
void resize_bilinear(std::span<const std::uint8_t> source, int width, int height,
                     std::span<std::uint8_t> target, int target_width, int target_height);

/// The same into the network's values, as the training images are made.  image: [size, size] in [-1, 1]
void bytes_to_image(std::span<const std::uint8_t> pixels, int width, int height, int size,
                    std::span<float> image);

/// Lays n square images out in rows of `columns` (fewer if n is) with `padding` black pixels around each.
/// images: [n, size, size], grey values or in [-1, 1]
[[nodiscard]] GreyImage compose_grid(std::span<const std::uint8_t> images, int size, int columns,
                                     int padding = 2);
[[nodiscard]] GreyImage compose_grid(std::span<const float> images, int size, int columns, int padding = 2);

/// Brings a picture of any size that holds one handwritten digit to what the network was trained on: grey ink
/// on black, fitted into 20x20 with its centre of mass in the middle of 28x28, then size x size (MNIST's own
/// normalisation). Whether the ink is darker or brighter than the ground is told by the border; light that
/// falls in from one side is levelled, the contrast is stretched, the ground's noise and specks are dropped
/// and hair-thin strokes widened. A picture of 28x28 or size x size with a dark ground is taken to be in this
/// form already and only resized. A picture without ink, and one whose size does not fit its pixels, is
/// refused.  image: [size, size] in [-1, 1]
[[nodiscard]] Status normalize_picture(const GreyImage& picture, int size, std::span<float> image);

}  // namespace sgan
