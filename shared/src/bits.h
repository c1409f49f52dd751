#pragma once

#include <cstdint>
#include <cstring>

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

}  // namespace sgan
