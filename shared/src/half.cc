#include <cstdint>
#include <cstring>

#include "bits.h"
#include "sgan/safetensors.h"

namespace sgan {
namespace {

std::uint16_t half_at(std::span<const std::byte> halves, std::size_t i) noexcept {
  std::uint16_t half = 0;
  std::memcpy(&half, halves.data() + 2 * i, 2);
  return half;
}

}  // namespace

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
  // The multiplication makes up for the exponents' different zeros, for subnormal numbers too. Infinity and
  // NaN come out as 65536 and more.
  const auto bits = static_cast<std::uint32_t>(half);
  const float magnitude = float_of((bits & 0x7fffU) << 13) * 0x1p112F;
  const std::uint32_t special = magnitude >= 65536.0F ? 0x7f800000U : 0U;
  return float_of(bits_of(magnitude) | special | (bits & 0x8000U) << 16);
}

bool read_halves(std::span<const std::byte> halves, std::span<float> values) noexcept {
  std::uint32_t special = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    // As f16_to_f32, the sign along with the rest, but for infinity and NaN.
    const auto bits = static_cast<std::uint32_t>(static_cast<std::int16_t>(half_at(halves, i))) << 13;
    values[i] = float_of(bits & 0x8fffe000U) * 0x1p112F;
    special |= static_cast<std::uint32_t>((bits & 0x0f800000U) == 0x0f800000U);
  }
  if (special == 0) return true;
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = f16_to_f32(half_at(halves, i));
  return false;
}

}  // namespace sgan
