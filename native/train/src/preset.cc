#include "preset.h"

#include "classifier_recipe.h"
#include "reference_recipe.h"
#include "sgan_recipe.h"

namespace sgan::train {

const std::vector<std::string>& preset_names() {
  static const std::vector<std::string> names{"conditional", "sgan",      "dcgan",
                                              "classifier",  "evaluator", "reference"};
  return names;
}

Options preset_defaults(const std::string& name) {
  Options options;
  options.preset = name;
  if (is_conditional(options)) return options;
  if (is_classifier(options)) {
    options.discriminator_norm = "batch";
    options.adam = {.learning_rate = 2e-3, .beta1 = 0.9};
    options.decay = 1;
    return options;
  }
  if (is_evaluator(options)) {
    options.epochs = 8;
    options.batch_size = 128;
    options.adam = {.learning_rate = 3e-3, .beta1 = 0.9};
    options.decay = 1;
    options.seed = 2026;  // other initial weights and another order than the discriminators' by default
    options.ema_decay = 0.99;
    return options;
  }
  options.discriminator_width = DiscriminatorShape{}.width;
  options.discriminator_norm = "batch";
  options.dropout = DiscriminatorShape{}.dropout;
  options.adam = {};
  options.decay = 0;
  options.shift = 0;
  options.gradient_penalty = 0;
  options.class_weight = options.generator_class_weight = 1;
  if (is_reference(options)) {
    options.validation = std::to_string(0);  // the article trains on all images
    options.latent_prior = "uniform01";
    options.ema_decay = 0;
  } else {
    options.real_target = 0.9;
  }
  return options;
}

bool is_reference(const Options& options) { return options.preset == "reference"; }

bool is_conditional(const Options& options) {
  return is_classifier(options) ? options.generator_is_conditional : options.preset == "conditional";
}

bool is_classifier(const Options& options) { return options.preset == "classifier"; }

bool is_evaluator(const Options& options) { return options.preset == "evaluator"; }

bool learns_classes(const Options& options) { return options.preset != "dcgan"; }

bool is_tested_at_end(const Options& options) { return learns_classes(options) && !is_reference(options); }

LatentPrior latent_prior(const Options& options) {
  return options.latent_prior == "normal" ? LatentPrior::kNormal : LatentPrior::kUniform01;
}

bool trains_generator(const Options& options) { return !options.baseline && !is_classifier(options); }

NormEps norm_eps(const Options& options) {
  return is_reference(options) ? NormEps{} : NormEps{1e-5, 1e-5, 1e-5};
}

DiscriminatorShape discriminator_shape(const Options& options) {
  return {options.discriminator_width, options.discriminator_norm == "batch", options.dropout,
          norm_eps(options).discriminator};
}

double norm_bias(const Options& options) { return is_reference(options) ? 1 : 0; }

std::unique_ptr<Recipe> make_recipe(const Options& options, Learners& learners,
                                    const std::vector<Evaluator>& teachers) {
  if (is_reference(options)) return std::make_unique<ReferenceRecipe>(learners);
  if (is_classifier(options))
    return std::make_unique<ClassifierRecipe>(
        learners, teachers,
        ClassifierSettings{latent_prior(options), is_conditional(options), options.drawn_share});
  SganSettings settings;
  settings.latent_prior = latent_prior(options);
  settings.conditional = is_conditional(options);
  settings.classify = learns_classes(options);
  settings.generate = !options.baseline;
  settings.real_target = options.real_target;
  settings.class_weight = options.class_weight;
  settings.generator_class_weight = options.generator_class_weight;
  settings.feature_weight = options.feature_weight;
  settings.gradient_penalty = options.gradient_penalty;
  settings.shift = options.shift;
  return std::make_unique<SganRecipe>(learners, settings);
}

}  // namespace sgan::train
