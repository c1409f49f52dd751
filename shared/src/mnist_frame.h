#pragma once

#include <span>

namespace sgan {

// MNIST's normal form: a digit fitted into 20x20 pixels keeping its aspect, then moved so that its centre of
// mass is the centre of 28x28. Source: LeCun, Cortes, Burges, "The MNIST database of handwritten digits".
inline constexpr int kFrameSize = 28;
inline constexpr int kFrameBox = 20;
inline constexpr double kFrameCenter = kFrameSize / 2.0;  // pixel (x, y) covers [x, x + 1) x [y, y + 1)

/// How far to move ink so that its centre of mass is the frame's centre; less where ink would leave the
/// frame.
struct FrameShift {
  double x = 0, y = 0;
};

/// ink: [kFrameSize, kFrameSize], 0 paper .. 1 ink, with the box in the frame's middle.
[[nodiscard]] FrameShift shift_to_center_of_mass(std::span<const float> ink) noexcept;

/// The frame as the network takes it.  ink: [kFrameSize, kFrameSize] in 0..1;  image: [size, size] in [-1, 1]
void frame_to_image(std::span<const float> ink, int size, std::span<float> image);

}  // namespace sgan
