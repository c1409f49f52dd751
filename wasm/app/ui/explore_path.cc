#include "ui/explore_path.h"

#include <algorithm>
#include <cmath>

#include "sgan/latent.h"
#include "sgan/random.h"

namespace sgan::app {
namespace {

constexpr float kMorphSeconds = 2.5F, kLegSeconds = 3, kMixtureSeconds = 0.6F;  // at speed 1

/// Starts and ends gently.
float eased(float part) { return part * part * (3 - 2 * part); }

void move_mixture(ExploreState& explore, float seconds) {
  if (!explore.settling) return;
  const std::array<float, kDigitClasses> target = mixture_of(explore.digit);
  const float most = seconds / kMixtureSeconds;
  for (std::size_t c = 0; c < target.size(); ++c) {
    float& share = explore.point.mixture[c];
    share += std::clamp(target[c] - share, -most, most);
  }
  explore.settling = explore.point.mixture != target;
}

void move_morph(ExploreState& explore, const ModelInfo& model, float seconds) {
  const float by = seconds * explore.speed / kMorphSeconds;
  explore.part += explore.backwards ? -by : by;
  if (explore.part >= 1 || explore.part <= 0) {
    explore.backwards = explore.part >= 1;
    explore.part = std::clamp(explore.part, 0.0F, 1.0F);
  }
  show_part(explore, model.latent_prior, explore.part);
}

/// The latents that a walk visits come after those that the tab Sample shows.
void begin_leg(ExploreState& explore, const ModelInfo& model) {
  constexpr std::uint64_t kFirst = std::uint64_t{1} << 32;
  explore.walk_from = explore.point.latent;
  explore.walk_to.resize(explore.point.latent.size());
  sample_latents(explore.seed, kFirst + explore.walk_legs, model.latent_prior, model.latent_dim,
                 explore.walk_to);
  explore.walk_part = 0;
}

void move_walk(ExploreState& explore, const ModelInfo& model, float seconds) {
  if (explore.walk_to.empty()) begin_leg(explore, model);
  explore.walk_part = std::min(1.0F, explore.walk_part + seconds * explore.speed / kLegSeconds);
  interpolate_latents(model.latent_prior, explore.walk_from, explore.walk_to, eased(explore.walk_part),
                      explore.point.latent);
  if (explore.walk_part < 1) return;
  ++explore.walk_legs;
  begin_leg(explore, model);
}

}  // namespace

std::array<float, kDigitClasses> mixture_of(int digit) {
  std::array<float, kDigitClasses> mixture{};
  mixture[static_cast<std::size_t>(digit)] = 1;
  return mixture;
}

int digit_of(const ExplorePoint& point) {
  const auto most = std::max_element(point.mixture.begin(), point.mixture.end());
  return *most > 0 ? static_cast<int>(most - point.mixture.begin()) : -1;
}

ExplorePoint sample_point(const ModelInfo& model, std::uint64_t seed, std::uint64_t index, int digit) {
  ExplorePoint point{std::vector<float>(static_cast<std::size_t>(model.latent_dim)), {}};
  if (model.conditional != Conditioning::kNone) point.mixture = mixture_of(digit);
  sample_latents(seed, index, model.latent_prior, model.latent_dim, point.latent);
  return point;
}

ExplorePoint next_point(const ModelInfo& model, std::uint64_t seed, std::uint64_t index, int digit) {
  return sample_point(model, seed, index + 1, (digit + 1) % kDigitClasses);
}

ExplorePoint morph_point(const ExploreState& explore, LatentPrior prior, float part) {
  ExplorePoint point = explore.from;
  interpolate_latents(prior, explore.from.latent, explore.to.latent, part, point.latent);
  for (std::size_t c = 0; c < point.mixture.size(); ++c)
    point.mixture[c] = (1 - part) * explore.from.mixture[c] + part * explore.to.mixture[c];
  return point;
}

void show_part(ExploreState& explore, LatentPrior prior, float part) {
  explore.part = part;
  explore.point = morph_point(explore, prior, part);
  if (const int digit = digit_of(explore.point); digit >= 0) explore.digit = digit;
  explore.settling = false;
}

bool moving(const ExploreState& explore) {
  return explore.ready && (explore.motion != ExploreMotion::kNone || explore.settling);
}

void move(ExploreState& explore, const ModelInfo& model, double seconds) {
  const auto step =
      static_cast<float>(std::clamp(seconds, 0.0, 0.1));  // a page that was hidden does not jump
  if (explore.motion == ExploreMotion::kMorph) {
    move_morph(explore, model, step);
    return;
  }
  move_mixture(explore, step);
  if (explore.motion == ExploreMotion::kWalk) move_walk(explore, model, step);
}

}  // namespace sgan::app
