#include "sgan/latent.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace sgan {

float prior_mean(LatentPrior prior) noexcept { return prior == LatentPrior::kUniform01 ? 0.5F : 0.0F; }

float prior_deviation(LatentPrior prior) noexcept {
  constexpr float kUniform = 0.288675135F;  // sqrt(1/12)
  return prior == LatentPrior::kUniform01 ? kUniform : 1.0F;
}

void truncate_latents(LatentPrior prior, float keep, std::span<float> latents) noexcept {
  if (keep == 1) return;  // exactly as they are
  const float mean = prior_mean(prior);
  for (float& value : latents) value = mean + keep * (value - mean);
}

namespace {

double dot(std::span<const float> a, std::span<const float> b) noexcept {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  return sum;
}

struct Shares {
  double from, to;
};

/// How much of each end makes up the point at `t`.
Shares shares(LatentPrior prior, std::span<const float> from, std::span<const float> to, double t) noexcept {
  const Shares straight{1 - t, t};
  if (prior == LatentPrior::kUniform01) return straight;
  const double lengths = std::sqrt(dot(from, from) * dot(to, to));
  if (lengths == 0) return straight;
  const double angle = std::acos(std::clamp(dot(from, to) / lengths, -1.0, 1.0));
  const double sine = std::sin(angle);
  // Nearly the same direction, where an arc is a line, or opposite ones, where every arc is as good.
  if (sine < 1e-4) return straight;
  return {std::sin((1 - t) * angle) / sine, std::sin(t * angle) / sine};
}

}  // namespace

void interpolate_latents(LatentPrior prior, std::span<const float> from, std::span<const float> to, float t,
                         std::span<float> latent) noexcept {
  assert(from.size() == latent.size() && to.size() == latent.size());
  if (t <= 0 || t >= 1) {
    std::copy_n((t <= 0 ? from : to).begin(), latent.size(), latent.begin());
    return;
  }
  const Shares share = shares(prior, from, to, static_cast<double>(t));
  for (std::size_t i = 0; i < latent.size(); ++i) {
    latent[i] =
        static_cast<float>(share.from * static_cast<double>(from[i]) + share.to * static_cast<double>(to[i]));
  }
}

float coordinate(const Directions& directions, int k, LatentPrior prior,
                 std::span<const float> latent) noexcept {
  const std::span<const float> direction = directions.vector(k, latent.size());
  const auto mean = static_cast<double>(prior_mean(prior));
  double along = 0;
  for (std::size_t i = 0; i < latent.size(); ++i)
    along += static_cast<double>(direction[i]) * (static_cast<double>(latent[i]) - mean);
  return static_cast<float>(along) / directions.scales[static_cast<std::size_t>(k)];
}

void set_coordinate(const Directions& directions, int k, LatentPrior prior, float value,
                    std::span<float> latent) noexcept {
  const float by =
      (value - coordinate(directions, k, prior, latent)) * directions.scales[static_cast<std::size_t>(k)];
  const std::span<const float> direction = directions.vector(k, latent.size());
  for (std::size_t i = 0; i < latent.size(); ++i) latent[i] += by * direction[i];
}

}  // namespace sgan
