#pragma once

#include <array>
#include <cstddef>

// The 25 products of a convolution of stride 2, shared by what packs their matrices and what multiplies by
// them. docs/performance.md derives them.

namespace sgan {

/// Per dimension, two outputs see five input pixels; with c = x[4k+1] and S = w0 + w2
///   y[2k]   = w0 (x[4k-1] - c) + w1 x[4k] + S c
///   y[2k+1] = S c + w1 x[4k+2] + w2 (x[4k+3] - c)
/// that is five products, here in the order of the formula, of which S c serves both.
inline constexpr int kStridedLineProducts = 5;

/// A product's weight is the sum of these taps.
inline constexpr int kNoTap = -1;
inline constexpr std::array<std::array<int, 2>, kStridedLineProducts> kStridedProductTaps{
    {{0, kNoTap}, {1, kNoTap}, {0, 2}, {1, kNoTap}, {2, kNoTap}}};

/// Products that go into the same outputs are one sum: into the first alone, into both, into the second
/// alone. Sum s has the products from kStridedSumBegin[s] on.
inline constexpr int kStridedLineSums = 3;
inline constexpr std::array<int, kStridedLineSums + 1> kStridedSumBegin{0, 2, 3, 5};

/// In two dimensions: nine sums of 25 products, the products of a sum one after the other.
struct StridedProduct {
  int row, column;  // which of the line's products
};
inline constexpr int kStridedSums = kStridedLineSums * kStridedLineSums;
struct StridedOrder {
  std::array<StridedProduct, kStridedLineProducts * kStridedLineProducts> products{};
  std::array<std::ptrdiff_t, kStridedSums + 1> sum_begin{};
};
inline constexpr StridedOrder kStridedOrder = [] {
  StridedOrder order;
  std::size_t at = 0;
  for (std::size_t sum = 0; sum < kStridedSums; ++sum) {
    const std::size_t y = sum / kStridedLineSums, x = sum % kStridedLineSums;
    for (int row = kStridedSumBegin[y]; row < kStridedSumBegin[y + 1]; ++row) {
      for (int column = kStridedSumBegin[x]; column < kStridedSumBegin[x + 1]; ++column)
        order.products[at++] = {row, column};
    }
    order.sum_begin[sum + 1] = static_cast<std::ptrdiff_t>(at);
  }
  return order;
}();

}  // namespace sgan
