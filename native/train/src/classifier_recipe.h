#pragma once

#include "recipe.h"
#include "sgan/model.h"

namespace sgan::train {

/// What the classifier's generator takes.
struct GeneratorInput {
  LatentPrior latent_prior = LatentPrior::kNormal;
  bool conditional = true;
};

/// The discriminator trained as a classifier against a generator that is done and stays as it is.
///
/// Every image comes deformed (random_affine). Labelled ones are to be their digit; those without a label what
/// the network is sure of before the deformation (Sohn et al., "FixMatch", 2020); generated ones and pictures
/// that are no digits "generated". Validity: 1 for real images, 0 for the others. Accuracy: of the labelled.
class ClassifierRecipe : public Recipe {
 public:
  /// learners: stays the caller's; its generator stays in evaluation mode
  ClassifierRecipe(Learners& learners, const GeneratorInput& input);
  StepResult step(const StepBatch& batch) override;

 private:
  [[nodiscard]] torch::Tensor generate(std::int64_t count, torch::Device device);

  Learners& learners_;
  GeneratorInput input_;
};

}  // namespace sgan::train
