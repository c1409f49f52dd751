#pragma once

#include <vector>

#include "sgan/image.h"
#include "sgan/status.h"

namespace sgan {

/// How much ink each pixel of a picture holds, 0 paper .. 1 ink.
struct InkMap {
  int width = 0, height = 0;
  std::vector<float> ink;  // [height, width]

  [[nodiscard]] std::size_t index(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x);
  }
  [[nodiscard]] float& at(int x, int y) { return ink[index(x, y)]; }
  [[nodiscard]] float at(int x, int y) const { return ink[index(x, y)]; }
};

/// Whether a picture's ground, judged by its border, is the brighter of its two tones.
[[nodiscard]] bool has_bright_ground(const GreyImage& picture);

/// Tells ink from ground: polarity by the border, contrast stretched between ground and ink, noise of the
/// ground and specks dropped. Pictures larger than some hundred pixels come out smaller. Refuses a picture
/// without ink.
[[nodiscard]] Status find_ink(const GreyImage& picture, InkMap& map);

}  // namespace sgan
