#include "classifier_recipe.h"

#include "augment.h"
#include "non_digits.h"

namespace sgan::train {
namespace {

using torch::Tensor;

constexpr double kSure = 0.95;  // probability from which a guess counts as a label
constexpr std::int64_t kOthersShare = 2;  // generated images and non-digits: each one to so many labelled ones

Tensor validity_loss(const Tensor& logits, double target) {
  return torch::binary_cross_entropy_with_logits(logits, torch::full_like(logits, target));
}

/// The cross-entropy towards what the network is sure of, zero where it is not.
Tensor consistency_loss(const Tensor& guess_logits, const Tensor& deformed_logits) {
  const auto [probability, digit] =
      torch::softmax(guess_logits.detach().narrow(1, 0, kDigitClasses), 1).max(1);
  const Tensor loss = torch::cross_entropy_loss(deformed_logits, digit, {}, at::Reduction::None);
  return (loss * probability.ge(kSure)).mean();
}

}  // namespace

ClassifierRecipe::ClassifierRecipe(Learners& learners, const GeneratorInput& input)
    : learners_(learners), input_(input) {
  learners_.generator->eval();
}

Tensor ClassifierRecipe::generate(std::int64_t count, torch::Device device) {
  const torch::NoGradGuard no_grad;
  const auto options = torch::dtype(torch::kFloat).device(device);
  const Tensor latents = input_.latent_prior == LatentPrior::kNormal
                             ? torch::randn({count, kLatentDim}, options)
                             : torch::rand({count, kLatentDim}, options);
  Tensor labels;
  if (input_.conditional) labels = torch::randint(kDigitClasses, {count}, options.dtype(torch::kLong));
  return learners_.generator->forward(latents, labels);
}

StepResult ClassifierRecipe::step(const StepBatch& batch) {
  const std::int64_t labelled = batch.images.size(0);
  const std::int64_t few = (labelled + kOthersShare - 1) / kOthersShare;
  const bool more = batch.more_images.defined();
  const Tensor generated = generate(few, batch.images.device());
  const Tensor real = more ? torch::cat({batch.images, batch.more_images}) : batch.images;
  const Tensor deformed =
      random_affine(torch::cat({real, generated, make_non_digits(real.narrow(0, 0, few))}), AffineRanges{});
  // One pass over all, so that batch norms see the same mixture in training and evaluation.
  const Judgement judgement =
      learners_.discriminator->forward(more ? torch::cat({deformed, batch.more_images}) : deformed);
  const std::int64_t reals = real.size(0), others = deformed.size(0) - reals;
  const Tensor& logits = judgement.class_logits;
  const Tensor& validity = judgement.validity_logits;
  const Tensor labelled_logits = logits.narrow(0, 0, labelled);
  const Tensor fake = torch::full({others}, kFakeClass, batch.labels.options());
  Tensor loss = torch::cross_entropy_loss(labelled_logits, batch.labels) +
                torch::cross_entropy_loss(logits.narrow(0, reals, others), fake) +
                (validity_loss(validity.narrow(0, 0, reals), 1) +
                 validity_loss(validity.narrow(0, reals, others), 0)) /
                    2;
  if (more) {
    const std::int64_t count = batch.more_images.size(0);
    loss = loss + consistency_loss(logits.narrow(0, deformed.size(0), count),
                                   logits.narrow(0, labelled, count));
  }
  learners_.discriminator_adam.zero_gradients();
  loss.backward();
  before_update(learners_.discriminator_adam.gradients());
  learners_.discriminator_adam.step();
  const Tensor digits = labelled_logits.detach().narrow(1, 0, kDigitClasses).argmax(1);
  return {loss.detach(), torch::zeros_like(loss.detach()),
          digits.eq(batch.labels).to(torch::kFloat).mean(), generated};
}

}  // namespace sgan::train
