#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

#include "sgan/image.h"
#include "sgan/status.h"

namespace sgan::io {

/// Writes an 8-bit grey PNG, atomically (stb_image_write).
[[nodiscard]] Status write_png(const std::filesystem::path& path, const GreyImage& image);

/// Reads a PNG of any kind as grey (stb_image); transparent pixels count as paper: laid over white.
/// Refuses other formats and pictures of more than 64 million pixels.
[[nodiscard]] Status decode_png(std::span<const std::byte> file, GreyImage& image);

/// The same from a file; names it.
[[nodiscard]] Status read_png(const std::filesystem::path& path, GreyImage& image);

}  // namespace sgan::io
