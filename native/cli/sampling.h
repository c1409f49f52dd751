#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sgan/model.h"
#include "sgan/status.h"

namespace sgan::cli {

/// Which digits to draw.
struct ClassChoice {
  enum class Kind { kAny, kOne, kEach } kind = Kind::kAny;
  int digit = 0;  // of kOne

  /// The digit that sample i should show; none for kAny.
  [[nodiscard]] std::optional<int> wanted(std::size_t i) const;
};

struct SampleRequest {
  std::size_t count = 1;
  std::uint64_t seed = 0;
  ClassChoice choice;
  int threads = 0;  // 0: one per core
};

struct Samples {
  std::vector<std::uint8_t> pixels;  // [count, size, size]
  std::vector<std::uint8_t>
      labels;  // [count]: what was asked of a conditional model, else what the classifier reads
};

/// Draws samples 0, 1, ... of the seed. A conditional model is asked for the digits wanted (any: drawn from
/// the seed as well); of an unconditional one, samples are drawn until its own classifier reads the digits
/// wanted, which is given up after kTriesPerSample times the count, or kFewestTries if that is more.
inline constexpr std::size_t kTriesPerSample = 200, kFewestTries = 2000;
[[nodiscard]] Status draw_samples(const Model& model, const SampleRequest& request, Samples& samples);

}  // namespace sgan::cli
