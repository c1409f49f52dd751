// The figures of `sgan evaluate` on points whose answers are known.

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "sgan_evaluate/auroc.h"
#include "sgan_evaluate/frechet.h"
#include "sgan_evaluate/neighbours.h"
#include "sgan_evaluate/row_product.h"

namespace sgan::evaluation {
namespace {

std::vector<float> normal_points(std::size_t n, std::size_t dim, unsigned seed) {
  std::mt19937 engine(seed);
  std::normal_distribution<float> normal;
  std::vector<float> points(n * dim);
  for (float& value : points) value = normal(engine);
  return points;
}

TEST(RowProduct, AgreesWithLoopsAtAwkwardSizes) {
  for (const std::size_t out : {1UL, 5UL, 31UL, 32UL, 33UL, 63UL}) {
    for (const std::size_t n : {1UL, 5UL, 6UL, 7UL, 13UL}) {
      constexpr std::size_t kStretches = 3, kLength = 5, kStep = 7, kIn = kStretches * kLength;
      const std::vector<float> matrix = normal_points(out, kIn, 1), bias = normal_points(out, 1, 2),
                               data = normal_points(n, kStretches * kStep, 3);
      std::vector<float> actual(n * out, std::nanf(""));
      std::vector<const float*> rows;
      std::vector<float*> outputs;
      for (std::size_t r = 0; r < n; ++r) {
        rows.push_back(data.data() + r * kStretches * kStep);
        outputs.push_back(actual.data() + r * out);
      }
      for (const bool rectify : {false, true}) {
        multiply_rows(rows, {kStretches, kLength, kStep}, Panels(matrix, out, kIn), bias, rectify, outputs);
        for (std::size_t r = 0; r < n; ++r) {
          for (std::size_t o = 0; o < out; ++o) {
            double sum = static_cast<double>(bias[o]);
            for (std::size_t i = 0; i < kIn; ++i)
              sum += static_cast<double>(matrix[o * kIn + i]) *
                     static_cast<double>(rows[r][i / kLength * kStep + i % kLength]);
            ASSERT_NEAR(actual[r * out + o], rectify ? std::max(sum, 0.0) : sum, 1e-4)
                << n << " rows, " << out << " outputs, at " << r << ", " << o;
          }
        }
      }
    }
  }
}

TEST(Frechet, FitsMeanAndCovariance) {
  const Gaussian gaussian = fit_gaussian(std::vector<float>{1, 2, 3, 3, 2, 4}, 2);
  EXPECT_EQ(gaussian.mean, (std::vector<double>{2, 3}));
  EXPECT_EQ(gaussian.covariance, (std::vector<double>{1, 0.5, 0.5, 1}));
}

TEST(Frechet, OfNormalDistributionsIsTheFormula) {
  const Gaussian unit{{0, 0}, {1, 0, 0, 1}}, moved{{3, 4}, {1, 0, 0, 1}}, wide{{0, 0}, {4, 0, 0, 9}};
  EXPECT_NEAR(frechet_distance(unit, moved), 25, 1e-9);
  EXPECT_NEAR(frechet_distance(unit, wide), 1 + 4, 1e-9);  // (2 - 1)^2 + (3 - 1)^2
  EXPECT_NEAR(frechet_distance(wide, unit), 5, 1e-9);
  // [2 1; 1 2] has the roots 1 and sqrt 3: trace 4 + 2 - 2 (1 + sqrt 3).
  EXPECT_NEAR(frechet_distance(unit, {{0, 0}, {2, 1, 1, 2}}), 4 - 2 * std::sqrt(3.0), 1e-9);
  // Neither diagonal nor commuting: Tr sqrt(A B) = sqrt(Tr AB + 2 sqrt(det AB)) in two dimensions.
  const Gaussian a{{0, 0}, {2, 1, 1, 2}}, b{{0, 0}, {1, 0, 0, 5}};
  EXPECT_NEAR(frechet_distance(a, b), 4 + 6 - 2 * std::sqrt(12 + 2 * std::sqrt(15.0)), 1e-9);
}

TEST(Frechet, OfASetWithItselfIsZeroAndSurvivesASingularCovariance) {
  std::vector<float> points = normal_points(50, 8, 4);
  for (std::size_t i = 0; i < points.size(); i += 8) points[i] = points[i + 1];  // a dimension too many
  const Gaussian gaussian = fit_gaussian(points, 8);
  EXPECT_NEAR(frechet_distance(gaussian, gaussian), 0, 1e-6);
}

TEST(Neighbours, DistancesAreEuclid) {
  const std::vector<float> points{0, 0, 3, 4, -1, 0}, rows{0, 0, 3, 3};
  std::vector<float> distances(6, std::nanf(""));
  PointSet(points, 2).squared_distances(rows, distances);
  EXPECT_EQ(distances, (std::vector<float>{0, 25, 1, 18, 1, 25}));
}

TEST(Neighbours, NearestOthersLeaveOutThePointButNotItsDouble) {
  const std::vector<float> line{0, 1, 3, 3, 7};
  std::vector<float> nearest(6, std::nanf(""));
  nearest_others(PointSet(line, 1), line, 2, 2, nearest);
  EXPECT_EQ(nearest, (std::vector<float>{0, 4, 0, 4, 16, 16}));
}

TEST(Neighbours, BallsReachToTheThirdAndToTheFifth) {
  Balls balls{std::vector<float>(3), std::vector<float>(3)};
  set_radii(std::vector<float>{1, 2, 3, 4, 5, 2, 4, 6, 8, 10}, 1, balls);
  EXPECT_EQ(balls.precision, (std::vector<float>{0, 3, 6}));
  EXPECT_EQ(balls.density, (std::vector<float>{0, 5, 10}));
}

/// All counts at once, and in two parts that must add up to the same.
Overlap overlap(const std::vector<float>& generated, const std::vector<float>& real) {
  const auto balls_of = [](const PointSet& set, const std::vector<float>& points) {
    std::vector<float> nearest(set.count() * kDensityNeighbours);
    nearest_others(set, points, 0, kDensityNeighbours, nearest);
    Balls balls{std::vector<float>(set.count()), std::vector<float>(set.count())};
    set_radii(nearest, 0, balls);
    return balls;
  };
  const PointSet generated_set(generated, 1), real_set(real, 1);
  const Balls generated_balls = balls_of(generated_set, generated), real_balls = balls_of(real_set, real);
  OverlapCounts counts = count_generated(generated, real_set, real_balls);
  for (const std::size_t first : {0UL, 2UL}) {
    const std::size_t count = first == 0 ? 2 : real.size() - 2;
    counts +=
        count_real(std::span(real).subspan(first, count), first, real_balls, generated_set, generated_balls);
  }
  return overlap_of(counts, generated.size(), real.size());
}

TEST(Overlap, OfHandMadePoints) {
  // Squared radii of 0, 1, 2, 3, 4, 5: third neighbours 9 4 4 4 4 9, fifth ones 25 16 9 9 16 25.
  const std::vector<float> real{0, 1, 2, 3, 4, 5};
  // Third neighbours of 4, 6, 8, 10, 12, 100: 36 16 16 36 64 and far.
  const std::vector<float> generated{4, 6, 8, 10, 12, 100};
  const Overlap figures = overlap(generated, real);
  // 4, 6 and 8 lie within 3 of 5 (4: also of others); 10 and more do not.
  EXPECT_NEAR(figures.precision, 3.0 / 6, 1e-12);
  // 4's ball reaches to -2: all real points.
  EXPECT_NEAR(figures.recall, 1, 1e-12);
  // Fifth balls: [-5, 5], [-3, 5], [-1, 5], [0, 6], [0, 8], [0, 10]. 4 in all 6, 6 in 3, 8 in 2, 10 in 1.
  EXPECT_NEAR(figures.density, 12.0 / (5 * 6), 1e-12);
  EXPECT_NEAR(figures.coverage, 1, 1e-12);  // 4 lies in each

  const Overlap swapped = overlap(real, generated);
  EXPECT_NEAR(swapped.precision, 1, 1e-12);
  EXPECT_NEAR(swapped.recall, 3.0 / 6, 1e-12);
}

TEST(Overlap, OfFarAwayPointsIsNothing) {
  const Overlap figures = overlap({100, 101, 102, 103, 104, 105}, {0, 1, 2, 3, 4, 5});
  EXPECT_EQ(figures.precision, 0);
  EXPECT_EQ(figures.recall, 0);
  EXPECT_EQ(figures.density, 0);
  EXPECT_EQ(figures.coverage, 0);
}

TEST(Overlap, OfASetWithItselfIsFull) {
  const std::vector<float> points = normal_points(40, 1, 5);
  const Overlap figures = overlap(points, points);
  EXPECT_EQ(figures.precision, 1);
  EXPECT_EQ(figures.recall, 1);
  EXPECT_EQ(figures.coverage, 1);
  EXPECT_NEAR(figures.density, 6.0 / 5, 0.05);  // each ball holds its own centre and five others
}

TEST(Auroc, CountsPairsInTheRightOrder) {
  EXPECT_EQ(auroc(std::vector<double>{3, 4}, std::vector<double>{1, 2}), 1);
  EXPECT_EQ(auroc(std::vector<double>{1, 2}, std::vector<double>{3, 4}), 0);
  EXPECT_EQ(auroc(std::vector<double>{1, 3}, std::vector<double>{2}), 0.5);
  EXPECT_EQ(auroc(std::vector<double>{1, 1}, std::vector<double>{1, 1, 1}), 0.5);
  EXPECT_NEAR(auroc(std::vector<double>{0.9, 0.5, 0.4}, std::vector<double>{0.5, 0.1}), (2 + 1.5 + 1) / 6,
              1e-12);
}

}  // namespace
}  // namespace sgan::evaluation
