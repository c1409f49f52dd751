#include "mnist_frame.h"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <vector>

#include "sgan/image.h"

namespace sgan {

FrameShift shift_to_center_of_mass(std::span<const float> ink) noexcept {
  assert(ink.size() == kFrameSize * kFrameSize);
  double mass = 0, moment_x = 0, moment_y = 0;
  for (int y = 0; y < kFrameSize; ++y) {
    for (int x = 0; x < kFrameSize; ++x) {
      const double value = ink[static_cast<std::size_t>(y * kFrameSize + x)];
      mass += value;
      moment_x += value * (x + 0.5);
      moment_y += value * (y + 0.5);
    }
  }
  if (mass <= 0) return {};
  constexpr double kMargin = (kFrameSize - kFrameBox) / 2.0;
  return {std::clamp(kFrameCenter - moment_x / mass, -kMargin, kMargin),
          std::clamp(kFrameCenter - moment_y / mass, -kMargin, kMargin)};
}

void frame_to_image(std::span<const float> ink, int size, std::span<float> image) {
  assert(ink.size() == kFrameSize * kFrameSize);
  assert(size > 0 && image.size() == static_cast<std::size_t>(size) * static_cast<std::size_t>(size));
  // Through bytes and the same resizing as the training images.
  std::vector<std::uint8_t> frame(ink.size());
  std::transform(ink.begin(), ink.end(), frame.begin(),
                 [](float value) { return to_byte(2.0F * value - 1.0F); });
  bytes_to_image(frame, kFrameSize, kFrameSize, size, image);
}

}  // namespace sgan
