#include "platform/textures.h"

#include <GLES3/gl3.h>

#include "sgan/image.h"

namespace sgan::app {

void DigitTexture::create(int image_size, int columns, Filter filter) {
  if (texture_ != 0) glDeleteTextures(1, &texture_);
  glGenTextures(1, &texture_);
  atlas_ = {};
  atlas_.texture = reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(texture_));
  atlas_.image_size = image_size;
  atlas_.columns = columns;
  const GLint mode = filter == Filter::kSmooth ? GL_LINEAR : GL_NEAREST;
  const std::vector<unsigned char> clear(static_cast<std::size_t>(atlas_.side() * atlas_.side()) * 4);
  glBindTexture(GL_TEXTURE_2D, texture_);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, mode);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, atlas_.side(), atlas_.side(), 0, GL_RGBA, GL_UNSIGNED_BYTE,
               clear.data());
}

void DigitTexture::upload(int index, std::span<const float> image) {
  const int cell = atlas_.cell();
  const int size = atlas_.image_size;
  staging_.assign(static_cast<std::size_t>(cell * cell) * 4, 0xff);
  for (int y = 0; y < cell; ++y) {
    for (int x = 0; x < cell; ++x) {
      const bool border = x == 0 || y == 0 || x > size || y > size;
      const float value = border ? -1.0F : image[static_cast<std::size_t>((y - 1) * size + x - 1)];
      staging_[static_cast<std::size_t>(y * cell + x) * 4 + 3] = to_byte(value);
    }
  }
  glBindTexture(GL_TEXTURE_2D, texture_);
  glTexSubImage2D(GL_TEXTURE_2D, 0, index % atlas_.columns * cell, index / atlas_.columns * cell, cell, cell,
                  GL_RGBA, GL_UNSIGNED_BYTE, staging_.data());
}

}  // namespace sgan::app
