// The one place where the single-header image library is compiled: PNG only, no files, no messages.

#include "sgan/limited_memory.h"

#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STBI_WRITE_NO_STDIO
#define STB_IMAGE_IMPLEMENTATION
#define STBI_ONLY_PNG
#define STBI_NO_STDIO
#define STBI_MAX_DIMENSIONS (1 << 24)
// As much as 64 million pixels of four 16-bit channels need. The library believes the length that a chunk
// claims, and unpacks as much as comes: without an end, a few bytes could ask for gigabytes.
#define STBI_REALLOC sgan::limited_realloc<std::size_t{576} << 20>
#define STBI_MALLOC(size) STBI_REALLOC(nullptr, size)
#define STBI_FREE std::free
#include <stb/stb_image.h>
#include <stb/stb_image_write.h>
