#pragma once

#include "recipe.h"

namespace sgan::train {

/// The article's training step, its known weaknesses included (the preset `reference`).
///
/// First the generator, on its validity alone; then the discriminator, on validity and classes of the real
/// batch and of the same generated one, whose class is "generated". The cross-entropy takes the softmax's
/// output for logits, as the article has it. Accuracy: of the eleven classes, over both batches.
class ReferenceRecipe : public Recipe {
 public:
  /// learners: stays the caller's
  explicit ReferenceRecipe(Learners& learners) : learners_(learners) {}
  StepResult step(const StepBatch& batch) override;

 private:
  torch::Tensor step_generator(const torch::Tensor& generated);

  Learners& learners_;
};

}  // namespace sgan::train
