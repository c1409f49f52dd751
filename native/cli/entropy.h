#pragma once

#include <cmath>
#include <span>

namespace sgan::cli {

/// probs: a distribution
[[nodiscard]] inline double entropy_bits(std::span<const double> probs) {
  double bits = 0;
  for (const double p : probs) bits -= p > 0 ? p * std::log2(p) : 0;
  return bits;
}

}  // namespace sgan::cli
