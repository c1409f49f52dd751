// The hot loops as the definitions read. Every other variant is tested against these.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "kernels/kernels.h"

namespace sgan {
namespace {

/// A pixel's channels in an image [height, width, stride], or nothing beyond the border.
struct Image {
  const float* values;
  int height, width, stride;

  [[nodiscard]] const float* at(int y, int x) const {
    if (y < 0 || y >= height || x < 0 || x >= width) return nullptr;
    return values + (static_cast<std::ptrdiff_t>(y) * width + x) * stride;
  }
};

float leaky_relu(float x) { return x > 0 ? x : x * kLeakySlope; }

/// Output channel `o` of a convolution whose window's centre is the pixel (y, x).  pixel(y, x): its channels,
/// or null
template <typename Pixel>
float convolve(const Conv3x3& layer, int o, int y, int x, const Pixel& pixel) {
  const float* kernel = layer.weight.data() + static_cast<std::ptrdiff_t>(o) * layer.in * 9;
  float sum = layer.bias[static_cast<std::size_t>(o)];
  for (int tap = 0; tap < 9; ++tap) {
    const float* channels = pixel(y + tap / 3 - 1, x + tap % 3 - 1);
    if (channels == nullptr) continue;
    for (int i = 0; i < layer.in; ++i) sum += kernel[i * 9 + tap] * channels[i];
  }
  return sum;
}

void linear_reference(const PackedLinear& layer, int rows, const float* input, float* output) {
  const int width = layer.panels.width;
  for (int row = 0; row < rows; ++row, input += layer.in) {
    for (int o = 0; o < layer.out; ++o) {
      const float* weight =
          layer.panels.values.data() + static_cast<std::ptrdiff_t>(o / width) * layer.in * width + o % width;
      float sum = layer.panels.bias[static_cast<std::size_t>(o)];
      for (int i = 0; i < layer.in; ++i) sum += weight[static_cast<std::ptrdiff_t>(i) * width] * input[i];
      *output++ = sum;
    }
  }
}

void strided_conv3x3_reference(const StridedConv3x3Task& task, const float* input, float* /*scratch*/,
                               float* output) {
  const StridedConv3x3& layer = task.layer;
  const int stride = padded_channels(layer.plain.out);
  const std::ptrdiff_t pixels = static_cast<std::ptrdiff_t>(task.height) * task.width;
  for (int n = 0; n < task.images; ++n) {
    const Image image{input + n * pixels * task.input_stride, task.height, task.width, task.input_stride};
    const auto pixel = [&](int y, int x) { return image.at(y, x); };
    for (int y = 0; y < task.output_height(); ++y) {
      for (int x = 0; x < task.output_width(); ++x, output += stride) {
        std::fill_n(output, stride, 0.0F);
        for (int o = 0; o < layer.plain.out; ++o) {
          const auto channel = static_cast<std::size_t>(o);
          output[o] = leaky_relu(convolve(layer.plain, o, 2 * y, 2 * x, pixel)) * layer.norm.scale[channel] +
                      layer.norm.shift[channel];
        }
      }
    }
  }
}

std::size_t strided_conv3x3_reference_scratch(const StridedConv3x3Task& /*task*/) { return 0; }

void upsample_conv3x3_reference(const UpsampleConv3x3Task& task, const float* input, float* /*scratch*/,
                                float* output) {
  const Conv3x3& layer = task.layer.plain;
  const int stride = padded_channels(layer.out);
  const std::ptrdiff_t pixels = static_cast<std::ptrdiff_t>(task.height) * task.width;
  for (int n = 0; n < task.images; ++n) {
    const Image image{input + n * pixels * padded_channels(layer.in), task.height, task.width,
                      padded_channels(layer.in)};
    const auto upsampled = [&](int y, int x) { return y < 0 || x < 0 ? nullptr : image.at(y / 2, x / 2); };
    for (int y = 0; y < 2 * task.height; ++y) {
      for (int x = 0; x < 2 * task.width; ++x, output += stride) {
        std::fill_n(output, stride, 0.0F);
        for (int o = 0; o < layer.out; ++o) output[o] = leaky_relu(convolve(layer, o, y, x, upsampled));
      }
    }
  }
}

std::size_t upsample_conv3x3_reference_scratch(const UpsampleConv3x3Task& /*task*/) { return 0; }

void image_conv3x3_reference(const ImageConv3x3Task& task, const float* input, float* output) {
  const Conv3x3& layer = task.layer.plain;
  const Image image{input, task.height, task.width, padded_channels(layer.in)};
  for (int y = 0; y < task.height; ++y) {
    for (int x = 0; x < task.width; ++x)
      *output++ = std::tanh(convolve(layer, 0, y, x, [&](int r, int c) { return image.at(r, c); }));
  }
}

std::string_view reference_name() { return "reference"; }

}  // namespace

const KernelTable kReferenceKernels{
    .linear = linear_reference,
    .strided_conv3x3 = strided_conv3x3_reference,
    .strided_conv3x3_scratch = strided_conv3x3_reference_scratch,
    .upsample_conv3x3 = upsample_conv3x3_reference,
    .upsample_conv3x3_scratch = upsample_conv3x3_reference_scratch,
    .image_conv3x3 = image_conv3x3_reference,
    .name = reference_name,
};

}  // namespace sgan
