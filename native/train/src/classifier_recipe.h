#pragma once

#include <vector>

#include "evaluator_network.h"
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
/// Teachers see the labelled images deformed in the same way, and the network learns from their mean (Hinton
/// et al., "Distilling the knowledge in a neural network", 2015).
class ClassifierRecipe : public Recipe {
 public:
  /// learners: stays the caller's; its generator stays in evaluation mode
  /// teachers: in evaluation mode, may be none
  ClassifierRecipe(Learners& learners, std::vector<Evaluator> teachers, const ClassifierSettings& settings);
  StepResult step(const StepBatch& batch) override;

 private:
  [[nodiscard]] torch::Tensor generate_images(std::int64_t count, torch::Device device);
  [[nodiscard]] torch::Tensor distillation_loss(const torch::Tensor& images,
                                                const torch::Tensor& class_logits);

  Learners& learners_;
  std::vector<Evaluator> teachers_;
  ClassifierSettings settings_;
  StrokeDigits stroke_digits_;
};

}  // namespace sgan::train
