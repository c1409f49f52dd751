#pragma once

#include <imgui.h>

#include <array>

#include "sgan/model.h"

namespace sgan::app {

/// What the discriminator makes of one image.
struct Verdict {
  std::array<float, kJudgedClasses> probs{};  // the ten digits, then "generated"
  float validity = 0;                         // probability that the image is real
  int digit = 0;                              // most probable of the ten
  float confidence = 0;                       // its probability among the ten, "generated" left aside
  bool rejected = false;                      // "generated" is more probable than any digit
};

/// Square images side by side in one texture, each with a clear border of one pixel.
struct Atlas {
  ImTextureID texture{};
  int image_size = 0, columns = 0;

  [[nodiscard]] int cell() const { return image_size + 2; }
  [[nodiscard]] int side() const { return cell() * columns; }
};

}  // namespace sgan::app
