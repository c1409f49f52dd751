#include "platform/textures.h"

#include <GLES3/gl3.h>
#include <emscripten.h>

#include <algorithm>

#include "sgan/image.h"
#include "work/enlarge.h"

// A lost context takes the objects behind the names with it. glGenTextures() would hand out another name, and
// atlases with the old one are all over the state.
// clang-format off
EM_JS(void, sgan_app_revive_texture, (unsigned name), {
  const texture = GLctx.createTexture();
  texture.name = name;
  GL.textures[name] = texture;
});
// clang-format on

namespace sgan::app {
namespace {

std::vector<DigitTexture*>& all_textures() {
  static std::vector<DigitTexture*> textures;
  return textures;
}

}  // namespace

DigitTexture::DigitTexture() { all_textures().push_back(this); }

DigitTexture::~DigitTexture() {
  std::erase(all_textures(), this);
  if (texture_ != 0) glDeleteTextures(1, &texture_);
}

void DigitTexture::restore_all() {
  for (DigitTexture* texture : all_textures()) {
    if (texture->texture_ == 0) continue;
    sgan_app_revive_texture(texture->texture_);
    texture->allocate();
  }
}

void DigitTexture::create(int image_size, int columns, Filter filter, int enlarged) {
  if (texture_ != 0) glDeleteTextures(1, &texture_);
  glGenTextures(1, &texture_);
  atlas_ = {};
  atlas_.texture = reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(texture_));
  enlarged_ = enlarged;
  atlas_.image_size = image_size * enlarged;
  atlas_.columns = columns;
  filter_ = filter;
  pixels_.assign(static_cast<std::size_t>(atlas_.side() * atlas_.side()) * 4, 0);
  allocate();
}

void DigitTexture::allocate() {
  glBindTexture(GL_TEXTURE_2D, texture_);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, filter_ == Filter::kSmooth ? GL_LINEAR : GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, atlas_.side(), atlas_.side(), 0, GL_RGBA, GL_UNSIGNED_BYTE,
               pixels_.data());
}

void DigitTexture::upload(int index, std::span<const float> image) {
  std::vector<float> large;
  if (enlarged_ > 1) {
    large = enlarge(image, atlas_.image_size / enlarged_, enlarged_);
    image = large;
  }
  const int cell = atlas_.cell();
  const int size = atlas_.image_size;
  const int left = index % atlas_.columns * cell;
  const int top = index / atlas_.columns * cell;
  for (int y = 0; y < cell; ++y) {
    unsigned char* pixel = &pixels_[static_cast<std::size_t>((top + y) * atlas_.side() + left) * 4];
    for (int x = 0; x < cell; ++x, pixel += 4) {
      const bool border = x == 0 || y == 0 || x > size || y > size;
      const float value = border ? -1.0F : image[static_cast<std::size_t>((y - 1) * size + x - 1)];
      std::fill_n(pixel, 3, static_cast<unsigned char>(0xff));
      pixel[3] = to_byte(value);
    }
  }
  glBindTexture(GL_TEXTURE_2D, texture_);
  glPixelStorei(GL_UNPACK_ROW_LENGTH, atlas_.side());
  glTexSubImage2D(GL_TEXTURE_2D, 0, left, top, cell, cell, GL_RGBA, GL_UNSIGNED_BYTE,
                  &pixels_[static_cast<std::size_t>(top * atlas_.side() + left) * 4]);
  glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
}

}  // namespace sgan::app
