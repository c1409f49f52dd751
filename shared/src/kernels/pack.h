#pragma once

#include "sgan/layers.h"

namespace sgan {

// Lay weights out once, at load time, as the vectorised loops read them; layers.h says how.

[[nodiscard]] PackedLinear pack_linear(Linear layer);

/// norm: [layer.out] each, or with padding
[[nodiscard]] StridedConv3x3 pack_strided(Conv3x3 layer, Affine norm);

[[nodiscard]] UpsampleConv3x3 pack_upsample(Conv3x3 layer);

/// layer.out is 1
[[nodiscard]] ImageConv3x3 pack_image(Conv3x3 layer);

}  // namespace sgan
