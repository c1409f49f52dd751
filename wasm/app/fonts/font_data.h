#pragma once

#include <cstddef>

namespace sgan::app {

/// An OpenType font in memory; the build makes the definitions from fonts/*.otf.
struct FontFile {
  const unsigned char* data;
  std::size_t size;
};
[[nodiscard]] FontFile font_regular();
[[nodiscard]] FontFile font_semibold();

}  // namespace sgan::app
