#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "sgan/aligned.h"
#include "sgan_evaluate/row_product.h"

namespace sgan::evaluation {

/// Points prepared for distances to all of them. Holds its own copy.
class PointSet {
 public:
  /// points: [n, dim] row-major
  PointSet(std::span<const float> points, std::size_t dim);

  [[nodiscard]] std::size_t count() const { return panels_.out(); }
  [[nodiscard]] std::size_t dim() const { return panels_.in(); }

  /// Squared Euclidean distances, never negative.  rows: [m, dim()]  distances: [m, count()], overwritten
  void squared_distances(std::span<const float> rows, std::span<float> distances) const;

 private:
  Panels panels_;
  std::vector<float> squares_;  // [count], of the points' lengths
};

/// The squared distances from points first, first + 1, ... to their `k` nearest others, ascending.
/// points: what `set` was made of; it must have more than k  nearest: [m, k], overwritten; m follows from it
void nearest_others(const PointSet& set, std::span<const float> points, std::size_t first, std::size_t k,
                    std::span<float> nearest);

/// What a comparison of generated with real points counts, of some rows or of all: sums of these add up.
struct OverlapCounts {
  std::size_t precise = 0;    // generated points inside a real point's ball
  std::size_t ball_hits = 0;  // pairs of a generated point and a real ball that it lies in
  std::size_t recalled = 0;   // real points inside a generated point's ball
  std::size_t covered = 0;    // real points whose ball holds a generated point
};
OverlapCounts& operator+=(OverlapCounts& sums, const OverlapCounts& more);

/// Neighbours that make a ball: its radius reaches to the point's k-th nearest other one of its own kind.
inline constexpr std::size_t kPrecisionNeighbours = 3, kDensityNeighbours = 5;

/// Balls around points, as squared radii: [n] each.
struct Balls {
  std::vector<float> precision, density;  // kPrecisionNeighbours, kDensityNeighbours
};

/// Fills places first, first + 1, ... of both.  nearest: of nearest_others with k = kDensityNeighbours
void set_radii(std::span<const float> nearest, std::size_t first, Balls& balls);

/// Some generated points against all real ones: counts `precise` and `ball_hits`.
[[nodiscard]] OverlapCounts count_generated(std::span<const float> generated, const PointSet& real,
                                            const Balls& real_balls);
/// Some real points, the first of them being number `first`, against all generated ones: counts `recalled`
/// and `covered`.
[[nodiscard]] OverlapCounts count_real(std::span<const float> real, std::size_t first,
                                       const Balls& real_balls, const PointSet& generated,
                                       const Balls& generated_balls);

/// Shares, but for the density: real data reaches 1 there on average, samples crowded around real points
/// more. Real data's coverage is about 0.97 where there are as many points of both.
/// Sources: Kynkäänniemi et al., "Improved precision and recall metric for assessing generative models",
/// 2019; Naeem et al., "Reliable fidelity and diversity metrics for generative models", 2020.
struct Overlap {
  double precision = 0, recall = 0, density = 0, coverage = 0;
};
/// generated, real: how many points were counted
[[nodiscard]] Overlap overlap_of(const OverlapCounts& counts, std::size_t generated, std::size_t real);

}  // namespace sgan::evaluation
