#pragma once

#include <span>
#include <vector>

#include "sgan/model.h"

// Moving among the latents of a model: nearer to the middle, from one to another, along directions that
// change the image most.
namespace sgan {

/// Mean and standard deviation of one value of a latent: 1/2 and sqrt(1/12), or 0 and 1.
[[nodiscard]] float prior_mean(LatentPrior prior) noexcept;
[[nodiscard]] float prior_deviation(LatentPrior prior) noexcept;

/// Moves every value towards the prior's mean: less variety, more typical images.
/// keep: 1 leaves the latents as they are, 0 makes all of them the mean.
void truncate_latents(LatentPrior prior, float keep, std::span<float> latents) noexcept;

/// The latent at part `t` in [0, 1] of the way: a straight line for a uniform prior, an arc around the origin
/// for a normal one, whose latents all lie about as far from it (White, "Sampling Generative Networks",
/// 2016). from, to, latent: [latent_dim]; 0 and 1 give the ends exactly.
void interpolate_latents(LatentPrior prior, std::span<const float> from, std::span<const float> to, float t,
                         std::span<float> latent) noexcept;

/// Where a latent lies along direction `k`, in scales from the prior's mean, and the latent moved to another
/// such place.  latent: [latent_dim]; 0 <= k < directions.count
[[nodiscard]] float coordinate(const Directions& directions, int k, LatentPrior prior,
                               std::span<const float> latent) noexcept;
void set_coordinate(const Directions& directions, int k, LatentPrior prior, float value,
                    std::span<float> latent) noexcept;

}  // namespace sgan
