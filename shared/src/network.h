#pragma once

#include <cstddef>

#include "sgan/model.h"

namespace sgan {

[[nodiscard]] inline std::size_t image_pixels(const Model& model) noexcept {
  return static_cast<std::size_t>(model.info.image_size) * static_cast<std::size_t>(model.info.image_size);
}

/// Height and width after a convolution of stride 2 and padding 1.
[[nodiscard]] constexpr int halved(int size) noexcept { return (size + 1) / 2; }

}  // namespace sgan
