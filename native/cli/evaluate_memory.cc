#include "evaluate_memory.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "batch.h"
#include "evaluate_views.h"
#include "sgan/image.h"
#include "sgan_evaluate/neighbours.h"

namespace sgan::cli {
namespace {

constexpr int kSize = 32;
constexpr std::size_t kPixels = std::size_t{kSize} * kSize;
constexpr std::size_t kBlock = 4096;  // training images in memory as numbers at a time

/// Some images from `first` on as numbers.
std::vector<float> numbers(const io::IdxImages& images, std::size_t first, std::size_t count) {
  const std::size_t source = static_cast<std::size_t>(images.width) * static_cast<std::size_t>(images.height);
  std::vector<float> values(count * kPixels);
  for (std::size_t i = 0; i < count; ++i) {
    bytes_to_image(std::span(images.pixels).subspan((first + i) * source, source), images.width,
                   images.height, kSize, std::span(values).subspan(i * kPixels, kPixels));
  }
  return values;
}

/// Appends the numbers of evenly spread images; returns how many.
std::size_t append_queries(const io::IdxImages& images, std::vector<float>& queries) {
  const io::IdxImages picked = pick(images, spread(kNearestQueries, static_cast<std::size_t>(images.count)));
  const auto count = static_cast<std::size_t>(picked.count);
  const std::vector<float> values = numbers(picked, 0, count);
  queries.insert(queries.end(), values.begin(), values.end());
  return count;
}

double median(std::span<float> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return static_cast<double>(*middle);
}

}  // namespace

double nearest_distance_ratio(const io::IdxImages& samples, const io::IdxImages& test,
                              const io::IdxImages& training, int threads) {
  std::vector<float> queries;
  const std::size_t generated = append_queries(samples, queries);
  const std::size_t all = generated + append_queries(test, queries);
  std::vector<float> nearest(all, std::numeric_limits<float>::max());
  const auto count = static_cast<std::size_t>(training.count);
  for (std::size_t begin = 0; begin < count; begin += kBlock) {
    const std::size_t block = std::min(kBlock, count - begin);
    const evaluation::PointSet set(numbers(training, begin, block), kPixels);
    (void)for_chunks(all, threads, [&](std::size_t first, std::size_t n, Workspace&) {
      std::vector<float> distances(n * block);
      set.squared_distances(std::span(queries).subspan(first * kPixels, n * kPixels), distances);
      for (std::size_t i = 0; i < n; ++i) {
        const auto row = distances.begin() + static_cast<std::ptrdiff_t>(i * block);
        nearest[first + i] =
            std::min(nearest[first + i], *std::min_element(row, row + static_cast<std::ptrdiff_t>(block)));
      }
      return Status();
    });
  }
  const double real = median(std::span(nearest).subspan(generated));
  return real > 0 ? std::sqrt(median(std::span(nearest).first(generated)) / real) : 0;
}

}  // namespace sgan::cli
