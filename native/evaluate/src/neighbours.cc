#include "sgan_evaluate/neighbours.h"

#include <algorithm>
#include <cassert>
#include <limits>

namespace sgan::evaluation {
namespace {

float square_of(std::span<const float> point) {
  float sum = 0;
  for (const float value : point) sum += value * value;
  return sum;
}

/// The distances of some rows to all points of a set.
class Distances {
 public:
  Distances(std::span<const float> rows, const PointSet& set)
      : width_(set.count()), values_(rows.size() / set.dim() * width_) {
    set.squared_distances(rows, values_);
  }
  [[nodiscard]] std::size_t rows() const { return values_.size() / width_; }
  [[nodiscard]] std::span<const float> row(std::size_t r) const {
    return std::span(values_).subspan(r * width_, width_);
  }

 private:
  std::size_t width_;
  std::vector<float> values_;
};

}  // namespace

PointSet::PointSet(std::span<const float> points, std::size_t dim)
    : panels_(points, points.size() / dim, dim) {
  for (std::size_t begin = 0; begin < points.size(); begin += dim)
    squares_.push_back(square_of(points.subspan(begin, dim)));
}

void PointSet::squared_distances(std::span<const float> rows, std::span<float> distances) const {
  const std::size_t dim = this->dim(), width = count(), m = rows.size() / dim;
  assert(distances.size() == m * width);
  std::vector<const float*> starts(m);
  std::vector<float*> outputs(m);
  for (std::size_t r = 0; r < m; ++r) {
    starts[r] = rows.data() + r * dim;
    outputs[r] = distances.data() + r * width;
  }
  multiply_rows(starts, {1, dim, 0}, panels_, {}, false, outputs);
  for (std::size_t r = 0; r < m; ++r) {
    const float own = square_of(rows.subspan(r * dim, dim));
    for (std::size_t i = 0; i < width; ++i)
      outputs[r][i] = std::max(own + squares_[i] - 2 * outputs[r][i], 0.0F);
  }
}

void nearest_others(const PointSet& set, std::span<const float> points, std::size_t first, std::size_t k,
                    std::span<float> nearest) {
  assert(set.count() > k);
  const std::size_t m = nearest.size() / k;
  std::vector<float> distances(m * set.count());
  set.squared_distances(points.subspan(first * set.dim(), m * set.dim()), distances);
  for (std::size_t r = 0; r < m; ++r) {
    const std::span<float> row = std::span(distances).subspan(r * set.count(), set.count());
    row[first + r] = std::numeric_limits<float>::infinity();
    std::partial_sort_copy(row.begin(), row.end(), nearest.begin() + static_cast<std::ptrdiff_t>(r * k),
                           nearest.begin() + static_cast<std::ptrdiff_t>((r + 1) * k));
  }
}

OverlapCounts& operator+=(OverlapCounts& sums, const OverlapCounts& more) {
  sums.precise += more.precise;
  sums.ball_hits += more.ball_hits;
  sums.recalled += more.recalled;
  sums.covered += more.covered;
  return sums;
}

void set_radii(std::span<const float> nearest, std::size_t first, Balls& balls) {
  for (std::size_t r = 0; r < nearest.size() / kDensityNeighbours; ++r) {
    const std::span<const float> row = nearest.subspan(r * kDensityNeighbours, kDensityNeighbours);
    balls.precision[first + r] = row[kPrecisionNeighbours - 1];
    balls.density[first + r] = row[kDensityNeighbours - 1];
  }
}

OverlapCounts count_generated(std::span<const float> generated, const PointSet& real,
                              const Balls& real_balls) {
  OverlapCounts counts;
  const Distances distances(generated, real);
  for (std::size_t r = 0; r < distances.rows(); ++r) {
    const std::span<const float> row = distances.row(r);
    bool precise = false;
    for (std::size_t i = 0; i < row.size(); ++i) {
      precise |= row[i] <= real_balls.precision[i];
      counts.ball_hits += row[i] <= real_balls.density[i] ? 1 : 0;
    }
    counts.precise += precise ? 1 : 0;
  }
  return counts;
}

OverlapCounts count_real(std::span<const float> real, std::size_t first, const Balls& real_balls,
                         const PointSet& generated, const Balls& generated_balls) {
  OverlapCounts counts;
  const Distances distances(real, generated);
  for (std::size_t r = 0; r < distances.rows(); ++r) {
    const std::span<const float> row = distances.row(r);
    bool recalled = false;
    float nearest = row[0];
    for (std::size_t i = 0; i < row.size(); ++i) {
      recalled |= row[i] <= generated_balls.precision[i];
      nearest = std::min(nearest, row[i]);
    }
    counts.recalled += recalled ? 1 : 0;
    counts.covered += nearest <= real_balls.density[first + r] ? 1 : 0;
  }
  return counts;
}

Overlap overlap_of(const OverlapCounts& counts, std::size_t generated, std::size_t real) {
  const auto share = [](std::size_t part, std::size_t whole) {
    return static_cast<double>(part) / static_cast<double>(whole);
  };
  return {share(counts.precise, generated), share(counts.recalled, real),
          share(counts.ball_hits, kDensityNeighbours * generated), share(counts.covered, real)};
}

}  // namespace sgan::evaluation
