// The hot loops as the definitions read. Every other variant is tested against these.
#include <algorithm>
#include <cstddef>

#include "kernels/kernels.h"

namespace sgan {
namespace {

void linear_reference(const Linear& layer, const float* input, float* output) {
  for (int o = 0; o < layer.out; ++o) {
    const float* weight =
        layer.weight.data() + static_cast<std::size_t>(o) * static_cast<std::size_t>(layer.in);
    float sum = layer.bias[static_cast<std::size_t>(o)];
    for (int i = 0; i < layer.in; ++i) sum += weight[i] * input[i];
    output[o] = sum;
  }
}

/// Sum over one 3x3 window of one input channel around (y, x); what lies outside is zero.
float window_sum(const float* plane, const float* kernel, int height, int width, int y, int x) {
  float sum = 0;
  for (int ky = 0; ky < 3; ++ky) {
    for (int kx = 0; kx < 3; ++kx) {
      const int row = y + ky - 1;
      const int column = x + kx - 1;
      if (row < 0 || row >= height || column < 0 || column >= width) continue;
      sum += kernel[ky * 3 + kx] * plane[row * width + column];
    }
  }
  return sum;
}

std::size_t conv3x3_reference_scratch(const Conv3x3Task& /*task*/) { return 0; }

void conv3x3_reference(const Conv3x3Task& task, const float* input, float* /*scratch*/, float* output) {
  const Conv3x3& layer = task.layer;
  const int input_pixels = task.height * task.width;
  const int output_pixels = task.output_height() * task.output_width();
  for (int o = 0; o < layer.out; ++o) {
    float* channel = output + static_cast<std::ptrdiff_t>(o) * output_pixels;
    for (int y = 0; y < task.output_height(); ++y) {
      for (int x = 0; x < task.output_width(); ++x) {
        float sum = layer.bias[static_cast<std::size_t>(o)];
        for (int i = 0; i < layer.in; ++i) {
          const float* kernel = layer.weight.data() + (static_cast<std::ptrdiff_t>(o) * layer.in + i) * 9;
          const float* plane = input + static_cast<std::ptrdiff_t>(i) * input_pixels;
          sum += window_sum(plane, kernel, task.height, task.width, y * task.stride, x * task.stride);
        }
        channel[y * task.output_width() + x] = sum;
      }
    }
    finish_channel(task, o, channel, static_cast<std::size_t>(output_pixels));
  }
}

void panel_linear_reference(const PanelLinear& layer, const float* input, float* output) {
  linear_reference(layer.plain, input, output);
}

/// Nearest neighbour, twice as high and wide.  input: [channels, height, width]
void upsample(const float* input, int channels, int height, int width, float* output) {
  for (int row = 0; row < channels * height; ++row) {
    const float* source = input + static_cast<std::ptrdiff_t>(row) * width;
    float* target = output + static_cast<std::ptrdiff_t>(row) * width * 4;
    for (int x = 0; x < width; ++x) target[2 * x] = target[2 * x + 1] = source[x];
    std::copy_n(target, 2 * width, target + 2 * width);
  }
}

std::size_t upsample_conv3x3_reference_scratch(const UpsampleConv3x3Task& task) {
  return static_cast<std::size_t>(task.layer.plain.in) * 4 *
         static_cast<std::size_t>(task.height * task.width);
}

void upsample_conv3x3_reference(const UpsampleConv3x3Task& task, const float* input, float* scratch,
                                float* output) {
  upsample(input, task.layer.plain.in, task.height, task.width, scratch);
  conv3x3_reference({task.layer.plain, 2 * task.height, 2 * task.width, 1, Activation::kLeakyRelu}, scratch,
                    nullptr, output);
}

std::string_view reference_name() { return "reference"; }

}  // namespace

const KernelTable kReferenceKernels{
    .linear = linear_reference,
    .panel_linear = panel_linear_reference,
    .conv3x3 = conv3x3_reference,
    .conv3x3_scratch = conv3x3_reference_scratch,
    .upsample_conv3x3 = upsample_conv3x3_reference,
    .upsample_conv3x3_scratch = upsample_conv3x3_reference_scratch,
    .name = reference_name,
};

}  // namespace sgan
