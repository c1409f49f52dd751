#pragma once

#include "recipe.h"
#include "sgan/model.h"
#include "stroke_digits.h"

namespace sgan::train {

struct ClassifierSettings {
  LatentPrior latent_prior = LatentPrior::kNormal;  ///< the generator's
  bool conditional = true;                          ///< whether the generator is asked for digits
  double drawn_share = 0.25;                        ///< digits drawn with a pen beside each labelled image
};

/// The discriminator trained as a classifier against a generator that is done and stays as it is.
///
/// Two of three images come deformed (random_affine). Labelled ones and drawn ones (StrokeDigits) are to be
/// their digit; those without a label what the network is sure of before the deformation (Sohn et al.,
/// "FixMatch", 2020); generated ones and pictures that are no digits "generated". Validity: 1 for real
/// images, 0 for generated ones and pictures that are no digits. Accuracy: of the labelled.
class ClassifierRecipe : public Recipe {
 public:
  /// learners: stays the caller's; its generator stays in evaluation mode
  ClassifierRecipe(Learners& learners, const ClassifierSettings& settings);
  StepResult step(const StepBatch& batch) override;

 private:
  [[nodiscard]] torch::Tensor generate_images(std::int64_t count, torch::Device device);

  Learners& learners_;
  ClassifierSettings settings_;
  StrokeDigits stroke_digits_;
};

}  // namespace sgan::train
