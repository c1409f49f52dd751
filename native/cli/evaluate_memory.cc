#include "evaluate_memory.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "batch.h"
#include "evaluate_selection.h"
#include "sgan_evaluate/neighbours.h"

namespace sgan::cli {
namespace {

constexpr int kSize = 32;
constexpr std::size_t kPixels = std::size_t{kSize} * kSize;
constexpr std::size_t kBlock = 4096;  // training images in memory as numbers at a time
// A squared distance that rounding may leave between copies; digits are thousands of times as far apart.
constexpr double kCopy = 0.01;

/// Some images from `first` on as numbers.
std::vector<float> numbers(const io::IdxImages& images, std::size_t first, std::size_t count) {
  std::vector<float> values(count * kPixels);
  to_values(images, first, kSize, values);
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

std::optional<double> nearest_distance_ratio(const io::IdxImages& samples, const io::IdxImages& test,
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
  if (real < kCopy) return {};
  return std::sqrt(median(std::span(nearest).first(generated)) / real);
}

}  // namespace sgan::cli
