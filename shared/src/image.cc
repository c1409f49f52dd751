#include "sgan/image.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace sgan {
namespace {

// Weights are rounded to this many fractional bits, and the result of each pass to whole grey levels, so that
// the bytes equal those of Pillow, with which PyTorch users resize.
constexpr int kFractionBits = 22;

/// The source pixels that one target pixel is made of, along one axis.
struct Taps {
  int first = 0;
  std::vector<std::int32_t> weights;  // fixed point, sum close to 1 << kFractionBits
};

std::vector<Taps> triangle_taps(int source_size, int target_size) {
  const double scale = static_cast<double>(source_size) / target_size;
  // A shrinking triangle widens, so that no source pixel is passed over.
  const double reach = std::max(scale, 1.0);
  std::vector<Taps> taps(static_cast<std::size_t>(target_size));
  std::vector<double> weights;
  for (int i = 0; i < target_size; ++i) {
    const double center = (i + 0.5) * scale;
    const int first = std::max(0, static_cast<int>(center - reach + 0.5));
    const int last = std::min(source_size, static_cast<int>(center + reach + 0.5));
    weights.clear();
    double sum = 0;
    for (int j = first; j < last; ++j) {
      weights.push_back(std::max(0.0, 1.0 - std::abs((j + 0.5 - center) / reach)));
      sum += weights.back();
    }
    Taps& tap = taps[static_cast<std::size_t>(i)];
    tap.first = first;
    for (const double weight : weights) {
      tap.weights.push_back(static_cast<std::int32_t>(weight / sum * (1 << kFractionBits) + 0.5));
    }
  }
  return taps;
}

/// One output of one pass: the weighted sum of pixels `stride` apart, rounded.
std::uint8_t apply(const Taps& taps, const std::uint8_t* line, std::size_t stride) {
  std::int64_t sum = std::int64_t{1} << (kFractionBits - 1);
  const std::uint8_t* pixel = line + static_cast<std::size_t>(taps.first) * stride;
  for (const std::int32_t weight : taps.weights) {
    sum += std::int64_t{weight} * *pixel;
    pixel += stride;
  }
  return static_cast<std::uint8_t>(std::clamp<std::int64_t>(sum >> kFractionBits, 0, 255));
}

}  // namespace

std::uint8_t to_byte(float value) noexcept {
  const float scaled = (value + 1.0F) * 127.5F;
  if (!(scaled > 0.0F)) return 0;  // also NaN
  return scaled >= 255.0F ? std::uint8_t{255} : static_cast<std::uint8_t>(scaled + 0.5F);
}

float from_byte(std::uint8_t pixel) noexcept { return static_cast<float>(pixel) / 127.5F - 1.0F; }

void resize_bilinear(std::span<const std::uint8_t> source, int width, int height,
                     std::span<std::uint8_t> target, int target_width, int target_height) {
  assert(width > 0 && height > 0 && target_width > 0 && target_height > 0);
  const auto source_stride = static_cast<std::size_t>(width);
  const auto target_stride = static_cast<std::size_t>(target_width);
  const auto rows = static_cast<std::size_t>(height);
  assert(source.size() == source_stride * rows);
  assert(target.size() == target_stride * static_cast<std::size_t>(target_height));

  const std::vector<Taps> across = triangle_taps(width, target_width);
  const std::vector<Taps> down = triangle_taps(height, target_height);
  std::vector<std::uint8_t> narrowed(rows * target_stride);  // [height, target_width]
  for (std::size_t y = 0; y < rows; ++y) {
    for (std::size_t x = 0; x < target_stride; ++x) {
      narrowed[y * target_stride + x] = apply(across[x], source.data() + y * source_stride, 1);
    }
  }
  for (std::size_t y = 0; y < down.size(); ++y) {
    for (std::size_t x = 0; x < target_stride; ++x) {
      target[y * target_stride + x] = apply(down[y], narrowed.data() + x, target_stride);
    }
  }
}

void bytes_to_image(std::span<const std::uint8_t> pixels, int width, int height, int size,
                    std::span<float> image) {
  std::vector<std::uint8_t> resized(image.size());
  resize_bilinear(pixels, width, height, resized, size, size);
  std::transform(resized.begin(), resized.end(), image.begin(), from_byte);
}

GreyImage compose_grid(std::span<const std::uint8_t> images, int size, int columns, int padding) {
  assert(size > 0 && columns > 0 && padding >= 0);
  const auto pixels = static_cast<std::size_t>(size) * static_cast<std::size_t>(size);
  assert(images.size() % pixels == 0);
  const int count = static_cast<int>(images.size() / pixels);
  const int used_columns = std::max(1, std::min(columns, count));
  const int rows = (count + used_columns - 1) / used_columns;
  const int step = size + padding;
  GreyImage grid;
  grid.width = used_columns * step + padding;
  grid.height = rows * step + padding;
  grid.pixels.assign(static_cast<std::size_t>(grid.width) * static_cast<std::size_t>(grid.height), 0);
  const std::uint8_t* line = images.data();
  for (int i = 0; i < count; ++i) {
    const int left = padding + i % used_columns * step;
    const int top = padding + i / used_columns * step;
    for (int y = 0; y < size; ++y, line += size) {
      std::copy_n(line, size,
                  grid.pixels.data() +
                      static_cast<std::size_t>(top + y) * static_cast<std::size_t>(grid.width) + left);
    }
  }
  return grid;
}

GreyImage compose_grid(std::span<const float> images, int size, int columns, int padding) {
  std::vector<std::uint8_t> pixels(images.size());
  std::transform(images.begin(), images.end(), pixels.begin(), to_byte);
  return compose_grid(pixels, size, columns, padding);
}

}  // namespace sgan
