#pragma once

#include "generated.h"
#include "recipe.h"
#include "sgan/model.h"

namespace sgan::train {

/// Which parts of the improved recipe take part, and how much.
struct SganSettings {
  LatentPrior latent_prior = LatentPrior::kNormal;
  bool conditional = true;   ///< the generator is asked for a digit
  bool classify = true;      ///< the eleven classes are learnt; without, only real against generated is
  bool generate = true;      ///< without, the classifier learns alone, from labelled images
  double real_target = 0.9;  ///< what the validity of real images is to become
  double class_weight = 1;   ///< of the classes' losses beside the validity's in the discriminator's loss
  double generator_class_weight = 1;  ///< the same in the generator's
  double feature_weight = 0;          ///< of the distance of mean features in the generator's loss
  double gradient_penalty = 0;  ///< of half the squared gradient of validity by the pixels of real images
  int shift = 0;                ///< pixels by which the discriminator's images are moved at random, at most
};

/// The article's networks trained without its defects (the presets `sgan`, `conditional` and `dcgan`, and the
/// classifier alone).
///
/// Discriminator: validity by logits; of the eleven classes, labelled images are to be their digit, images
/// without a label any digit but "generated", generated ones "generated" (Salimans et al. 2016). Its running
/// statistics come from real images alone. Generator: to pass for real, and for the digit asked or, where
/// none is, for any digit. Accuracy: of the ten digits, on the labelled images.
class SganRecipe : public Recipe {
 public:
  /// learners: stays the caller's
  SganRecipe(Learners& learners, const SganSettings& settings) : learners_(learners), settings_(settings) {}
  StepResult step(const StepBatch& batch) override;

 private:
  /// Returns the loss, the accuracy and the mean features of real images, both detached.
  struct Discriminated {
    torch::Tensor loss, accuracy, real_features;
  };
  [[nodiscard]] Discriminated step_discriminator(const StepBatch& batch, const Generated& generated);
  [[nodiscard]] torch::Tensor step_generator(const Generated& generated, const torch::Tensor& real_features);
  /// R1 (Mescheder et al. 2018) in F32: the mean over images of the squared norm of validity's gradient.
  [[nodiscard]] torch::Tensor squared_gradient(const torch::Tensor& images);
  /// The discriminator on generated images, its running statistics left alone.
  [[nodiscard]] Judgement judge_generated(const torch::Tensor& images);

  Learners& learners_;
  SganSettings settings_;
};

}  // namespace sgan::train
