#include "augment.h"

#include <limits>

namespace sgan::train {
namespace {

constexpr double kBackground = -1;
constexpr int kElasticGrid = 5;  // places a side that move by themselves

using torch::Tensor;

/// The largest of the 3x3 values around each pixel: by rows, then by columns, several times as fast as a
/// pooling.
Tensor dilated(const Tensor& images) {
  const Tensor padded =
      torch::constant_pad_nd(images, {1, 1, 1, 1}, -std::numeric_limits<double>::infinity());
  const auto largest_of_three = [](const Tensor& x, std::int64_t dimension) {
    const auto size = x.size(dimension) - 2;
    return torch::maximum(torch::maximum(x.narrow(dimension, 0, size), x.narrow(dimension, 1, size)),
                          x.narrow(dimension, 2, size));
  };
  return largest_of_three(largest_of_three(padded, 2), 3);
}

Tensor change_thickness(const Tensor& images, double thinner, double thicker) {
  const Tensor amount =
      torch::rand({images.size(0), 1, 1, 1}, images.options()) * (thinner + thicker) - thinner;
  const Tensor target = torch::where(amount.gt(0), dilated(images), -dilated(-images));
  return images.lerp(target, amount.abs());
}

}  // namespace

Tensor random_shift(const Tensor& images, int pixels) {
  if (pixels == 0) return images;
  const std::int64_t count = images.size(0), height = images.size(2), width = images.size(3);
  const std::int64_t padded_width = width + 2 * pixels;
  const auto whole = torch::dtype(torch::kLong).device(images.device());
  const Tensor top = torch::randint(2 * pixels + 1, {count, 1, 1}, whole);
  const Tensor left = torch::randint(2 * pixels + 1, {count, 1, 1}, whole);
  const Tensor rows = top + torch::arange(height, whole).view({1, -1, 1});
  const Tensor places = rows * padded_width + (left + torch::arange(width, whole).view({1, 1, -1}));
  return torch::constant_pad_nd(images, {pixels, pixels, pixels, pixels}, kBackground)
      .flatten(1)
      .gather(1, places.flatten(1))
      .view_as(images);
}

Tensor random_affine(const Tensor& images, const AffineRanges& ranges) {
  const std::int64_t count = images.size(0);
  const auto uniform = [&](double range) { return (torch::rand({count}, images.options()) * 2 - 1) * range; };
  const Tensor angle = uniform(ranges.rotation), shear = uniform(ranges.shear);
  const Tensor width = 1 + uniform(ranges.scale), height = 1 + uniform(ranges.scale);
  // Places in [-1, 1] of the result to places of the image.
  const Tensor cosine = angle.cos(), sine = angle.sin();
  const Tensor x = torch::stack({cosine * width, (shear * cosine - sine) * height,
                                 uniform(2 * ranges.shift / static_cast<double>(images.size(3)))},
                                1);
  const Tensor y = torch::stack({sine * width, (shear * sine + cosine) * height,
                                 uniform(2 * ranges.shift / static_cast<double>(images.size(2)))},
                                1);
  Tensor grid = torch::affine_grid_generator(torch::stack({x, y}, 1), images.sizes(), false);
  if (ranges.elastic > 0) {
    const double amount = 2 * ranges.elastic / static_cast<double>(images.size(3));
    const Tensor places = torch::randn({count, 2, kElasticGrid, kElasticGrid}, images.options()) * amount;
    grid = grid + torch::upsample_bicubic2d(places, {images.size(2), images.size(3)}, /*align_corners=*/true)
                      .permute({0, 2, 3, 1});
  }
  const Tensor moved = torch::grid_sampler_2d(images - kBackground, grid, /*bilinear*/ 0, /*zeros*/ 0, false);
  Tensor changed = change_thickness(moved + kBackground, ranges.thinner, ranges.thicker);
  if (ranges.untouched == 0) return changed;
  return torch::where(uniform(1).abs().view({-1, 1, 1, 1}) < ranges.untouched, images, changed);
}

}  // namespace sgan::train
