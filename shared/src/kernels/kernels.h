#pragma once

#include <cstddef>
#include <string_view>

#include "sgan/kernels.h"
#include "sgan/model.h"

namespace sgan {

enum class Activation { kNone, kLeakyRelu, kTanh };

inline constexpr float kLeakySlope = 0.2F;

/// One 3x3 convolution with zero padding 1, its activation, and the affine step of a batch norm after that.
struct Conv3x3Task {
  const Conv3x3& layer;
  int height = 0, width = 0;  // of the input
  int stride = 1;             // 1 or 2; the output is [ceil(height / stride), ceil(width / stride)]
  Activation activation = Activation::kNone;
  const Affine* affine = nullptr;  // or null: none

  [[nodiscard]] int output_height() const noexcept { return (height + stride - 1) / stride; }
  [[nodiscard]] int output_width() const noexcept { return (width + stride - 1) / stride; }
};

/// Nearest up-sampling x2, a 3x3 convolution with zero padding 1, LeakyReLU.
struct UpsampleConv3x3Task {
  const UpsampleConv3x3& layer;
  int height = 0, width = 0;  // of the input; the output is [2 * height, 2 * width]
};

/// The hot loops of one variant. Arrays do not overlap; outputs are overwritten entirely.
/// Functions named *_scratch say how many floats of scratch the task needs.
struct KernelTable {
  /// input: [layer.in]; output: [layer.out]
  void (*linear)(const Linear& layer, const float* input, float* output);
  void (*panel_linear)(const PanelLinear& layer, const float* input, float* output);

  /// input: [layer.in, height, width]; output: [layer.out, output_height, output_width]
  void (*conv3x3)(const Conv3x3Task& task, const float* input, float* scratch, float* output);
  std::size_t (*conv3x3_scratch)(const Conv3x3Task& task);

  /// input: [layer.in, height, width]; output: [layer.out, 2 * height, 2 * width]
  void (*upsample_conv3x3)(const UpsampleConv3x3Task& task, const float* input, float* scratch,
                           float* output);
  std::size_t (*upsample_conv3x3_scratch)(const UpsampleConv3x3Task& task);

  std::string_view (*name)();
};

/// The table that kernel_variant() names.
[[nodiscard]] const KernelTable& kernels() noexcept;

extern const KernelTable kReferenceKernels;
extern const KernelTable kSimdKernels;

/// Activation, then affine, in place.  values: [count] of one output channel.
void finish_channel(const Conv3x3Task& task, int channel, float* values, std::size_t count);

}  // namespace sgan
