#include "work/enlarge.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace sgan::app {
namespace {

/// The weights of the pixels at -1, 0, 1 and 2 for a place `t` in [0, 1) behind pixel 0.
std::array<float, 4> catmull_rom(float t) {
  const float t2 = t * t, t3 = t2 * t;
  return {0.5F * (-t + 2 * t2 - t3), 0.5F * (2 - 5 * t2 + 3 * t3), 0.5F * (t + 4 * t2 - 3 * t3),
          0.5F * (-t2 + t3)};
}

/// Where one of the `factor` new pixels of a pixel takes its values from.
struct Tap {
  int first;  // relative to the old pixel
  std::array<float, 4> weights;
};

std::vector<Tap> taps_of(int factor) {
  std::vector<Tap> taps;
  for (int i = 0; i < factor; ++i) {
    const float centre = (static_cast<float>(i) + 0.5F) / static_cast<float>(factor) - 0.5F;
    const bool before = centre < 0;
    taps.push_back({before ? -2 : -1, catmull_rom(before ? centre + 1 : centre)});
  }
  return taps;
}

}  // namespace

std::vector<float> enlarge(std::span<const float> image, int size, int factor) {
  assert(image.size() == static_cast<std::size_t>(size) * static_cast<std::size_t>(size) && factor > 0);
  const std::vector<Tap> taps = taps_of(factor);
  const int side = size * factor;
  const auto clamped = [&](int i) { return static_cast<std::size_t>(std::clamp(i, 0, size - 1)); };
  const auto stride = static_cast<std::size_t>(size);
  std::vector<float> tall(static_cast<std::size_t>(side) * stride);  // [side, size]
  for (int y = 0; y < side; ++y) {
    const Tap& tap = taps[static_cast<std::size_t>(y % factor)];
    std::array<const float*, 4> rows{};
    for (int k = 0; k < 4; ++k)
      rows[static_cast<std::size_t>(k)] = image.data() + clamped(y / factor + tap.first + k) * stride;
    float* out = tall.data() + static_cast<std::size_t>(y) * stride;
    for (std::size_t x = 0; x < stride; ++x) {
      out[x] = tap.weights[0] * rows[0][x] + tap.weights[1] * rows[1][x] + tap.weights[2] * rows[2][x] +
               tap.weights[3] * rows[3][x];
    }
  }
  std::vector<float> large(static_cast<std::size_t>(side) * static_cast<std::size_t>(side));
  float* out = large.data();
  for (int y = 0; y < side; ++y) {
    const float* row = tall.data() + static_cast<std::size_t>(y) * stride;
    for (int x = 0; x < side; ++x) {
      const Tap& tap = taps[static_cast<std::size_t>(x % factor)];
      float sum = 0;
      for (int k = 0; k < 4; ++k)
        sum += tap.weights[static_cast<std::size_t>(k)] * row[clamped(x / factor + tap.first + k)];
      *out++ = std::clamp(sum, -1.0F, 1.0F);
    }
  }
  return large;
}

}  // namespace sgan::app
