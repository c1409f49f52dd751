#include "sgan/latent.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sgan/directions.h"
#include "sgan/generator.h"
#include "sgan/random.h"
#include "support/random_model.h"

namespace sgan {
namespace {

using test::NetworkSizes;
using test::random_values;
using test::random_weights;
using test::tensor_named;

constexpr auto kUniform = LatentPrior::kUniform01;
constexpr auto kNormal = LatentPrior::kNormal;

double dot(std::span<const float> a, std::span<const float> b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

TEST(Latent, MeanAndDeviationAreThoseOfThePrior) {
  for (const LatentPrior prior : {kUniform, kNormal}) {
    std::vector<float> values(100'000);
    sample_latents(3, 0, prior, 100, values);
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / 1e5;
    EXPECT_NEAR(mean, prior_mean(prior), 0.01);
    double square = 0;
    for (const float value : values) square += (value - mean) * (value - mean);
    EXPECT_NEAR(std::sqrt(square / 1e5), prior_deviation(prior), 0.005);
  }
}

TEST(Latent, TruncationMovesTowardsTheMean) {
  std::vector<float> latent{0.1F, 0.5F, 0.9F};
  truncate_latents(kUniform, 1, latent);
  EXPECT_EQ(latent, (std::vector{0.1F, 0.5F, 0.9F}));
  truncate_latents(kUniform, 0.5F, latent);
  EXPECT_FLOAT_EQ(latent[0], 0.3F);
  EXPECT_FLOAT_EQ(latent[1], 0.5F);
  EXPECT_FLOAT_EQ(latent[2], 0.7F);
  truncate_latents(kNormal, 0.5F, latent);
  EXPECT_FLOAT_EQ(latent[2], 0.35F);
  truncate_latents(kUniform, 0, latent);
  EXPECT_EQ(latent, (std::vector{0.5F, 0.5F, 0.5F}));
}

TEST(Latent, InterpolationOfAUniformPriorIsAStraightLine) {
  const std::vector<float> from{0, 1, 0.25F}, to{1, 0, 0.25F};
  std::vector<float> at(3);
  interpolate_latents(kUniform, from, to, 0.25F, at);
  EXPECT_EQ(at, (std::vector{0.25F, 0.75F, 0.25F}));
}

TEST(Latent, InterpolationOfANormalPriorKeepsItsDistanceFromTheOrigin) {
  std::vector<float> from = random_values(100, 1, -2, 2), to = random_values(100, 2, -2, 2), at(100);
  const double length = std::sqrt(dot(from, from));
  const double other = std::sqrt(dot(to, to));
  for (float& value : to) value *= static_cast<float>(length / other);
  double turned = 0;
  for (const float t : {0.1F, 0.5F, 0.75F, 1.0F}) {
    interpolate_latents(kNormal, from, to, t, at);
    EXPECT_NEAR(std::sqrt(dot(at, at)), length, 1e-4 * length);
    const double angle = std::acos(std::min(1.0, dot(from, at) / (length * length)));
    EXPECT_GT(angle, turned);
    turned = angle;
  }
  interpolate_latents(kNormal, from, to, 0.5F, at);
  EXPECT_NEAR(std::acos(dot(from, at) / (length * length)), turned / 2, 1e-3) << "the speed is not constant";
}

TEST(Latent, InterpolationBeginsAndEndsExactly) {
  const std::vector<float> from = random_values(7, 1), to = random_values(7, 2);
  std::vector<float> at(7);
  for (const LatentPrior prior : {kUniform, kNormal}) {
    interpolate_latents(prior, from, to, 0, at);
    EXPECT_EQ(at, from);
    interpolate_latents(prior, from, to, 1, at);
    EXPECT_EQ(at, to);
  }
}

TEST(Latent, InterpolationIsFiniteWhereAnArcIsNotDefined) {
  const std::vector<float> some{1, 2, 3}, opposite{-1, -2, -3}, zero{0, 0, 0};
  std::vector<float> at(3);
  for (const auto& [from, to] : {std::pair(some, some), {some, opposite}, {zero, some}, {zero, zero}}) {
    interpolate_latents(kNormal, from, to, 0.5F, at);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_FLOAT_EQ(at[i], (from[i] + to[i]) / 2);
  }
}

Model loaded(const Weights& weights) {
  std::vector<std::byte> bytes;
  EXPECT_TRUE(write_weights(weights, DType::kF32, bytes).ok());
  Model model;
  const Status status = load_model(bytes, model);
  EXPECT_TRUE(status.ok()) << status.message();
  return model;
}

/// Where the search looks: derivatives of ten images by the latent, [10][latent_dim][pixels], one image at a
/// time.
std::vector<std::vector<std::vector<double>>> derivatives(const Model& model) {
  const auto size = static_cast<std::size_t>(model.info.latent_dim);
  const auto pixels = static_cast<std::size_t>(model.info.image_size * model.info.image_size);
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
  const Model model = loaded(weights);
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
  const Model model = loaded(random_weights({}, 2));
  DirectionSearch search(model, 3);
  Workspace workspace;
  float last = 0;
  EXPECT_EQ(search.progress(), 0);
  for (int i = 0; !search.done(); ++i) {
    ASSERT_LT(i, 100);
    search.step(workspace);
    EXPECT_GT(search.progress(), last);
    last = search.progress();
  }
  EXPECT_EQ(last, 1);
  EXPECT_EQ(search.result().vectors, principal_directions(model, 3).vectors);
  EXPECT_EQ(principal_directions(model, 0).count, 0);
  EXPECT_EQ(principal_directions(model, 99).count, 6) << "as many as there are values";
  NetworkSizes many{kMostPrincipalValues + 1, 16, {1, 1, 1}, {1, 1, 1, 1}};
  EXPECT_EQ(principal_directions(loaded(random_weights(many, 1)), 3).count, 0);
}

TEST(Directions, OfALayerThatHearsTwoLieAmongThoseTwo) {
  NetworkSizes sizes{4, 16, {2, 2, 2}, {2, 2, 2, 2}};
  Weights weights = random_weights(sizes, 1);
  std::vector<float>& weight = tensor_named(weights, "generator.l1.0.weight").values;
  for (std::size_t i = 0; i < weight.size(); i += 4) weight[i] = weight[i + 3] = 0;
  const Directions found = principal_directions(loaded(weights), 4);
  ASSERT_EQ(found.count, 4);
  for (int k = 0; k < 4; ++k) {
    const auto v = found.vector(k, 4);
    EXPECT_NEAR(v[1] * v[1] + v[2] * v[2], k < 2 ? 1 : 0, 1e-5) << k;
    EXPECT_NEAR(dot(v, v), 1, 1e-5) << k;
  }
}

TEST(Directions, CoordinatesAreReadAndSet) {
  const Directions directions{2, {0.6F, 0.8F, 0, 0, 0, 1}, {0.5F, 2}};
  std::vector<float> latent{0.5F, 1.5F, 4.5F};
  EXPECT_FLOAT_EQ(coordinate(directions, 0, kUniform, latent), 1.6F);
  EXPECT_FLOAT_EQ(coordinate(directions, 1, kUniform, latent), 2);
  set_coordinate(directions, 0, kUniform, -1, latent);
  EXPECT_FLOAT_EQ(coordinate(directions, 0, kUniform, latent), -1);
  EXPECT_FLOAT_EQ(coordinate(directions, 1, kUniform, latent), 2) << "moves along another direction as well";
  EXPECT_FLOAT_EQ(latent[0], 0.5F - 1.3F * 0.6F);
}

TEST(Directions, OfTheFileAreUsedAndNormalised) {
  Weights weights = random_weights({}, 2);
  weights.tensors.push_back({"generator.directions", {2, 6}, {0, 3, 0, 0, 0, 4, 1, 0, 0, 0, 0, 0}});
  Model model = loaded(weights);
  ASSERT_EQ(model.directions.count, 2);
  EXPECT_FLOAT_EQ(model.directions.vectors[1], 0.6F);
  EXPECT_FLOAT_EQ(model.directions.vectors[5], 0.8F);
  EXPECT_EQ(model.directions.scales, std::vector<float>(2, prior_deviation(kUniform)));
  EXPECT_EQ(model.info.generator_parameters, loaded(random_weights({}, 2)).info.generator_parameters);
  weights.tensors.push_back({"generator.directions_scale", {2}, {0.25F, 4}});
  model = loaded(weights);
  EXPECT_EQ(model.directions.scales, (std::vector{0.25F, 4.0F}));
}

TEST(GenerateMixed, AShareOfOneIsTheLabel) {
  Weights weights = random_weights({}, 3);
  weights.metadata["conditional"] = "embed_mul";
  const Model model = loaded(weights);
  const std::vector<float> latents = random_values(6 * 10, 8);
  std::vector<int> labels(10);
  std::iota(labels.begin(), labels.end(), 0);
  std::vector<float> mixtures(100, 0.0F), by_label(10 * 256), mixed(10 * 256);
  for (std::size_t i = 0; i < 10; ++i) mixtures[i * 11] = 1;
  Workspace workspace;
  ASSERT_TRUE(generate(model, latents, labels, workspace, by_label).ok());
  ASSERT_TRUE(generate_mixed(model, latents, mixtures, workspace, mixed).ok());
  EXPECT_EQ(by_label, mixed);
}

TEST(GenerateMixed, IsTheImageOfTheMixedEmbedding) {
  Weights weights = random_weights({}, 3);
  weights.metadata["conditional"] = "embed_mul";
  const std::vector<float> latent = random_values(6, 8);
  std::vector<float> mixture(10, 0.0F), mixed(256), wanted(256);
  mixture[2] = 0.25F;
  mixture[7] = 0.75F;
  Workspace workspace;
  ASSERT_TRUE(generate_mixed(loaded(weights), latent, mixture, workspace, mixed).ok());
  std::vector<float>& embedding = tensor_named(weights, "generator.label_emb.weight").values;
  for (std::size_t i = 0; i < 6; ++i) embedding[i] = 0.25F * embedding[12 + i] + 0.75F * embedding[42 + i];
  const int label = 0;
  ASSERT_TRUE(generate(loaded(weights), latent, {&label, 1}, workspace, wanted).ok());
  for (std::size_t i = 0; i < wanted.size(); ++i) EXPECT_NEAR(mixed[i], wanted[i], 1e-5);
}

TEST(GenerateMixed, RefusesSharesOfAnotherSize) {
  Weights weights = random_weights({}, 3);
  Workspace workspace;
  const std::vector<float> latent(6, 0.5F), shares(9, 0.1F);
  std::vector<float> image(256);
  EXPECT_TRUE(generate_mixed(loaded(weights), latent, shares, workspace, image).ok()) << "unconditional";
  weights.metadata["conditional"] = "embed_mul";
  const Status status = generate_mixed(loaded(weights), latent, shares, workspace, image);
  EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
  EXPECT_NE(status.message().find("10 shares per latent, 10, not 9"), std::string::npos) << status.message();
}

}  // namespace
}  // namespace sgan
