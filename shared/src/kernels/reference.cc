// The hot loops as the definitions read. Every other variant is tested against these.
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

std::string_view reference_name() { return "reference"; }

}  // namespace

const KernelTable kReferenceKernels{linear_reference, conv3x3_reference_scratch, conv3x3_reference,
                                    reference_name};

}  // namespace sgan
