#include "augment.h"

namespace sgan::train {
namespace {

constexpr double kBackground = -1;

}  // namespace

torch::Tensor random_shift(const torch::Tensor& images, int pixels) {
  if (pixels == 0) return images;
  const std::int64_t count = images.size(0), height = images.size(2), width = images.size(3);
  const std::int64_t padded_width = width + 2 * pixels;
  const auto whole = torch::dtype(torch::kLong).device(images.device());
  const torch::Tensor top = torch::randint(2 * pixels + 1, {count, 1, 1}, whole);
  const torch::Tensor left = torch::randint(2 * pixels + 1, {count, 1, 1}, whole);
  const torch::Tensor rows = top + torch::arange(height, whole).view({1, -1, 1});
  const torch::Tensor places = rows * padded_width + (left + torch::arange(width, whole).view({1, 1, -1}));
  return torch::constant_pad_nd(images, {pixels, pixels, pixels, pixels}, kBackground)
      .flatten(1)
      .gather(1, places.flatten(1))
      .view_as(images);
}

}  // namespace sgan::train
