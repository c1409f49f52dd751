#pragma once

#include <torch/torch.h>

#include <memory>

#include "adam.h"
#include "networks.h"

namespace sgan::train {

/// What one step learns from. Labels [.] I64 in 0..9, images [., 1, kImageSize, kImageSize] F32 in [-1, 1].
struct StepBatch {
  torch::Tensor images, labels;  // labelled
  torch::Tensor more_images;     // real too, without labels; undefined if there are none
};

/// What one step saw. The losses stay on the device until somebody reads them.
struct StepResult {
  torch::Tensor d_loss, g_loss;  // scalars; g_loss is 0 where no generator learns
  torch::Tensor accuracy;        // scalar in 0..1, which images it is of is the recipe's
  torch::Tensor images;  // [n, 1, kImageSize, kImageSize], generated in this step; undefined where none are
};

/// Both networks with their optimisers.
struct Learners {
  Generator generator;
  Discriminator discriminator;
  Adam generator_adam, discriminator_adam;

  Learners(Generator g, Discriminator d, const AdamSettings& adam)
      : generator(std::move(g)),
        discriminator(std::move(d)),
        generator_adam(*generator, adam),
        discriminator_adam(*discriminator, adam) {}
};

/// Called between a network's gradients and its optimiser's step, to average them over processes.
using GradientHook = std::function<void(torch::Tensor& gradients)>;

/// One training step, a preset's heart.
class Recipe {
 public:
  virtual ~Recipe() = default;
  virtual StepResult step(const StepBatch& batch) = 0;

  GradientHook before_update = [](torch::Tensor&) {};
};

/// The cross-entropy of "real" towards a probability.  validity_logits: [n, 1]
[[nodiscard]] inline torch::Tensor validity_loss(const torch::Tensor& validity_logits, double target) {
  return torch::binary_cross_entropy_with_logits(validity_logits, torch::full_like(validity_logits, target));
}

/// Keeps a network's parameters out of the gradients calculated while it lives.
class Frozen {
 public:
  explicit Frozen(torch::nn::Module& network) : network_(network) { require(false); }
  ~Frozen() { require(true); }
  Frozen(const Frozen&) = delete;
  Frozen& operator=(const Frozen&) = delete;

 private:
  void require(bool gradients) {
    for (torch::Tensor& parameter : network_.parameters()) parameter.requires_grad_(gradients);
  }
  torch::nn::Module& network_;
};

}  // namespace sgan::train
