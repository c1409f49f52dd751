#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sgan/safetensors.h"

namespace sgan {
namespace {

TEST(Half, EveryFiniteHalfSurvivesTheRoundTrip) {
  for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
    const float value = f16_to_f32(static_cast<std::uint16_t>(bits));
    if (std::isnan(value)) {
      EXPECT_TRUE(std::isnan(f16_to_f32(f32_to_f16(value))));
    } else {
      ASSERT_EQ(f32_to_f16(value), bits) << value;
    }
  }
}

TEST(Half, TensorsOfHalvesAreReadAsEachOfThemIs) {
  std::vector<std::uint16_t> halves;
  for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
    if (std::isfinite(f16_to_f32(static_cast<std::uint16_t>(bits))))
      halves.push_back(static_cast<std::uint16_t>(bits));
  }
  const TensorView tensor{
      "t", DType::kF16, {static_cast<std::int64_t>(halves.size())}, std::as_bytes(std::span(halves))};
  std::vector<float> values(halves.size());
  ASSERT_TRUE(read_f32(tensor, values).ok());
  for (std::size_t i = 0; i < halves.size(); ++i) {
    ASSERT_EQ(values[i], f16_to_f32(halves[i])) << halves[i];
    ASSERT_EQ(std::signbit(values[i]), std::signbit(f16_to_f32(halves[i]))) << halves[i];
  }
}

TEST(Half, TensorsWithInfinityOrNanAreRefusedByElement) {
  for (const auto& [bits, what] : {std::pair(0x7c00, "infinity"), std::pair(0xfc00, "infinity"),
                                   std::pair(0x7c01, "NaN"), std::pair(0xffff, "NaN")}) {
    std::vector<std::uint16_t> halves(9, 0x7bff);
    halves[6] = static_cast<std::uint16_t>(bits);
    std::vector<float> values(halves.size());
    const Status status = read_f32({"t", DType::kF16, {9}, std::as_bytes(std::span(halves))}, values);
    EXPECT_EQ(status.code(), StatusCode::kMalformed);
    EXPECT_EQ(status.message(), std::string("tensor t holds ") + what + " at element 6");
  }
}

TEST(Half, KnownValues) {
  EXPECT_EQ(f16_to_f32(0x3c00), 1.0F);
  EXPECT_EQ(f16_to_f32(0xc000), -2.0F);
  EXPECT_EQ(f16_to_f32(0x7bff), 65504.0F);
  EXPECT_EQ(f16_to_f32(0x0400), 0x1p-14F);
  EXPECT_EQ(f16_to_f32(0x0001), 0x1p-24F);
  EXPECT_TRUE(std::isinf(f16_to_f32(0x7c00)));
  EXPECT_TRUE(std::signbit(f16_to_f32(0x8000)));
}

TEST(Half, RoundsToNearestAndTiesToEven) {
  // Between each pair of neighbours: a little below the middle, the middle itself, a little above it.
  for (std::uint16_t bits = 0; bits < 0x7bff; ++bits) {
    const float low = f16_to_f32(bits);
    const auto above = static_cast<std::uint16_t>(bits + 1);
    const float middle = (low + f16_to_f32(above)) / 2;
    ASSERT_EQ(f32_to_f16(std::nextafterf(middle, 0)), bits) << middle;
    ASSERT_EQ(f32_to_f16(middle), bits % 2 == 0 ? bits : above) << middle;
    ASSERT_EQ(f32_to_f16(std::nextafterf(middle, 1e9F)), above) << middle;
    ASSERT_EQ(f32_to_f16(-middle), 0x8000 | (bits % 2 == 0 ? bits : above)) << middle;
  }
}

TEST(Half, OverflowsToInfinity) {
  EXPECT_EQ(f32_to_f16(65519.99F), 0x7bff);
  EXPECT_EQ(f32_to_f16(65520.0F), 0x7c00);
  EXPECT_EQ(f32_to_f16(-1e30F), 0xfc00);
  EXPECT_EQ(f32_to_f16(std::numeric_limits<float>::infinity()), 0x7c00);
  EXPECT_EQ(f32_to_f16(1e-30F), 0);
}

}  // namespace
}  // namespace sgan
