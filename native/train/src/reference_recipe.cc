#include "reference_recipe.h"

#include "sgan/model.h"

namespace sgan::train {
namespace {

using torch::Tensor;

/// (validity loss + class loss) / 2
Tensor judged_loss(const Judgement& judgement, const Tensor& validity, const Tensor& labels) {
  const Tensor validity_loss = torch::binary_cross_entropy(judgement.validity(), validity);
  const Tensor class_loss = torch::cross_entropy_loss(judgement.class_probs(), labels);
  return (validity_loss + class_loss) / 2;
}

Tensor hits(const Judgement& judgement, const Tensor& labels) {
  return judgement.class_logits.detach().argmax(1).eq(labels).to(torch::kFloat).mean();
}

}  // namespace

Tensor ReferenceRecipe::step_generator(const Tensor& generated) {
  // The article also calculates the discriminator's gradients here, only to clear them before use.
  const Frozen frozen(*learners_.discriminator);
  learners_.generator_adam.zero_gradients();
  const Tensor validity = learners_.discriminator->forward(generated).validity();
  Tensor loss = torch::binary_cross_entropy(validity, torch::ones_like(validity));
  loss.backward();
  before_update(learners_.generator_adam.gradients());
  learners_.generator_adam.step();
  return loss.detach();
}

StepResult ReferenceRecipe::step(const StepBatch& batch) {
  const auto& [images, labels, none] = batch;
  const Tensor latents = torch::rand({images.size(0), kLatentDim}, images.options());
  const Tensor generated = learners_.generator->forward(latents);
  const Tensor g_loss = step_generator(generated);

  learners_.discriminator_adam.zero_gradients();
  const Tensor fake_labels = torch::full_like(labels, kFakeClass);
  const Judgement real = learners_.discriminator->forward(images);
  const Judgement fake = learners_.discriminator->forward(generated.detach());
  const Tensor real_loss = judged_loss(real, torch::ones_like(real.validity_logits), labels);
  const Tensor fake_loss = judged_loss(fake, torch::zeros_like(fake.validity_logits), fake_labels);
  Tensor d_loss = (real_loss + fake_loss) / 2;
  d_loss.backward();
  before_update(learners_.discriminator_adam.gradients());
  learners_.discriminator_adam.step();

  return {d_loss.detach(), g_loss, (hits(real, labels) + hits(fake, fake_labels)) / 2, generated.detach()};
}

}  // namespace sgan::train
