#include "recipe.h"

#include "sgan/model.h"

namespace sgan::train {
namespace {

using torch::Tensor;

torch::optim::AdamOptions adam_options(const AdamSettings& adam) {
  return torch::optim::AdamOptions(adam.learning_rate).betas({adam.beta1, adam.beta2});
}

void require_gradients(torch::nn::Module& network, bool required) {
  for (Tensor& parameter : network.parameters()) parameter.requires_grad_(required);
}

/// (validity loss + class loss) / 2
Tensor judged_loss(const Judgement& judgement, const Tensor& validity, const Tensor& labels) {
  const Tensor validity_loss = torch::binary_cross_entropy(judgement.validity, validity);
  const Tensor class_loss = torch::cross_entropy_loss(judgement.class_probs, labels);
  return (validity_loss + class_loss) / 2;
}

Tensor hits(const Judgement& judgement, const Tensor& labels) {
  return judgement.class_probs.detach().argmax(1).eq(labels).to(torch::kFloat).mean();
}

}  // namespace

ReferenceRecipe::ReferenceRecipe(Generator generator, Discriminator discriminator, const AdamSettings& adam)
    : generator_(std::move(generator)),
      discriminator_(std::move(discriminator)),
      generator_optimizer_(generator_->parameters(), adam_options(adam)),
      discriminator_optimizer_(discriminator_->parameters(), adam_options(adam)) {}

Tensor ReferenceRecipe::step_generator(const Tensor& generated) {
  // The article also calculates the discriminator's gradients here, only to clear them before use.
  require_gradients(*discriminator_, false);
  generator_optimizer_.zero_grad();
  const Tensor validity = discriminator_->forward(generated).validity;
  Tensor loss = torch::binary_cross_entropy(validity, torch::ones_like(validity));
  loss.backward();
  generator_optimizer_.step();
  require_gradients(*discriminator_, true);
  return loss.detach();
}

StepResult ReferenceRecipe::step(const Tensor& images, const Tensor& labels) {
  const Tensor latents = torch::rand({images.size(0), kLatentDim}, images.options());
  const Tensor generated = generator_->forward(latents);
  const Tensor g_loss = step_generator(generated);

  discriminator_optimizer_.zero_grad();
  const Tensor fake_labels = torch::full_like(labels, kFakeClass);
  const Judgement real = discriminator_->forward(images);
  const Judgement fake = discriminator_->forward(generated.detach());
  const Tensor real_loss = judged_loss(real, torch::ones_like(real.validity), labels);
  const Tensor fake_loss = judged_loss(fake, torch::zeros_like(fake.validity), fake_labels);
  Tensor d_loss = (real_loss + fake_loss) / 2;
  d_loss.backward();
  discriminator_optimizer_.step();

  return {d_loss.detach(), g_loss, (hits(real, labels) + hits(fake, fake_labels)) / 2, generated.detach()};
}

}  // namespace sgan::train
