// The one place where the single-header image library is compiled: PNG only, no files, no messages.
#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STBI_WRITE_NO_STDIO
#define STB_IMAGE_IMPLEMENTATION
#define STBI_ONLY_PNG
#define STBI_NO_STDIO
#define STBI_MAX_DIMENSIONS (1 << 24)
#include <stb/stb_image.h>
#include <stb/stb_image_write.h>
