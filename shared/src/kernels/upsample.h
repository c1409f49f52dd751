#pragma once

#include <array>

// The 25 products of an up-sampling convolution, shared by what packs their matrices and what multiplies by
// them. docs/performance.md derives them.

namespace sgan {

/// Per dimension, two input pixels c = x[2k+1] and its left neighbour make four outputs:
///   y[4k]   = S c[k-1] + (w1 + w2) (x[2k] - x[2k-1])
///   y[4k+1] = S c[k]   + (w0 + w1) (x[2k] - x[2k+1])
///   y[4k+2] = S c[k]   + w0        (x[2k] - x[2k+1])
///   y[4k+3] = S c[k]   + w2        (x[2k+2] - x[2k+1])     with S = w0 + w1 + w2
/// that is five products (S first, then one per output) of four values.
inline constexpr int kLineProducts = 5;
inline constexpr int kLineInputs = 4;

/// The first tap of a product's weight, and one past the last.
inline constexpr std::array<int, kLineProducts> kProductTapBegin{0, 1, 0, 0, 2};
inline constexpr std::array<int, kLineProducts> kProductTapEnd{3, 3, 2, 1, 3};

/// Which of the four values a product multiplies.
inline constexpr std::array<int, kLineProducts> kProductInput{0, 1, 2, 2, 3};

}  // namespace sgan
