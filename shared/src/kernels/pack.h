#pragma once

#include <vector>

#include "sgan/layers.h"

namespace sgan {

// Lay weights out once, at load time, as the vectorised loops read them; layers.h says how.

/// outputs, inputs: which of the layer's is at each place, or kPadding for a zero; no inputs: all, in order
[[nodiscard]] PackedLinear pack_linear(const Linear& layer, const std::vector<int>& outputs,
                                       const std::vector<int>& inputs);
inline constexpr int kPadding = -1;

/// 0, 1, ..., count - 1
[[nodiscard]] std::vector<int> in_order(int count);

/// The elements of a file's [channels, pixels] in the order of activations.
[[nodiscard]] std::vector<int> channels_last(int channels, int pixels);

/// norm: [layer.out] each, or with padding
[[nodiscard]] StridedConv3x3 pack_strided(Conv3x3 layer, Affine norm);

[[nodiscard]] UpsampleConv3x3 pack_upsample(Conv3x3 layer);

/// layer.out is 1
[[nodiscard]] ImageConv3x3 pack_image(Conv3x3 layer);

}  // namespace sgan
