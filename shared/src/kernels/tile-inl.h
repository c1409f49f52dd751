// The product of a few rows with a few panels of a packed matrix, its sums in registers: what all kernels are
// made of. Included once per instruction set, as Highway's *-inl.h files are.
#if defined(SGAN_KERNELS_TILE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SGAN_KERNELS_TILE_INL_H_
#undef SGAN_KERNELS_TILE_INL_H_
#else
#define SGAN_KERNELS_TILE_INL_H_
#endif

#include <hwy/highway.h>

#include <cstddef>

#include "kernels/kernels.h"

HWY_BEFORE_NAMESPACE();
namespace sgan {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using FloatTag = hn::CappedTag<float, kChannelPadding / 2>;
using FloatVector = hn::Vec<FloatTag>;

constexpr int kLanes = static_cast<int>(hn::MaxLanes(FloatTag()));

/// A tile is kTileRows rows times kPanelVectors vectors of outputs. Its eight sums hide the latency of their
/// additions and fit into 16 registers with what is read meanwhile.
constexpr int kPanelVectors = HWY_TARGET == HWY_WASM ? 4 : 2;
constexpr int kTileRows = 8 / kPanelVectors;
constexpr int kPanelWidth = kPanelVectors * kLanes;
static_assert(kChannelPadding % kPanelWidth == 0);

template <int kRows, int kPanels>
using Sums = FloatVector[kRows][kPanels * kPanelVectors];

template <int kRows, int kVectors>
HWY_INLINE void set_zero(FloatVector (&sums)[kRows][kVectors]) {
  for (auto& row : sums) {
    for (FloatVector& sum : row) sum = hn::Zero(FloatTag());
  }
}

/// sums[r] += rows[r] * panels.
/// rows: kRows pointers to [count]; panels: [count, kPanelWidth] each, panel_stride floats from one to the
/// next
template <int kRows, int kVectors>
HWY_INLINE void multiply_add(const float* const (&rows)[kRows], const float* HWY_RESTRICT panels,
                             std::ptrdiff_t panel_stride, int count, FloatVector (&sums)[kRows][kVectors]) {
  const FloatTag d;
  // Not unrolled: compilers would then load more weights than there are registers.
#if HWY_COMPILER_CLANG
#pragma clang loop unroll(disable)
#endif
  for (int i = 0; i < count; ++i) {
    for (int v = 0; v < kVectors; ++v) {
      const float* weights = panels + v / kPanelVectors * panel_stride + i * kPanelWidth;
      const FloatVector w = hn::Load(d, weights + v % kPanelVectors * kLanes);
      for (int r = 0; r < kRows; ++r) sums[r][v] = hn::MulAdd(hn::Set(d, rows[r][i]), w, sums[r][v]);
    }
  }
}

HWY_INLINE FloatVector leaky_relu(FloatVector x) {
  return hn::Max(x, hn::Mul(x, hn::Set(FloatTag(), kLeakySlope)));
}

/// Zeroes the padding of `pixels` pixels behind the whole panels that a layer of `channels` outputs has.
HWY_INLINE void zero_padding(int channels, std::ptrdiff_t pixels, float* HWY_RESTRICT output) {
  const FloatTag d;
  const int stride = padded_channels(channels);
  const int written = (channels + kPanelWidth - 1) / kPanelWidth * kPanelWidth;
  if (written == stride) return;
  for (std::ptrdiff_t p = 0; p < pixels; ++p, output += stride) {
    for (int c = written; c < stride; c += kLanes) hn::Store(hn::Zero(d), d, output + c);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace sgan
HWY_AFTER_NAMESPACE();

#endif  // SGAN_KERNELS_TILE_INL_H_
