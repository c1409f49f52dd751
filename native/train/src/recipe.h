#pragma once

#include <torch/torch.h>

#include "networks.h"

namespace sgan::train {

/// Adam, for both networks alike.
struct AdamSettings {
  double learning_rate = 2e-4;
  double beta1 = 0.5, beta2 = 0.999;
};

/// What one step saw. The losses stay on the device until somebody reads them.
struct StepResult {
  torch::Tensor d_loss, g_loss, accuracy;  // scalars; accuracy in 0..1
  torch::Tensor images;                    // [n, 1, kImageSize, kImageSize], generated in this step
};

/// The article's training step, its known weaknesses included (the preset `reference`).
class ReferenceRecipe {
 public:
  ReferenceRecipe(Generator generator, Discriminator discriminator, const AdamSettings& adam);

  /// First the generator, on its validity alone; then the discriminator, on validity and classes of the real
  /// batch and of the same generated one, whose class is "generated". The cross-entropy takes the softmax's
  /// output for logits, as the article has it. accuracy: of the eleven classes, over both batches. images:
  /// [n, 1, kImageSize, kImageSize] in [-1, 1]  labels: [n] in 0..9, I64
  StepResult step(const torch::Tensor& images, const torch::Tensor& labels);

  torch::optim::Adam& generator_optimizer() { return generator_optimizer_; }
  torch::optim::Adam& discriminator_optimizer() { return discriminator_optimizer_; }

 private:
  torch::Tensor step_generator(const torch::Tensor& generated);

  Generator generator_;
  Discriminator discriminator_;
  torch::optim::Adam generator_optimizer_, discriminator_optimizer_;
};

}  // namespace sgan::train
