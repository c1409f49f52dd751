#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace sgan {

// std::bit_cast is missing from the C++ library of Emscripten 3.1.6.

[[nodiscard]] inline std::uint32_t bits_of(float value) noexcept {
  std::uint32_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

[[nodiscard]] inline float float_of(std::uint32_t bits) noexcept {
  float value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

/// Whether all are finite.  halves: values.size() numbers of IEEE 754 binary16, little-endian
[[nodiscard]] bool read_halves(std::span<const std::byte> halves, std::span<float> values) noexcept;

/// Neither NaN nor infinity: without an exit from the loop, so that it becomes vectors.
[[nodiscard]] inline bool all_finite(std::span<const float> values) noexcept {
  constexpr std::uint32_t kExponent = 0x7f800000U;
  std::uint32_t bad = 0;
  for (const float value : values)
    bad |= static_cast<std::uint32_t>((bits_of(value) & kExponent) == kExponent);
  return bad == 0;
}

}  // namespace sgan
