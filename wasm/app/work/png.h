#pragma once

#include <cstddef>
#include <vector>

#include "sgan/image.h"

namespace sgan::app {

/// An 8-bit grey PNG file in memory.
[[nodiscard]] std::vector<std::byte> encode_png(const GreyImage& image);

}  // namespace sgan::app
