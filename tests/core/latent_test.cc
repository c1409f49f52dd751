#include "sgan/latent.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sgan/random.h"
#include "support/random_model.h"

namespace sgan {
namespace {

using test::random_values;

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

}  // namespace
}  // namespace sgan
