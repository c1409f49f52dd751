#pragma once

#include <cstddef>
#include <string_view>

#include "sgan/kernels.h"
#include "sgan/layers.h"

namespace sgan {

inline constexpr float kLeakySlope = 0.2F;

struct StridedConv3x3Task {
  const StridedConv3x3& layer;
  int height = 0, width = 0;  // of the input
  int input_stride = 0;       // floats from pixel to pixel: padded_channels(in), or 1 for an image
  int images = 1;

  [[nodiscard]] int output_height() const noexcept { return (height + 1) / 2; }
  [[nodiscard]] int output_width() const noexcept { return (width + 1) / 2; }
};

struct UpsampleConv3x3Task {
  const UpsampleConv3x3& layer;
  int height = 0, width = 0;  // of the input; the output is [2 * height, 2 * width]
  int images = 1;
};

struct ImageConv3x3Task {
  const ImageConv3x3& layer;
  int height = 0, width = 0;
};

/// The hot loops of one variant. Activations are channels last with padded channels (layers.h), zero in the
/// padding of inputs and of outputs. Arrays do not overlap and begin at a cache line, but for images, latents
/// and logits; outputs are overwritten entirely.
struct KernelTable {
  /// input: [rows, layer.in]; output: [rows, layer.out]
  void (*linear)(const PackedLinear& layer, int rows, const float* input, float* output);

  /// input: [images, height, width, input_stride]; output: [images, output_height, output_width, channels];
  /// scratch: strided_conv3x3_scratch(task) floats
  void (*strided_conv3x3)(const StridedConv3x3Task& task, const float* input, float* scratch, float* output);
  std::size_t (*strided_conv3x3_scratch)(const StridedConv3x3Task& task);

  /// input: [images, height, width, channels]; output: [images, 2 * height, 2 * width, channels];
  /// scratch: upsample_conv3x3_scratch(task) floats
  void (*upsample_conv3x3)(const UpsampleConv3x3Task& task, const float* input, float* scratch,
                           float* output);
  std::size_t (*upsample_conv3x3_scratch)(const UpsampleConv3x3Task& task);

  /// input: [height, width, channels]; output: [height, width]
  void (*image_conv3x3)(const ImageConv3x3Task& task, const float* input, float* output);

  std::string_view (*name)();
};

/// The table that kernel_variant() names.
[[nodiscard]] const KernelTable& kernels() noexcept;

extern const KernelTable kReferenceKernels;
extern const KernelTable kSimdKernels;

/// Outputs side by side in the panels that the vectorised loops read, a divisor of kChannelPadding.
[[nodiscard]] int panel_width() noexcept;

}  // namespace sgan
