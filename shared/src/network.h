#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "bits.h"
#include "sgan/model.h"

namespace sgan {

/// Floats of an activation of size x size pixels.
[[nodiscard]] constexpr std::size_t activation_values(int channels, int size) noexcept {
  return static_cast<std::size_t>(padded_channels(channels)) * static_cast<std::size_t>(size) *
         static_cast<std::size_t>(size);
}

/// Weights are finite, but what is worked out with very large ones, or inputs, need not be.
/// network: "generator" or "discriminator"
[[nodiscard]] inline Status check_finite(std::span<const float> results, const char* network) {
  if (all_finite(results)) return {};
  return {StatusCode::kWrongModel,
          std::string("the model's ") + network +
              " gives no numbers: its weights or inputs are too large, or inputs are none"};
}

/// Height and width after a convolution of stride 2 and padding 1.
[[nodiscard]] constexpr int halved(int size) noexcept { return (size + 1) / 2; }

}  // namespace sgan
