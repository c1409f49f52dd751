#pragma once

#include "sgan/model.h"
#include "ui/explore_state.h"

namespace sgan::app {

/// The point at part `part` of the way between the ends of the morph.
[[nodiscard]] ExplorePoint morph_point(const ExploreState& explore, LatentPrior prior, float part);

/// Shows that point; its digit is the class that it has most of, if it has any.
void show_part(ExploreState& explore, LatentPrior prior, float part);

/// All of one class.
[[nodiscard]] std::array<float, kDigitClasses> mixture_of(int digit);

/// The class that a point has most of; -1 for a model that knows no classes.
[[nodiscard]] int digit_of(const ExplorePoint& point);

/// Sample `index` of the seed, as that digit if the model knows classes.
[[nodiscard]] ExplorePoint sample_point(const ModelInfo& model, std::uint64_t seed, std::uint64_t index,
                                        int digit);

/// What a morph goes to before anybody has chosen: the next sample, as the next digit.
[[nodiscard]] ExplorePoint next_point(const ModelInfo& model, std::uint64_t seed, std::uint64_t index,
                                      int digit);

/// Moves what is in motion by so many seconds: the mixture towards the chosen digit, the morph to and fro,
/// the walk from one random latent of the seed to the next.
void move(ExploreState& explore, const ModelInfo& model, double seconds);

/// Whether anything is in motion.
[[nodiscard]] bool moving(const ExploreState& explore);

}  // namespace sgan::app
