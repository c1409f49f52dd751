// A file of drawings: refused with a reason, or each can be drawn as the network wants it.

#include <algorithm>
#include <cmath>
#include <vector>

#include "fuzz.h"
#include "sgan/strokes.h"

using namespace sgan;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<Drawing> drawings;
  const Status status = parse_drawings(fuzz::as_text(data, size), drawings);
  fuzz::require_reason(status);
  if (!status.ok()) fuzz::require(drawings.empty(), "a refused file changes nothing");
  constexpr int kSize = 32;
  std::vector<float> image(std::size_t{kSize} * kSize), box(std::size_t{kStrokeBox} * kStrokeBox);
  const auto in_range = [](float value) { return value >= -1 && value <= 1; };
  for (std::size_t i = 0; i < std::min<std::size_t>(drawings.size(), 4); ++i) {
    const Status drawn = rasterize(drawings[i], kSize, image);
    const Status boxed = rasterize_box(drawings[i], box);
    fuzz::require_reason(drawn);
    fuzz::require(drawn.ok() == boxed.ok(), "the box and the image are refused alike");
    if (!drawn.ok()) continue;
    fuzz::require(std::all_of(image.begin(), image.end(), in_range), "an image is in [-1, 1]");
    fuzz::require(std::all_of(box.begin(), box.end(), in_range), "a box is in [-1, 1]");
    fuzz::require(std::any_of(image.begin(), image.end(), [](float value) { return value > -1; }), "ink");
  }
  return 0;
}
