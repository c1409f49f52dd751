#include <cstdint>

#include "bits.h"
#include "sgan/safetensors.h"

namespace sgan {

std::uint16_t f32_to_f16(float value) noexcept {
  const std::uint32_t bits = bits_of(value);
  const auto sign = static_cast<std::uint16_t>((bits >> 16) & 0x8000U);
  const std::uint32_t magnitude = bits & 0x7fffffffU;
  if (magnitude > 0x7f800000U) return sign | 0x7e00U;   // NaN stays quiet NaN
  if (magnitude >= 0x477ff000U) return sign | 0x7c00U;  // rounds beyond 65504
  if (magnitude < 0x38800000U) {
    // Subnormal: adding 0.5 aligns the half's last bit with the float's, and the addition rounds to nearest
    // even.
    const float shifted = float_of(magnitude) + 0.5F;
    return static_cast<std::uint16_t>(sign | (bits_of(shifted) - 0x3f000000U));
  }
  const std::uint32_t round_to_even = 0x0fffU + ((magnitude >> 13) & 1U);
  return static_cast<std::uint16_t>(sign | ((magnitude + round_to_even - 0x38000000U) >> 13));
}

float f16_to_f32(std::uint16_t half) noexcept {
  const std::uint32_t sign = (half & 0x8000U) << 16;
  const std::uint32_t exponent = (half >> 10) & 0x1fU;
  const std::uint32_t fraction = half & 0x3ffU;
  if (exponent == 31) return float_of(sign | 0x7f800000U | (fraction << 13));
  if (exponent == 0) {
    const float magnitude = static_cast<float>(fraction) * 0x1p-24F;
    return float_of(sign | bits_of(magnitude));
  }
  return float_of(sign | ((exponent + 112U) << 23) | (fraction << 13));
}

}  // namespace sgan
