#include "sgan_recipe.h"

#include "augment.h"

namespace sgan::train {
namespace {

using torch::Tensor;

/// The gradient penalty takes one in so many images of a step: enough, and cheap.
constexpr std::int64_t kPenaltyShare = 8;

/// -log of the probability that an image is any digit.
Tensor any_digit_loss(const Tensor& class_logits) {
  return (torch::logsumexp(class_logits, 1) - torch::logsumexp(class_logits.narrow(1, 0, kDigitClasses), 1))
      .mean();
}

Tensor generated_loss(const Tensor& class_logits) {
  return (torch::logsumexp(class_logits, 1) - class_logits.select(1, kFakeClass)).mean();
}

}  // namespace

Tensor SganRecipe::squared_gradient(const Tensor& images) {
  Discriminator& discriminator = learners_.discriminator;
  const Tensor pixels = images.detach().clone().requires_grad_();
  const torch::Dtype compute_type = std::exchange(discriminator->compute_type, torch::kFloat);
  const Derivatives derivatives = std::exchange(discriminator->derivatives, Derivatives::kSecond);
  discriminator->track_statistics(false);
  const Tensor validity = discriminator->forward(pixels).validity_logits.sum();
  discriminator->track_statistics(true);
  discriminator->compute_type = compute_type;
  discriminator->derivatives = derivatives;
  const Tensor gradient = torch::autograd::grad({validity}, {pixels}, {}, /*retain_graph=*/true,
                                                /*create_graph=*/true)
                              .front();
  return gradient.square().sum({1, 2, 3}).mean();
}

Judgement SganRecipe::judge_generated(const Tensor& images) {
  learners_.discriminator->track_statistics(false);
  Judgement judgement = learners_.discriminator->forward(random_shift(images, settings_.shift));
  learners_.discriminator->track_statistics(true);
  return judgement;
}

SganRecipe::Discriminated SganRecipe::step_discriminator(const StepBatch& batch, const Generated& generated) {
  learners_.discriminator_adam.zero_gradients();
  const bool more = batch.more_images.defined();
  const auto labelled = batch.images.size(0);
  const Tensor images =
      random_shift(more ? torch::cat({batch.images, batch.more_images}) : batch.images, settings_.shift);
  const Judgement real = learners_.discriminator->forward(images);
  const Tensor labelled_logits = real.class_logits.narrow(0, 0, labelled);
  const Tensor class_loss = torch::cross_entropy_loss(labelled_logits, batch.labels);
  Tensor loss = settings_.classify ? settings_.class_weight * class_loss : torch::zeros_like(class_loss);
  if (generated.images.defined()) {
    const Judgement fake = judge_generated(generated.images.detach());
    loss = loss + (validity_loss(real.validity_logits, settings_.real_target) +
                   validity_loss(fake.validity_logits, 0)) /
                      2;
    if (settings_.gradient_penalty > 0) {
      const std::int64_t some = (images.size(0) + kPenaltyShare - 1) / kPenaltyShare;
      // Of few labelled images the penalty would see the same ones again and again.
      const Tensor penalised = images.narrow(0, more ? labelled : 0, some);
      loss = loss + settings_.gradient_penalty / 2 * squared_gradient(penalised);
    }
    if (settings_.classify) {
      Tensor unlabelled_loss = generated_loss(fake.class_logits);
      if (more)
        unlabelled_loss = unlabelled_loss +
                          any_digit_loss(real.class_logits.narrow(0, labelled, batch.more_images.size(0)));
      loss = loss + settings_.class_weight / 2 * unlabelled_loss;
    }
  }
  loss.backward();
  before_update(learners_.discriminator_adam.gradients());
  learners_.discriminator_adam.step();
  const Tensor digits = labelled_logits.detach().narrow(1, 0, kDigitClasses).argmax(1);
  return {loss.detach(), digits.eq(batch.labels).to(torch::kFloat).mean(), real.features.detach().mean(0)};
}

Tensor SganRecipe::step_generator(const Generated& generated, const Tensor& real_features) {
  const Frozen frozen(*learners_.discriminator);
  learners_.generator_adam.zero_gradients();
  const Judgement judgement = judge_generated(generated.images);
  Tensor loss = validity_loss(judgement.validity_logits, 1);
  if (settings_.classify) {
    const Tensor class_loss = generated.labels.defined()
                                  ? torch::cross_entropy_loss(judgement.class_logits, generated.labels)
                                  : any_digit_loss(judgement.class_logits);
    loss = loss + settings_.generator_class_weight * class_loss;
  }
  if (settings_.feature_weight > 0)
    loss = loss + settings_.feature_weight * torch::mse_loss(judgement.features.mean(0), real_features);
  loss.backward();
  before_update(learners_.generator_adam.gradients());
  learners_.generator_adam.step();
  return loss.detach();
}

StepResult SganRecipe::step(const StepBatch& batch) {
  Generated generated;
  if (settings_.generate)
    generated = generate(learners_.generator, settings_.latent_prior, settings_.conditional,
                         batch.images.size(0), batch.images.device());
  const Discriminated discriminated = step_discriminator(batch, generated);
  const Tensor g_loss = settings_.generate ? step_generator(generated, discriminated.real_features)
                                           : torch::zeros_like(discriminated.loss);
  return {discriminated.loss, g_loss, discriminated.accuracy,
          settings_.generate ? generated.images.detach() : Tensor()};
}

}  // namespace sgan::train
