#pragma once

#include <span>
#include <vector>

#include "ui/state.h"

namespace sgan::app {

/// One texture of square images in [-1, 1]: white, with the ink as opacity, so that the page chooses the
/// colours.
class DigitTexture {
 public:
  enum class Filter { kSmooth, kPixels };

  /// Makes the texture, all clear.  columns: images side by side and one below the other
  void create(int image_size, int columns, Filter filter);
  /// index: 0..columns*columns-1.  image: [image_size, image_size]
  void upload(int index, std::span<const float> image);
  [[nodiscard]] const Atlas& atlas() const { return atlas_; }

 private:
  Atlas atlas_;
  unsigned texture_ = 0;
  std::vector<unsigned char> staging_;  // [cell, cell, 4]
};

}  // namespace sgan::app
