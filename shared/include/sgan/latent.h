#pragma once

#include <span>
#include <vector>

#include "sgan/model.h"

/// Moving among the latents of a model: nearer to the middle, from one to another, along directions that
/// change the image most.
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

/// The model's own directions (model.h), or, where its file has none, its principal ones; at most `most`.
[[nodiscard]] Directions directions_of(const Model& model, int most);

/// The `count` (at most latent_dim) orthogonal directions along which the generator's first layer, its batch
/// norm included, answers most strongly, strongest first: eigenvectors of W'W, or, for a conditional model,
/// of its mean over the classes, each of which stretches the latent by its own embedding. Each points to
/// where its largest component is positive; its scale is the prior's deviation. Takes about 30 ms for the
/// article's network in a browser, and is the same to the bit wherever it runs. None for latents of more than
/// kMostPrincipalValues values, for which it would take too long.
inline constexpr int kMostPrincipalValues = 1024;
[[nodiscard]] Directions principal_directions(const Model& model, int count);

/// Where a latent lies along direction `k`, in scales from the prior's mean, and the latent moved to another
/// such place.  latent: [latent_dim]; 0 <= k < directions.count
[[nodiscard]] float coordinate(const Directions& directions, int k, LatentPrior prior,
                               std::span<const float> latent) noexcept;
void set_coordinate(const Directions& directions, int k, LatentPrior prior, float value,
                    std::span<float> latent) noexcept;

}  // namespace sgan
