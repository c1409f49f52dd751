// 3x3 convolution of stride 2, LeakyReLU and affine: a few output pixels times a panel of output channels at
// a time.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/strided_conv3x3_simd.cc"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#include <algorithm>
#include <cstddef>

#include "kernels/kernels.h"
#include "kernels/simd.h"
#include "kernels/tile-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sgan {
namespace HWY_NAMESPACE {

/// The nine taps' input pixels for kTileRows output pixels from `first` on. Where the output has fewer, the
/// last one is taken again; beyond the border there are zeros.
struct TapPointers {
  const float* rows[9][kTileRows];

  HWY_INLINE TapPointers(const StridedConv3x3Task& task, const float* input, int first) {
    const int last = task.output_height() * task.output_width() - 1;
    const std::ptrdiff_t row_stride = static_cast<std::ptrdiff_t>(task.width) * task.input_stride;
    for (int r = 0; r < kTileRows; ++r) {
      const int pixel = std::min(first + r, last);
      const int y = pixel / task.output_width() * 2 - 1;
      const int x = pixel % task.output_width() * 2 - 1;
      const std::ptrdiff_t corner = y * row_stride + static_cast<std::ptrdiff_t>(x) * task.input_stride;
      for (int k = 0; k < 9; ++k) {
        const int row = y + k / 3, column = x + k % 3;
        const bool inside = row >= 0 && row < task.height && column >= 0 && column < task.width;
        rows[k][r] = inside ? input + (corner + k / 3 * row_stride + k % 3 * task.input_stride)
                            : task.layer.outside.data();
      }
    }
  }
};

HWY_INLINE void store_tile(const StridedConv3x3Task& task, const Sums<kTileRows, 1>& sums, int channel,
                           int count, float* HWY_RESTRICT output) {
  const FloatTag d;
  const StridedConv3x3& layer = task.layer;
  const int stride = padded_channels(layer.plain.out);
  for (int v = 0; v < kPanelVectors; ++v) {
    const int c = channel + v * kLanes;
    const FloatVector bias = hn::Load(d, layer.taps.bias.data() + c);
    const FloatVector scale = hn::Load(d, layer.norm.scale.data() + c);
    const FloatVector shift = hn::Load(d, layer.norm.shift.data() + c);
    for (int r = 0; r < count; ++r)
      hn::Store(hn::MulAdd(leaky_relu(hn::Add(sums[r][v], bias)), scale, shift), d, output + r * stride + c);
  }
}

/// Of an image, a pixel's nine taps are copied together, so that the product is one loop instead of nine of a
/// single step.
void image_tile(const StridedConv3x3Task& task, const TapPointers& taps, int count,
                float* HWY_RESTRICT output) {
  float gathered[kTileRows][9];
  const float* rows[kTileRows];
  for (int r = 0; r < kTileRows; ++r) {
    for (int k = 0; k < 9; ++k) gathered[r][k] = *taps.rows[k][r];
    rows[r] = gathered[r];
  }
  const float* matrix = task.layer.taps.values.data();
  for (int channel = 0; channel < task.layer.plain.out; channel += kPanelWidth, matrix += 9 * kPanelWidth) {
    Sums<kTileRows, 1> sums;
    set_zero(sums);
    multiply_add(rows, matrix, 0, 9, sums);
    store_tile(task, sums, channel, count, output);
  }
}

/// Of an activation, each tap is a product of its own.
void activation_tile(const StridedConv3x3Task& task, const TapPointers& taps, int count,
                     float* HWY_RESTRICT output) {
  const int in = task.layer.plain.in;
  const float* matrix = task.layer.taps.values.data();
  for (int channel = 0; channel < task.layer.plain.out; channel += kPanelWidth) {
    Sums<kTileRows, 1> sums;
    set_zero(sums);
    for (int k = 0; k < 9; ++k, matrix += static_cast<std::ptrdiff_t>(in) * kPanelWidth)
      multiply_add(taps.rows[k], matrix, 0, in, sums);
    store_tile(task, sums, channel, count, output);
  }
}

void strided_conv3x3(const StridedConv3x3Task& task, const float* HWY_RESTRICT input,
                     float* HWY_RESTRICT output) {
  const Conv3x3& plain = task.layer.plain;
  const int stride = padded_channels(plain.out);
  const int pixels = task.output_height() * task.output_width();
  for (int first = 0; first < pixels; first += kTileRows) {
    const TapPointers taps(task, input, first);
    const int count = std::min(kTileRows, pixels - first);
    float* target = output + static_cast<std::ptrdiff_t>(first) * stride;
    if (plain.in == 1) {
      image_tile(task, taps, count, target);
    } else {
      activation_tile(task, taps, count, target);
    }
  }
  zero_padding(plain.out, pixels, output);
}

}  // namespace HWY_NAMESPACE
}  // namespace sgan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sgan {
namespace {

HWY_EXPORT(strided_conv3x3);

}  // namespace

void strided_conv3x3_simd(const StridedConv3x3Task& task, const float* input, float* output) {
  HWY_DYNAMIC_DISPATCH(strided_conv3x3)(task, input, output);
}

}  // namespace sgan
#endif  // HWY_ONCE
