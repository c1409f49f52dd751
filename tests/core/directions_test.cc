#include "sgan/directions.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sgan/generator.h"
#include "sgan/latent.h"
#include "sgan/random.h"
#include "support/random_model.h"

namespace sgan {
namespace {

using test::load;
using test::NetworkSizes;
using test::random_values;
using test::random_weights;

double dot(std::span<const float> a, std::span<const float> b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

/// Where the search looks: derivatives of ten images by the latent, [10][latent_dim][pixels], one image at a
/// time.
std::vector<std::vector<std::vector<double>>> derivatives(const Model& model) {
  const auto size = static_cast<std::size_t>(model.info.latent_dim);
  const auto pixels = image_pixels(model.info);
  Workspace workspace;
  std::vector<std::vector<std::vector<double>>> all(10);
  for (std::size_t point = 0; point < all.size(); ++point) {
    std::vector<float> latent(size), middle(pixels), moved(pixels);
    const int label = static_cast<int>(point);
    sample_latents(0, point, model.info.latent_prior, model.info.latent_dim, latent);
    EXPECT_TRUE(generate(model, latent, {&label, 1}, workspace, middle).ok());
    for (std::size_t axis = 0; axis < size; ++axis) {
      std::vector<float> there = latent;
      there[axis] += 0.5F * prior_deviation(model.info.latent_prior);
      EXPECT_TRUE(generate(model, there, {&label, 1}, workspace, moved).ok());
      std::vector<double> row(pixels);
      for (std::size_t i = 0; i < pixels; ++i) row[i] = moved[i] - middle[i];
      all[point].push_back(std::move(row));
    }
  }
  return all;
}

/// How much the images change along a direction, to first order: the mean of |J'v|^2.
double change_along(const std::vector<std::vector<std::vector<double>>>& jacobians,
                    std::span<const float> v) {
  double sum = 0;
  for (const auto& rows : jacobians) {
    for (std::size_t pixel = 0; pixel < rows[0].size(); ++pixel) {
      double change = 0;
      for (std::size_t axis = 0; axis < v.size(); ++axis) change += v[axis] * rows[axis][pixel];
      sum += change * change;
    }
  }
  return sum / static_cast<double>(jacobians.size());
}

class PrincipalDirections : public testing::TestWithParam<bool> {};

TEST_P(PrincipalDirections, AreOrthonormalAndImagesChangeLessAlongOthers) {
  Weights weights = random_weights({13, 16, {35, 4, 3}, {2, 3, 4, 5}}, 5);
  if (GetParam()) weights.metadata = {{"conditional", "embed_mul"}, {"latent_prior", "normal"}};
  const Model model = load(weights);
  const auto jacobians = derivatives(model);
  const Directions found = principal_directions(model, 6);
  ASSERT_EQ(found.count, 6);
  double last = 1e30;
  for (int k = 0; k < found.count; ++k) {
    const auto direction = found.vector(k, 13);
    for (int other = 0; other < k; ++other) EXPECT_NEAR(dot(direction, found.vector(other, 13)), 0, 1e-5);
    EXPECT_NEAR(dot(direction, direction), 1, 1e-5);
    EXPECT_GT(*std::max_element(direction.begin(), direction.end()),
              -*std::min_element(direction.begin(), direction.end()));
    EXPECT_EQ(found.scales[static_cast<std::size_t>(k)], prior_deviation(model.info.latent_prior));
    const double now = change_along(jacobians, direction);
    EXPECT_LE(now, last * 1.001) << "direction " << k << " is out of order";
    last = now;
  }
  // What is orthogonal to all six changes images less than each of them.
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    std::vector<float> probe = random_values(13, seed + 100);
    for (int k = 0; k < found.count; ++k) {
      const auto direction = found.vector(k, 13);
      const double along = dot(probe, direction);
      for (std::size_t i = 0; i < probe.size(); ++i) probe[i] -= static_cast<float>(along) * direction[i];
    }
    const double length = std::sqrt(dot(probe, probe));
    for (float& value : probe) value = static_cast<float>(value / length);
    EXPECT_LE(change_along(jacobians, probe), last * 1.001);
  }
}

INSTANTIATE_TEST_SUITE_P(Both, PrincipalDirections, testing::Bool(),
                         [](const auto& test) { return test.param ? "Conditional" : "Unconditional"; });

TEST(Directions, AreFoundALittleAtATimeAndNotBeyondTheLimits) {
  const Model model = load(random_weights({}, 2));
  DirectionSearch search(model, 3);
  Workspace workspace;
  float last = 0;
  EXPECT_EQ(search.progress(), 0);
  for (int i = 0; !search.done(); ++i) {
    ASSERT_LT(i, 1000);
    search.step(workspace);
    EXPECT_GT(search.progress(), last);
    last = search.progress();
  }
  EXPECT_EQ(last, 1);
  EXPECT_EQ(search.result().vectors, principal_directions(model, 3).vectors);
  EXPECT_EQ(principal_directions(model, 0).count, 0);
  EXPECT_EQ(principal_directions(model, 99).count, 6) << "as many as there are values";
  NetworkSizes many{kMostPrincipalValues + 1, 16, {1, 1, 1}, {1, 1, 1, 1}};
  EXPECT_EQ(principal_directions(load(random_weights(many, 1)), 3).count, 0);
}

TEST(Directions, OfALayerThatHearsTwoLieAmongThoseTwo) {
  NetworkSizes sizes{4, 16, {2, 2, 2}, {2, 2, 2, 2}};
  Weights weights = random_weights(sizes, 1);
  std::vector<float>& weight = test::tensor_named(weights, "generator.l1.0.weight").values;
  for (std::size_t i = 0; i < weight.size(); i += 4) weight[i] = weight[i + 3] = 0;
  const Directions found = principal_directions(load(weights), 4);
  ASSERT_EQ(found.count, 4);
  for (int k = 0; k < 4; ++k) {
    const auto v = found.vector(k, 4);
    EXPECT_NEAR(v[1] * v[1] + v[2] * v[2], k < 2 ? 1 : 0, 1e-5) << k;
    EXPECT_NEAR(dot(v, v), 1, 1e-5) << k;
  }
}

TEST(Directions, AreFoundWhereverTheyLieAmongManyLatents) {
  constexpr std::size_t kLatents = 101, kOne = 60, kOther = 90;
  Weights weights = random_weights({kLatents, 16, {2, 2, 2}, {2, 2, 2, 2}}, 1);
  std::vector<float>& weight = test::tensor_named(weights, "generator.l1.0.weight").values;
  for (std::size_t i = 0; i < weight.size(); ++i)
    if (i % kLatents != kOne && i % kLatents != kOther) weight[i] = 0;
  const Directions found = principal_directions(load(weights), 2);
  ASSERT_EQ(found.count, 2);
  for (int k = 0; k < 2; ++k) {
    const auto v = found.vector(k, kLatents);
    EXPECT_NEAR(v[kOne] * v[kOne] + v[kOther] * v[kOther], 1, 1e-5) << k;
  }
}

TEST(Directions, AreAsManyAsLatentsWhereAllImagesAreTheSame) {
  Weights weights = random_weights({}, 1);
  for (float& value : test::tensor_named(weights, "generator.l1.0.weight").values) value = 0;
  const Directions found = principal_directions(load(weights), 6);
  ASSERT_EQ(found.count, 6);
  for (int k = 0; k < 6; ++k) {
    for (int other = 0; other <= k; ++other)
      EXPECT_NEAR(dot(found.vector(k, 6), found.vector(other, 6)), k == other ? 1 : 0, 1e-5);
  }
}

TEST(Directions, AreNotFoundWhereImagesAreNoNumbers) {
  Weights weights = random_weights({}, 1);
  for (float& value : test::tensor_named(weights, "generator.l1.0.weight").values) value *= 1e38F;
  for (float& value : test::tensor_named(weights, "generator.conv_blocks.2.weight").values) value *= 1e38F;
  const Model model = load(weights);
  DirectionSearch search(model, 3);
  Workspace workspace;
  search.step(workspace);
  EXPECT_TRUE(search.done());
  EXPECT_EQ(search.progress(), 1);
  EXPECT_EQ(search.result().count, 0);
}

}  // namespace
}  // namespace sgan
