#include "sgan/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <vector>

namespace sgan {
namespace {

std::uint32_t bits_of(float value) {
  std::uint32_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

std::vector<float> latents(std::uint64_t seed, std::uint64_t first, LatentPrior prior, int dim, int count) {
  std::vector<float> values(static_cast<std::size_t>(dim * count), std::nanf(""));
  sample_latents(seed, first, prior, dim, values);
  return values;
}

/// FNV-1a over whole words: one figure for many bits.
std::uint64_t fingerprint(const std::vector<float>& values) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const float value : values) hash = (hash ^ bits_of(value)) * 1099511628211ULL;
  return hash;
}

// The known-answer vectors published with the Random123 library, file kat_vectors.
TEST(Philox, GivesThePublishedAnswers) {
  struct Case {
    std::uint32_t counter[4], key[2], answer[4];
  };
  constexpr Case kCases[] = {
      {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
      {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
       {0xffffffff, 0xffffffff},
       {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
      {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
       {0xa4093822, 0x299f31d0},
       {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
  };
  for (const Case& c : kCases) {
    const Philox4x32 block = philox4x32_10(c.counter, c.key);
    EXPECT_TRUE(std::equal(c.answer, c.answer + 4, block.word)) << std::hex << block.word[0];
  }
}

// The golden bits come from a second implementation: Philox in Python's integers, and the quantile of its
// statistics.NormalDist.
TEST(Latents, UniformHasGoldenBits) {
  const std::array<std::uint32_t, 10> expected = {0x3ec7c82c, 0x3e8010d6, 0x3e175254, 0x3e0e5c9c, 0x3e81a94a,
                                                  0x3e947186, 0x3f7d55fe, 0x3f3286e5, 0x3f0bc82c, 0x3e11c074};
  const std::vector<float> values = latents(7, 3, LatentPrior::kUniform01, 5, 2);
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(bits_of(values[i]), expected[i]) << i;
  EXPECT_EQ(fingerprint(latents(2024, 0, LatentPrior::kUniform01, 100, 1000)), 0x3a12aa856d491b84ULL);
}

TEST(Latents, NormalHasGoldenBits) {
  const std::array<std::uint32_t, 10> expected = {0xbe8ebee7, 0xbf2c90de, 0xbf85e41c, 0xbf8ad7c2, 0xbf2a1078,
                                                  0xbf0db84a, 0x4013ed47, 0x3f045086, 0x3decca34, 0xbf88f1f7};
  const std::vector<float> values = latents(7, 3, LatentPrior::kNormal, 5, 2);
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(bits_of(values[i]), expected[i]) << i;
  EXPECT_EQ(fingerprint(latents(2024, 0, LatentPrior::kNormal, 100, 1000)), 0xaf95b262689f5d50ULL);
}

TEST(Latents, SeedAndIndexUseAll64Bits) {
  const std::array<std::uint32_t, 5> expected = {0x3f6f8e01, 0x3e4cba7c, 0x3e156804, 0x3f5f74ab, 0x3ebd4594};
  const std::vector<float> values =
      latents(0x123456789abcdef0, 0xfedcba9876543210, LatentPrior::kUniform01, 5, 1);
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(bits_of(values[i]), expected[i]) << i;
  EXPECT_NE(latents(1, 0, LatentPrior::kUniform01, 8, 1),
            latents(1 + (1ULL << 32), 0, LatentPrior::kUniform01, 8, 1));
  EXPECT_NE(latents(1, 0, LatentPrior::kUniform01, 8, 1),
            latents(1, 1ULL << 32, LatentPrior::kUniform01, 8, 1));
}

TEST(Latents, ASampleDoesNotDependOnItsNeighbours) {
  for (const LatentPrior prior : {LatentPrior::kUniform01, LatentPrior::kNormal}) {
    for (const int dim : {1, 3, 4, 5, 100}) {
      const std::vector<float> all = latents(11, 40, prior, dim, 9);
      const std::vector<float> one = latents(11, 46, prior, dim, 1);
      EXPECT_TRUE(std::equal(one.begin(), one.end(), all.begin() + 6 * dim)) << dim;
    }
  }
}

struct Moments {
  double mean = 0, variance = 0, skewness = 0, kurtosis = 0;
};

Moments moments_of(const std::vector<float>& values) {
  const auto n = static_cast<double>(values.size());
  Moments m;
  for (const float value : values) m.mean += value / n;
  double third = 0, fourth = 0;
  for (const float value : values) {
    const double d = value - m.mean;
    m.variance += d * d / n;
    third += d * d * d / n;
    fourth += d * d * d * d / n;
  }
  m.skewness = third / std::pow(m.variance, 1.5);
  m.kurtosis = fourth / (m.variance * m.variance);
  return m;
}

// Bounds are about five standard errors of a million draws; the draws are fixed, so the tests are, too.
TEST(Latents, UniformLooksUniform) {
  const std::vector<float> values = latents(1, 0, LatentPrior::kUniform01, 100, 10'000);
  const Moments m = moments_of(values);
  EXPECT_NEAR(m.mean, 0.5, 0.0015);
  EXPECT_NEAR(m.variance, 1.0 / 12, 0.0004);
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  EXPECT_GE(*low, 0.0F);
  EXPECT_LT(*high, 1.0F);
  EXPECT_LT(*low, 1e-5F);
  EXPECT_GT(*high, 1 - 1e-5F);
  EXPECT_TRUE(std::all_of(values.begin(), values.end(), [](float v) {
    const float scaled = v * 16777216.0F;
    return scaled == std::floor(scaled);
  }));
}

TEST(Latents, NormalLooksNormal) {
  const std::vector<float> values = latents(1, 0, LatentPrior::kNormal, 100, 10'000);
  const Moments m = moments_of(values);
  EXPECT_NEAR(m.mean, 0.0, 0.005);
  EXPECT_NEAR(m.variance, 1.0, 0.007);
  EXPECT_NEAR(m.skewness, 0.0, 0.0125);
  EXPECT_NEAR(m.kurtosis, 3.0, 0.025);
  const auto beyond = [&](float bound) {
    return static_cast<double>(
               std::count_if(values.begin(), values.end(), [&](float v) { return v > bound; })) -
           static_cast<double>(
               std::count_if(values.begin(), values.end(), [&](float v) { return v < -bound; }));
  };
  const auto tails = [&](float bound) {
    return static_cast<double>(
        std::count_if(values.begin(), values.end(), [&](float v) { return std::abs(v) > bound; }));
  };
  EXPECT_NEAR(tails(1), 317'311, 2'330);
  EXPECT_NEAR(tails(2), 45'500, 1'050);
  EXPECT_NEAR(tails(3), 2'700, 260);
  EXPECT_NEAR(tails(4), 63.3, 40);
  EXPECT_NEAR(beyond(2), 0, 1'070);
  EXPECT_TRUE(std::all_of(values.begin(), values.end(), [](float v) { return std::abs(v) < 6.34F; }));
}

TEST(Latents, NeighbouringSamplesAndSeedsAreUncorrelated) {
  const std::vector<float> a = latents(1, 0, LatentPrior::kNormal, 100, 10'000);
  for (const std::vector<float>& b :
       {latents(1, 1, LatentPrior::kNormal, 100, 10'000), latents(2, 0, LatentPrior::kNormal, 100, 10'000)}) {
    double product = 0;
    for (std::size_t i = 0; i < a.size(); ++i) product += static_cast<double>(a[i]) * b[i];
    EXPECT_NEAR(product / static_cast<double>(a.size()), 0.0, 0.005);
  }
}

TEST(Labels, HaveGoldenValues) {
  const std::vector<int> expected = {8, 7, 8, 6, 4, 4, 3, 8, 0, 4, 8, 3, 4, 0, 4, 0};
  std::vector<int> labels(expected.size(), -1);
  sample_labels(7, 0, labels);
  EXPECT_EQ(labels, expected);
  std::vector<int> later(4, -1);
  sample_labels(7, 5, later);
  EXPECT_TRUE(std::equal(later.begin(), later.end(), expected.begin() + 5));
}

TEST(Labels, AreEvenlySpread) {
  std::vector<int> labels(100'000, -1);
  sample_labels(3, 0, labels);
  for (int digit = 0; digit < kDigitClasses; ++digit) {
    EXPECT_NEAR(static_cast<double>(std::count(labels.begin(), labels.end(), digit)), 10'000, 475) << digit;
  }
}

}  // namespace
}  // namespace sgan
