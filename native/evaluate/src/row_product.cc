#include "sgan_evaluate/row_product.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "row_product.cc"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#include <algorithm>
#include <cassert>

HWY_BEFORE_NAMESPACE();
namespace sgan::evaluation {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using FloatTag = hn::CappedTag<float, Panels::kWidth / 2>;
using FloatVector = hn::Vec<FloatTag>;

constexpr std::size_t kLanes = hn::MaxLanes(FloatTag());
/// Twelve sums, two vectors of weights and a factor: what 16 registers hold.
constexpr std::size_t kRows = 6, kVectors = 2;

/// The sums of kRows rows for kVectors vectors of a panel's outputs, from `bias` on.
/// weights: [in, Panels::kWidth], from the first of these outputs on  tile: [kRows, Panels::kWidth], likewise
HWY_INLINE void multiply_tile(const float* const (&rows)[kRows], const RowLayout& layout,
                              const float* HWY_RESTRICT weights, const float* HWY_RESTRICT bias, bool rectify,
                              float* HWY_RESTRICT tile) {
  const FloatTag d;
  FloatVector sums[kRows][kVectors];
  for (auto& row : sums) {
    for (std::size_t v = 0; v < kVectors; ++v) row[v] = hn::Load(d, bias + v * kLanes);
  }
  for (std::size_t s = 0; s < layout.stretches; ++s) {
    const std::size_t begin = s * layout.step;
    for (std::size_t i = 0; i < layout.length; ++i, weights += Panels::kWidth) {
      const FloatVector first = hn::Load(d, weights), second = hn::Load(d, weights + kLanes);
      for (std::size_t r = 0; r < kRows; ++r) {
        const FloatVector factor = hn::Set(d, rows[r][begin + i]);
        sums[r][0] = hn::MulAdd(factor, first, sums[r][0]);
        sums[r][1] = hn::MulAdd(factor, second, sums[r][1]);
      }
    }
  }
  const FloatVector least = hn::Zero(d);
  for (std::size_t r = 0; r < kRows; ++r) {
    for (std::size_t v = 0; v < kVectors; ++v)
      hn::Store(rectify ? hn::Max(sums[r][v], least) : sums[r][v], d, tile + r * Panels::kWidth + v * kLanes);
  }
}

/// bias: [matrix.count(), Panels::kWidth]
void multiply(std::span<const float* const> rows, const RowLayout& layout, const Panels& matrix,
              const float* HWY_RESTRICT bias, bool rectify, std::span<float* const> outputs) {
  HWY_ALIGN float tile[kRows * Panels::kWidth];
  for (std::size_t p = 0; p < matrix.count(); ++p) {  // all rows meet a panel while it is in the cache
    const std::size_t width = std::min(Panels::kWidth, matrix.out() - p * Panels::kWidth);
    for (std::size_t first = 0; first < rows.size(); first += kRows) {
      const std::size_t count = std::min(kRows, rows.size() - first);
      const float* some[kRows];
      for (std::size_t r = 0; r < kRows; ++r) some[r] = rows[first + std::min(r, count - 1)];
      for (std::size_t begin = 0; begin < width; begin += kVectors * kLanes)
        multiply_tile(some, layout, matrix.panel(p) + begin, bias + p * Panels::kWidth + begin, rectify,
                      tile + begin);
      for (std::size_t r = 0; r < count; ++r)
        std::copy_n(tile + r * Panels::kWidth, width, outputs[first + r] + p * Panels::kWidth);
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace sgan::evaluation
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sgan::evaluation {
namespace {

HWY_EXPORT(multiply);

}  // namespace

Panels::Panels(std::span<const float> matrix, std::size_t out, std::size_t in)
    : out_(out), in_(in), values_(count() * in * kWidth) {
  assert(matrix.size() == out * in);
  for (std::size_t o = 0; o < out; ++o) {
    float* target = values_.data() + o / kWidth * in * kWidth + o % kWidth;
    for (std::size_t i = 0; i < in; ++i) target[i * kWidth] = matrix[o * in + i];
  }
}

void multiply_rows(std::span<const float* const> rows, const RowLayout& layout, const Panels& matrix,
                   std::span<const float> bias, bool rectify, std::span<float* const> outputs) {
  assert(layout.stretches * layout.length == matrix.in() && rows.size() == outputs.size());
  assert(bias.empty() || bias.size() == matrix.out());
  AlignedFloats padded_bias(matrix.count() * Panels::kWidth);
  std::copy(bias.begin(), bias.end(), padded_bias.begin());
  HWY_DYNAMIC_DISPATCH(multiply)(rows, layout, matrix, padded_bias.data(), rectify, outputs);
}

}  // namespace sgan::evaluation
#endif  // HWY_ONCE
