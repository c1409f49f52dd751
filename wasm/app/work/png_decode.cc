#include "sgan/limited_memory.h"
#include "work/png.h"

#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_PNG
#define STBI_NO_STDIO
#define STBI_NO_FAILURE_STRINGS
#define STBI_MAX_DIMENSIONS 4096
// As much as 4096 x 4096 pixels of four 16-bit channels need. The library believes the length that a chunk
// claims, and unpacks as much as comes: without an end, a few bytes could ask for gigabytes.
#define STBI_REALLOC sgan::limited_realloc<std::size_t{136} << 20>
#define STBI_MALLOC(size) STBI_REALLOC(nullptr, size)
#define STBI_FREE std::free
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#include <stb/stb_image.h>
#pragma GCC diagnostic pop

namespace sgan::app {

Status decode_png(std::span<const std::byte> bytes, GreyImage& image) {
  constexpr std::size_t kMostFileBytes = 64'000'000;
  if (bytes.size() > kMostFileBytes) return {StatusCode::kTooLarge, "the picture is too large"};
  int width = 0, height = 0, channels = 0;
  stbi_uc* pixels = stbi_load_from_memory(reinterpret_cast<const stbi_uc*>(bytes.data()),
                                          static_cast<int>(bytes.size()), &width, &height, &channels, 1);
  if (pixels == nullptr) return {StatusCode::kMalformed, "the picture cannot be read"};
  image.width = width;
  image.height = height;
  image.pixels.assign(pixels, pixels + static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  stbi_image_free(pixels);
  return {};
}

}  // namespace sgan::app
