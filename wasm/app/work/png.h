#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "sgan/image.h"
#include "sgan/status.h"

namespace sgan::app {

/// An 8-bit grey PNG file in memory.
[[nodiscard]] std::vector<std::byte> encode_png(const GreyImage& image);

/// Reads a PNG file of any kind as grey, at most 4096 pixels wide and high. On failure `image` is unchanged.
[[nodiscard]] Status decode_png(std::span<const std::byte> bytes, GreyImage& image);

}  // namespace sgan::app
