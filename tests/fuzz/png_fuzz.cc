// A PNG file, as the command line and as the page read it: refused with a reason, or a picture to classify.

#include <algorithm>
#include <vector>

#include "fuzz.h"
#include "sgan/image.h"
#include "sgan_io/png.h"
#include "work/png.h"

using namespace sgan;

namespace {

void require_whole(const Status& status, const GreyImage& picture) {
  fuzz::require_reason(status);
  if (!status.ok()) return;
  fuzz::require(picture.width > 0 && picture.height > 0, "a picture has sizes");
  fuzz::require(picture.pixels.size() ==
                    static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height),
                "as many pixels as the sizes say");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = fuzz::as_bytes(data, size);
  GreyImage picture, on_page;
  const Status read = io::decode_png(bytes, picture);
  require_whole(read, picture);
  require_whole(app::decode_png(bytes, on_page), on_page);
  if (!read.ok() || picture.pixels.size() > 1U << 16) return 0;  // the rest takes as long as it is large
  constexpr int kSize = 32;
  std::vector<float> image(std::size_t{kSize} * kSize);
  const Status normalized = normalize_picture(picture, kSize, image);
  fuzz::require_reason(normalized);
  const auto in_range = [](float value) { return value >= -1 && value <= 1; };
  fuzz::require(!normalized.ok() || std::all_of(image.begin(), image.end(), in_range),
                "an image is in [-1, 1]");
  return 0;
}
