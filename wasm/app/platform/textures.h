#pragma once

#include <span>
#include <vector>

#include "ui/state.h"

namespace sgan::app {

/// One texture of square images in [-1, 1]: white, with the ink as opacity, so that the page chooses the
/// colours. Keeps a copy for the day the browser takes the graphics away.
class DigitTexture {
 public:
  enum class Filter { kSmooth, kPixels };

  DigitTexture();
  ~DigitTexture();
  DigitTexture(const DigitTexture&) = delete;
  DigitTexture& operator=(const DigitTexture&) = delete;

  /// Makes the texture, all clear.  columns: images side by side and one below the other
  /// enlarged: how many times as wide and high images are kept, smoothly, for where they are shown large
  void create(int image_size, int columns, Filter filter, int enlarged = 1);
  /// index: 0..columns*columns-1.  image: [image_size, image_size]
  void upload(int index, std::span<const float> image);
  [[nodiscard]] const Atlas& atlas() const { return atlas_; }

  /// Makes all textures again under the names they had, once the browser has given the graphics back.
  static void restore_all();

 private:
  void allocate();

  Atlas atlas_;
  Filter filter_ = Filter::kSmooth;
  int enlarged_ = 1;
  unsigned texture_ = 0;
  std::vector<unsigned char> pixels_;  // [side, side, 4]
};

}  // namespace sgan::app
