#pragma once

#include <memory>
#include <string>
#include <vector>

#include "evaluator_network.h"
#include "options.h"
#include "recipe.h"
#include "sgan/model.h"

namespace sgan::train {

/// The names of all presets, the default one first.
[[nodiscard]] const std::vector<std::string>& preset_names();

/// The options' defaults under a preset of that list.
[[nodiscard]] Options preset_defaults(const std::string& name);

/// Whether the article's recipe is asked for, as it stands.
[[nodiscard]] bool is_reference(const Options& options);

/// Whether the generator is asked for digits.
[[nodiscard]] bool is_conditional(const Options& options);

/// Whether the discriminator learns alone against a generator that is done.
[[nodiscard]] bool is_classifier(const Options& options);

/// Whether it is the network that `sgan evaluate` compares images in, and no GAN.
[[nodiscard]] bool is_evaluator(const Options& options);

/// Whether the discriminator is a classifier too.
[[nodiscard]] bool learns_classes(const Options& options);

/// Whether the test images are looked at, once, after the last epoch. The article's recipe does after each.
[[nodiscard]] bool is_tested_at_end(const Options& options);

[[nodiscard]] LatentPrior latent_prior(const Options& options);

[[nodiscard]] bool trains_generator(const Options& options);

[[nodiscard]] NormEps norm_eps(const Options& options);

[[nodiscard]] DiscriminatorShape discriminator_shape(const Options& options);

/// What the initial biases of batch norms scatter by.
[[nodiscard]] double norm_bias(const Options& options);

/// learners: stays the caller's and must outlive the recipe
/// teachers: of the preset classifier, in evaluation mode
[[nodiscard]] std::unique_ptr<Recipe> make_recipe(const Options& options, Learners& learners,
                                                  const std::vector<Evaluator>& teachers);

}  // namespace sgan::train
