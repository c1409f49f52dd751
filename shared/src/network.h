#pragma once

#include <cstddef>

#include "sgan/model.h"

namespace sgan {

/// Floats of an activation of size x size pixels.
[[nodiscard]] constexpr std::size_t activation_values(int channels, int size) noexcept {
  return static_cast<std::size_t>(padded_channels(channels)) * static_cast<std::size_t>(size) *
         static_cast<std::size_t>(size);
}

/// Height and width after a convolution of stride 2 and padding 1.
[[nodiscard]] constexpr int halved(int size) noexcept { return (size + 1) / 2; }

}  // namespace sgan
