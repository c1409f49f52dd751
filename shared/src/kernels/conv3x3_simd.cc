// 3x3 convolution of stride 1 or 2: a few output channels times a stretch of an output row at a time.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/conv3x3_simd.cc"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#include <algorithm>
#include <cstddef>

#include "kernels/kernels.h"
#include "kernels/simd.h"

HWY_BEFORE_NAMESPACE();
namespace sgan {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using FloatTag = hn::ScalableTag<float>;

/// The input with its zero border, laid out so that the three taps of a kernel row are plain vector loads:
/// stride 1 keeps rows as they are, stride 2 splits each row into even and odd columns.
struct PaddedInput {
  std::ptrdiff_t half_row;  // floats from a row's start to its odd columns (stride 2)
  std::ptrdiff_t row;       // floats from row to row
  std::ptrdiff_t plane;     // floats from channel to channel
  std::ptrdiff_t tap[3];    // where kernel column 0, 1, 2 begins in a row

  PaddedInput(const Conv3x3Task& task, int lanes) {
    // Whole vectors are read beyond the output's width, and one column further by the last tap.
    half_row = (task.output_width() + lanes - 1) / lanes * lanes + 2;
    row = task.stride == 1 ? half_row : 2 * half_row;
    plane = row * (task.height + 2);
    tap[0] = 0;
    tap[1] = task.stride == 1 ? 1 : half_row;
    tap[2] = task.stride == 1 ? 2 : 1;
  }

  void fill(const Conv3x3Task& task, const float* HWY_RESTRICT input, float* HWY_RESTRICT padded) const {
    std::fill_n(padded, plane * task.layer.in, 0.0F);
    for (int i = 0; i < task.layer.in; ++i) {
      for (int y = 0; y < task.height; ++y) {
        const float* source = input + (static_cast<std::ptrdiff_t>(i) * task.height + y) * task.width;
        float* target = padded + i * plane + (y + 1) * row;
        if (task.stride == 1) {
          std::copy_n(source, task.width, target + 1);
        } else {
          for (int x = 0; x < task.width; ++x) target[((x + 1) % 2) * half_row + (x + 1) / 2] = source[x];
        }
      }
    }
  }
};

/// kChannels output channels times kVectors vectors of one output row.
template <int kChannels, int kVectors>
HWY_INLINE void conv_tile(const Conv3x3Task& task, const PaddedInput& layout,
                          const float* HWY_RESTRICT corner, int channel, int columns,
                          float* HWY_RESTRICT output, std::ptrdiff_t output_plane) {
  const FloatTag d;
  const std::size_t lanes = hn::Lanes(d);
  const Conv3x3& layer = task.layer;
  hn::Vec<FloatTag> sums[kChannels][kVectors];
  for (int c = 0; c < kChannels; ++c) {
    for (int v = 0; v < kVectors; ++v)
      sums[c][v] = hn::Set(d, layer.bias[static_cast<std::size_t>(channel + c)]);
  }
  const std::ptrdiff_t channel_weights = static_cast<std::ptrdiff_t>(layer.in) * 9;
  const float* weight = layer.weight.data() + channel * channel_weights;
  for (int i = 0; i < layer.in; ++i, corner += layout.plane, weight += 9) {
    for (int k = 0; k < 9; ++k) {
      const float* values = corner + (k / 3) * layout.row + layout.tap[k % 3];
      hn::Vec<FloatTag> inputs[kVectors];
      for (int v = 0; v < kVectors; ++v)
        inputs[v] = hn::LoadU(d, values + static_cast<std::size_t>(v) * lanes);
      for (int c = 0; c < kChannels; ++c) {
        const auto w = hn::Set(d, weight[c * channel_weights + k]);
        for (int v = 0; v < kVectors; ++v) sums[c][v] = hn::MulAdd(inputs[v], w, sums[c][v]);
      }
    }
  }
  HWY_ALIGN float row[kVectors * HWY_MAX_BYTES / sizeof(float)];
  for (int c = 0; c < kChannels; ++c) {
    for (int v = 0; v < kVectors; ++v) hn::StoreU(sums[c][v], d, row + static_cast<std::size_t>(v) * lanes);
    std::copy_n(row, columns, output + c * output_plane);
  }
}

template <int kChannels>
void conv_channels(const Conv3x3Task& task, const PaddedInput& layout, const float* padded, int channel,
                   float* output) {
  const auto lanes = static_cast<int>(hn::Lanes(FloatTag()));
  const int height = task.output_height();
  const int width = task.output_width();
  const std::ptrdiff_t pixels = static_cast<std::ptrdiff_t>(height) * width;
  float* channel_output = output + channel * pixels;
  for (int y = 0; y < height; ++y) {
    const float* row = padded + y * task.stride * layout.row;
    for (int x = 0; x < width;) {
      float* target = channel_output + y * width + x;
      const int left = width - x;
      if (left > lanes) {
        conv_tile<kChannels, 2>(task, layout, row + x, channel, std::min(left, 2 * lanes), target, pixels);
        x += 2 * lanes;
      } else {
        conv_tile<kChannels, 1>(task, layout, row + x, channel, left, target, pixels);
        x += lanes;
      }
    }
  }
  for (int c = 0; c < kChannels; ++c) {
    finish_channel(task, channel + c, channel_output + c * pixels, static_cast<std::size_t>(pixels));
  }
}

std::size_t conv3x3_scratch(const Conv3x3Task& task) {
  const PaddedInput layout(task, static_cast<int>(hn::Lanes(FloatTag())));
  return static_cast<std::size_t>(layout.plane * task.layer.in);
}

void conv3x3(const Conv3x3Task& task, const float* HWY_RESTRICT input, float* HWY_RESTRICT scratch,
             float* HWY_RESTRICT output) {
  const PaddedInput layout(task, static_cast<int>(hn::Lanes(FloatTag())));
  layout.fill(task, input, scratch);
  int channel = 0;
  for (; channel + 4 <= task.layer.out; channel += 4)
    conv_channels<4>(task, layout, scratch, channel, output);
  for (; channel < task.layer.out; ++channel) conv_channels<1>(task, layout, scratch, channel, output);
}

}  // namespace HWY_NAMESPACE
}  // namespace sgan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sgan {
namespace {

HWY_EXPORT(conv3x3);
HWY_EXPORT(conv3x3_scratch);

}  // namespace

void conv3x3_simd(const Conv3x3Task& task, const float* input, float* scratch, float* output) {
  HWY_DYNAMIC_DISPATCH(conv3x3)(task, input, scratch, output);
}

std::size_t conv3x3_simd_scratch(const Conv3x3Task& task) {
  return HWY_DYNAMIC_DISPATCH(conv3x3_scratch)(task);
}

}  // namespace sgan
#endif  // HWY_ONCE
