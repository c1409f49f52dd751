// 3x3 convolution to one channel and tanh: sums over vectors of input channels for several pixels of a row at
// a time.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/image_conv3x3_simd.cc"
// In this order.
// clang-format off
#include <hwy/foreach_target.h>
#include <hwy/highway.h>
#include <hwy/contrib/math/math-inl.h>
// clang-format on

#include <algorithm>
#include <cstddef>

#include "kernels/kernels.h"
#include "kernels/simd.h"
#include "kernels/tile-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sgan {
namespace HWY_NAMESPACE {

constexpr int kPixels = 8;

/// kPixels sums of one row from column x on, of which `count` are inside the image.
HWY_INLINE void convolve(const ImageConv3x3Task& task, const float* HWY_RESTRICT input, int y, int x,
                         int count, float* HWY_RESTRICT output) {
  const FloatTag d;
  const int stride = padded_channels(task.layer.plain.in);
  const float* weights = task.layer.taps.data();
  FloatVector sums[kPixels];
  for (FloatVector& sum : sums) sum = hn::Zero(d);
  for (int k = 0; k < 9; ++k, weights += stride) {
    const int row = y + k / 3 - 1;
    if (row < 0 || row >= task.height) continue;
    const float* pixels[kPixels];
    for (int p = 0; p < kPixels; ++p) {
      const int column = x + std::min(p, count - 1) + k % 3 - 1;
      const bool inside = column >= 0 && column < task.width;
      pixels[p] = inside ? input + static_cast<std::ptrdiff_t>(row * task.width + column) * stride
                         : task.layer.outside.data();
    }
    for (int c = 0; c < task.layer.plain.in; c += kLanes) {
      const FloatVector w = hn::Load(d, weights + c);
      for (int p = 0; p < kPixels; ++p) sums[p] = hn::MulAdd(w, hn::Load(d, pixels[p] + c), sums[p]);
    }
  }
  for (int p = 0; p < count; ++p) output[p] = hn::GetLane(hn::SumOfLanes(d, sums[p]));
}

HWY_INLINE FloatVector tanh(FloatVector x) { return hn::Tanh(FloatTag(), x); }

void image_conv3x3(const ImageConv3x3Task& task, const float* HWY_RESTRICT input,
                   float* HWY_RESTRICT output) {
  const FloatTag d;
  for (int y = 0; y < task.height; ++y) {
    for (int x = 0; x < task.width; x += kPixels)
      convolve(task, input, y, x, std::min(kPixels, task.width - x), output + y * task.width + x);
  }
  const FloatVector bias = hn::Set(d, task.layer.plain.bias[0]);
  const int pixels = task.height * task.width;
  for (int p = 0; p < pixels; p += kLanes) {
    HWY_ALIGN float values[kLanes] = {};
    const int count = std::min(kLanes, pixels - p);
    std::copy_n(output + p, count, values);
    hn::Store(tanh(hn::Add(hn::Load(d, values), bias)), d, values);
    std::copy_n(values, count, output + p);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace sgan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sgan {
namespace {

HWY_EXPORT(image_conv3x3);

}  // namespace

void image_conv3x3_simd(const ImageConv3x3Task& task, const float* input, float* output) {
  HWY_DYNAMIC_DISPATCH(image_conv3x3)(task, input, output);
}

}  // namespace sgan
#endif  // HWY_ONCE
