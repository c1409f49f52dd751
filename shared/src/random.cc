#include "sgan/random.h"

#include <cassert>
#include <cmath>
#include <cstring>

namespace sgan {
namespace {

/// Word j of sample `index` is word j % 4 of the block with this counter.
Philox4x32 block_of(std::uint64_t seed, RandomStream stream, std::uint64_t index,
                    std::uint32_t block) noexcept {
  const std::uint32_t counter[4] = {static_cast<std::uint32_t>(index),
                                    static_cast<std::uint32_t>(index >> 32), block,
                                    static_cast<std::uint32_t>(stream)};
  const std::uint32_t key[2] = {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)};
  return philox4x32_10(counter, key);
}

/// Natural logarithm of a positive normal number to about one unit in the last place.
/// The C library's differs between glibc and musl in the last bit; this one is sums and products alone.
double portable_log(double x) noexcept {
  // The low 21 bits are 0: exponent * kLn2High is exact.
  constexpr double kLn2High = 6.93147180369123816490e-01;
  constexpr double kLn2Low = 1.90821492927058770002e-10;
  constexpr std::uint64_t kMantissa = (std::uint64_t{1} << 52) - 1;
  std::uint64_t bits = 0;
  std::memcpy(&bits, &x, sizeof bits);
  int exponent = static_cast<int>(bits >> 52) - 1023;
  bits = (bits & kMantissa) | (std::uint64_t{1023} << 52);
  double fraction = 0;  // [1, 2)
  std::memcpy(&fraction, &bits, sizeof fraction);
  if (fraction > 1.4142135623730951) {
    fraction *= 0.5;
    ++exponent;
  }
  // log f = 2 atanh(s), |s| < 0.172: the odd powers up to s^23 reach double precision.
  const double s = (fraction - 1.0) / (fraction + 1.0);
  const double square = s * s;
  double series = 1.0 / 23.0;
  for (int odd = 21; odd >= 3; odd -= 2) series = series * square + 1.0 / odd;
  const double log_fraction = 2.0 * s + 2.0 * s * square * series;
  return exponent * kLn2High + (exponent * kLn2Low + log_fraction);
}

/// Value of a polynomial with 8 coefficients, the constant first (Horner).
double polynomial(const double (&c)[8], double x) noexcept {
  double value = c[7];
  for (int i = 6; i >= 0; --i) value = value * x + c[i];
  return value;
}

/// The standard normal quantile of p, to about 1e-16 relative.
/// Source: Wichura, "Algorithm AS 241", Applied Statistics 37 (1988), routine PPND16. Its third region is for
/// p below 1.4e-11 or as near to 1, which words of 32 bits never come to.
double normal_quantile(double p) noexcept {
  static constexpr double kA[8] = {3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
                                   1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
                                   3.3430575583588128105e4, 2.5090809287301226727e3};
  static constexpr double kB[8] = {1.0,
                                   4.2313330701600911252e1,
                                   6.8718700749205790830e2,
                                   5.3941960214247511077e3,
                                   2.1213794301586595867e4,
                                   3.9307895800092710610e4,
                                   2.8729085735721942674e4,
                                   5.2264952788528545610e3};
  static constexpr double kC[8] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                                   5.76949722146069140550e0,  3.64784832476320460504e0,
                                   1.27045825245236838258e0,  2.41780725177450611770e-1,
                                   2.27238449892691845833e-2, 7.74545014278341407640e-4};
  static constexpr double kD[8] = {1.0,
                                   2.05319162663775882187e0,
                                   1.67638483018380384940e0,
                                   6.89767334985100004550e-1,
                                   1.48103976427480074590e-1,
                                   1.51986665636164571966e-2,
                                   5.47593808499534494600e-4,
                                   1.05075007164441684324e-9};
  const double q = p - 0.5;
  if (std::abs(q) <= 0.425) {
    const double r = 0.180625 - q * q;
    return q * polynomial(kA, r) / polynomial(kB, r);
  }
  const double r = std::sqrt(-portable_log(q < 0.0 ? p : 1.0 - p));
  assert(r <= 5.0);
  const double value = polynomial(kC, r - 1.6) / polynomial(kD, r - 1.6);
  return q < 0.0 ? -value : value;
}

/// Multiples of 2^-24, all of them exact in a float.
float uniform01(std::uint32_t word) noexcept { return static_cast<float>(word >> 8) * 0x1p-24F; }

/// The middle of the word's cell of width 2^-32: never 0 nor 1, so |value| < 6.34.
float standard_normal(std::uint32_t word) noexcept {
  return static_cast<float>(normal_quantile((static_cast<double>(word) + 0.5) * 0x1p-32));
}

}  // namespace

Philox4x32 philox4x32_10(const std::uint32_t counter[4], const std::uint32_t key[2]) noexcept {
  constexpr std::uint64_t kMultiplier0 = 0xD2511F53, kMultiplier1 = 0xCD9E8D57;
  constexpr std::uint32_t kWeyl0 = 0x9E3779B9, kWeyl1 = 0xBB67AE85;
  Philox4x32 state{{counter[0], counter[1], counter[2], counter[3]}};
  std::uint32_t key0 = key[0], key1 = key[1];
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t product0 = kMultiplier0 * state.word[0];
    const std::uint64_t product1 = kMultiplier1 * state.word[2];
    state = {{static_cast<std::uint32_t>(product1 >> 32) ^ state.word[1] ^ key0,
              static_cast<std::uint32_t>(product1),
              static_cast<std::uint32_t>(product0 >> 32) ^ state.word[3] ^ key1,
              static_cast<std::uint32_t>(product0)}};
    key0 += kWeyl0;
    key1 += kWeyl1;
  }
  return state;
}

void sample_latents(std::uint64_t seed, std::uint64_t first, LatentPrior prior, int latent_dim,
                    std::span<float> latents) noexcept {
  assert(latent_dim > 0 && latents.size() % static_cast<std::size_t>(latent_dim) == 0);
  const auto dim = static_cast<std::size_t>(latent_dim);
  const std::size_t count = latents.size() / dim;
  for (std::size_t i = 0; i < count; ++i) {
    Philox4x32 block{};
    for (std::size_t j = 0; j < dim; ++j) {
      if (j % 4 == 0)
        block = block_of(seed, RandomStream::kLatents, first + i, static_cast<std::uint32_t>(j / 4));
      const std::uint32_t word = block.word[j % 4];
      latents[i * dim + j] = prior == LatentPrior::kUniform01 ? uniform01(word) : standard_normal(word);
    }
  }
}

void sample_labels(std::uint64_t seed, std::uint64_t first, std::span<int> labels) noexcept {
  for (std::size_t i = 0; i < labels.size(); ++i) {
    // The upper half of a 64-bit product: biased by less than 2^-28.
    const std::uint64_t word = block_of(seed, RandomStream::kLabels, first + i, 0).word[0];
    labels[i] = static_cast<int>((word * kDigitClasses) >> 32);
  }
}

}  // namespace sgan
