#pragma once

#include <vector>

#include "sgan/aligned.h"

namespace sgan {

/// Activations are channels last, [height, width, padded_channels(channels)]: the vectorised loops work on
/// many channels of a pixel at once. The padding is zero.
inline constexpr int kChannelPadding = 32;
[[nodiscard]] constexpr int padded_channels(int channels) noexcept {
  return (channels + kChannelPadding - 1) / kChannelPadding * kChannelPadding;
}

/// weight [out, in], bias [out]
struct Linear {
  int in = 0, out = 0;
  std::vector<float> weight, bias;
};

/// 3x3 kernels, padding 1. weight [out, in, 3, 3], bias [out]
struct Conv3x3 {
  int in = 0, out = 0;
  std::vector<float> weight, bias;
};

/// One or more matrices [out, in] in the order in which the vectorised loops read them, and the bias.
struct Panels {
  int width = 0;         // outputs side by side
  AlignedFloats values;  // [ceil(out / width), matrices, in, width], zero where there is no output
  AlignedFloats bias;    // [padded_channels(out)], zero where there is no output
};

/// What a batch norm in evaluation mode does to a channel: y = scale * x + shift.
struct Affine {
  AlignedFloats scale, shift;  // [padded_channels(channels)], zero where there is no channel
};

// Layers of the networks as they run. Convolutions keep their plain weights too, which say what is meant and
// which the readable kernels use.

struct PackedLinear {
  int in = 0, out = 0;
  Panels panels;  // 1 matrix
};

/// Stride 2, LeakyReLU, affine. Five products per two rows of outputs multiply by four factors, of which each
/// is a row of three taps (docs/performance.md).
struct StridedConv3x3 {
  Conv3x3 plain;
  Panels factors;  // [4, 3] matrices
  Affine norm;
};

/// Nearest up-sampling x2, convolution, LeakyReLU. Over an up-sampled image 25 products per 2x2 input pixels
/// make all 4x4 output pixels (docs/performance.md).
struct UpsampleConv3x3 {
  Conv3x3 plain;
  Panels products;        // kUpsampleProducts matrices
  AlignedFloats outside;  // [padded_channels(in)] zeros: a pixel beyond the border
};
inline constexpr int kUpsampleProducts = 25;

/// Convolution to one channel, tanh.
struct ImageConv3x3 {
  Conv3x3 plain;          // out is 1
  AlignedFloats taps;     // [9, padded_channels(in)], zero where there is no channel
  AlignedFloats outside;  // as in UpsampleConv3x3
};

}  // namespace sgan
