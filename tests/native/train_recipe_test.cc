// The steps of the presets that train a generator.

#include <gtest/gtest.h>

#include "recipe_support.h"
#include "reference_recipe.h"
#include "sgan_recipe.h"

namespace sgan::train {
namespace {

using torch::Tensor;

TEST(ReferenceRecipe, OneStepMovesEveryParameterButTheUnusedEmbedding) {
  torch::manual_seed(4);
  Generator generator;
  Discriminator discriminator;
  initialize_weights(*generator);
  initialize_weights(*discriminator);
  Learners learners(generator, discriminator, {});
  ReferenceRecipe recipe(learners);
  const auto generator_before = copies(*generator), discriminator_before = copies(*discriminator);
  recipe.step({torch::rand({8, 1, kImageSize, kImageSize}) * 2 - 1, torch::arange(8), {}});
  EXPECT_EQ(changes(*generator, generator_before), generator_before.size() - 1);
  EXPECT_EQ(changes(*discriminator, discriminator_before), discriminator_before.size());
}

TEST(ReferenceRecipe, LossAndAccuracyAreTheArticlesFormulas) {
  torch::manual_seed(5);
  Generator generator;
  Discriminator discriminator;
  let_say(discriminator, 2, logits_of(kFakeClass, 50));  // real with probability v, and surely "generated"
  const double v = 1 / (1 + std::exp(-2.0));
  Learners learners(generator, discriminator, {});
  ReferenceRecipe recipe(learners);
  const StepResult result = recipe.step({torch::rand({4, 1, kImageSize, kImageSize}), torch::arange(4), {}});
  EXPECT_NEAR(result.g_loss.item<double>(), -std::log(v), 1e-4);  // wants to pass for real
  // Cross-entropy takes probabilities for logits: -p[label] + log(e^1 + 10 e^0), p being 1 for "generated"
  // only.
  const double normalizer = std::log(std::exp(1.0) + 10);
  const double real = (-std::log(v) + normalizer) / 2;
  const double fake = (-std::log(1 - v) + normalizer - 1) / 2;
  EXPECT_NEAR(result.d_loss.item<double>(), (real + fake) / 2, 1e-4);
  EXPECT_EQ(result.accuracy.item<double>(), 0.5);
}

struct Trained {
  Generator generator;
  Discriminator discriminator;
  std::vector<Tensor> generator_before, discriminator_before;
  StepResult result;
};

Trained step_of(const SganSettings& settings, const StepBatch& batch) {
  Trained trained;
  initialize_weights(*trained.generator, 0);
  initialize_weights(*trained.discriminator, 0);
  Learners learners(trained.generator, trained.discriminator, {});
  trained.generator_before = copies(*trained.generator);
  trained.discriminator_before = copies(*trained.discriminator);
  trained.result = SganRecipe(learners, settings).step(batch);
  return trained;
}

TEST(SganRecipe, EveryPresetMovesWhatItHas) {
  torch::manual_seed(6);
  const StepBatch labelled{images(6), torch::arange(6), {}};
  const StepBatch few{images(4), torch::arange(4), images(4)};
  for (const StepBatch& batch : {labelled, few}) {
    SganSettings settings;
    Trained trained = step_of(settings, batch);
    EXPECT_EQ(changes(*trained.generator, trained.generator_before), trained.generator_before.size());
    EXPECT_EQ(changes(*trained.discriminator, trained.discriminator_before),
              trained.discriminator_before.size());
    settings.conditional = false;  // the embedding rests
    trained = step_of(settings, batch);
    EXPECT_EQ(changes(*trained.generator, trained.generator_before), trained.generator_before.size() - 1);
    settings.classify = false;  // the class head too
    trained = step_of(settings, batch);
    EXPECT_EQ(changes(*trained.discriminator, trained.discriminator_before),
              trained.discriminator_before.size() - 2);
    settings = {};
    settings.generate = false;  // the generator and the validity head
    trained = step_of(settings, batch);
    EXPECT_EQ(changes(*trained.generator, trained.generator_before), 0U);
    EXPECT_EQ(changes(*trained.discriminator, trained.discriminator_before),
              trained.discriminator_before.size() - 2);
    EXPECT_FALSE(trained.result.images.defined());
  }
}

TEST(SganRecipe, LossesAreTheDocumentedFormulas) {
  torch::manual_seed(7);
  Generator generator;
  Discriminator discriminator;
  let_say(discriminator, 2, logits_of(kFakeClass, 3));
  Learners learners(generator, discriminator, {1e-12});
  SganSettings settings;
  settings.conditional = false;
  settings.real_target = 0.9;
  settings.class_weight = settings.generator_class_weight = 2;
  const StepResult result =
      SganRecipe(learners, settings).step({images(4), torch::zeros({4}, torch::kLong), images(4)});
  const double all = std::log(std::exp(3.0) + 10), digits = std::log(10.0);
  const double v = 1 / (1 + std::exp(-2.0));
  const double validity = (-0.9 * std::log(v) - 0.1 * std::log(1 - v) - std::log(1 - v)) / 2;
  const double labelled = all, unlabelled = all - digits, generated = all - 3;
  EXPECT_NEAR(result.d_loss.item<double>(), validity + 2 * labelled + (unlabelled + generated), 1e-4);
  EXPECT_NEAR(result.g_loss.item<double>(), -std::log(v) + 2 * unlabelled, 1e-4);
}

TEST(SganRecipe, TheGradientPenaltyIsHalfTheSquaredGradientOfValidity) {
  // One image, so that the share that is penalised is all of the batch; no dropout, so that both see the
  // same.
  torch::manual_seed(9);
  Generator generator;
  Discriminator discriminator(DiscriminatorShape{8, false, 0, 1e-5});
  initialize_without_norms(discriminator);
  const Tensor real = images(1), pixels = real.clone().requires_grad_();
  discriminator->forward(pixels).validity_logits.sum().backward();
  const double squared = pixels.grad().square().sum().item<double>();
  ASSERT_GT(squared, 1e-3);
  const auto loss = [&](double weight) {
    torch::manual_seed(10);  // of the generated images
    Learners learners(generator, discriminator, {1e-12});
    SganSettings settings;
    settings.gradient_penalty = weight;
    return SganRecipe(learners, settings)
        .step({real, torch::zeros({1}, torch::kLong), {}})
        .d_loss.item<double>();
  };
  EXPECT_NEAR(loss(3) - loss(0), 1.5 * squared, 1e-4 * squared + 1e-4);
}

TEST(SganRecipe, ThePenaltyTeachesTheDiscriminatorFlatness) {
  const auto steepness = [](double weight) {
    torch::manual_seed(11);
    Generator generator;
    Discriminator discriminator(DiscriminatorShape{8, false, 0, 1e-5});
    initialize_without_norms(discriminator);
    const Tensor real = images(8);
    Learners learners(generator, discriminator, {1e-3});
    SganSettings settings;
    settings.gradient_penalty = weight;
    SganRecipe recipe(learners, settings);
    for (int i = 0; i < 20; ++i) recipe.step({real, torch::arange(8), {}});
    const Tensor pixels = real.clone().requires_grad_();
    discriminator->forward(pixels).validity_logits.sum().backward();
    return pixels.grad().square().sum().item<double>();
  };
  EXPECT_LT(steepness(100), steepness(0) / 4);
}

TEST(SganRecipe, EachNetworkHasItsOwnClassWeight) {
  torch::manual_seed(12);
  Generator generator;
  Discriminator discriminator(DiscriminatorShape{8, false, 0, 1e-5});
  const auto step = [&](double d, double g) {
    torch::manual_seed(13);
    Learners learners(generator, discriminator, {1e-12});
    SganSettings settings;
    settings.class_weight = d;
    settings.generator_class_weight = g;
    const StepResult result = SganRecipe(learners, settings).step({images(4), torch::arange(4), {}});
    return std::pair(result.d_loss.item<double>(), result.g_loss.item<double>());
  };
  const auto [d1, g1] = step(1, 1);
  const auto [d2, g2] = step(2, 1);
  const auto [d3, g3] = step(1, 2);
  EXPECT_GT(d2, d1 + 0.1);
  EXPECT_NEAR(g2, g1, 1e-4);
  EXPECT_NEAR(d3, d1, 1e-4);
  EXPECT_GT(g3, g1 + 0.1);
}

TEST(SganRecipe, RunningStatisticsComeFromRealImages) {
  // Without biases, empty real images are zero in every layer, and generated ones are not.
  torch::manual_seed(8);
  Generator generator;
  Discriminator discriminator;
  initialize_weights(*discriminator, 0);
  {
    const torch::NoGradGuard no_grad;
    for (const char* conv : {"0", "3", "7", "11"})
      discriminator->named_parameters()["conv_blocks." + std::string(conv) + ".bias"].zero_();
  }
  Learners learners(generator, discriminator, {1e-12});
  SganRecipe(learners, {}).step({torch::zeros({8, 1, kImageSize, kImageSize}), torch::arange(8), {}});
  const auto buffers = discriminator->named_buffers();
  for (const char* norm : {"6", "10", "14"}) {
    const std::string name = "conv_blocks." + std::string(norm);
    EXPECT_TRUE(buffers[name + ".running_mean"].eq(0).all().item<bool>()) << norm;
    EXPECT_TRUE(torch::allclose(buffers[name + ".running_var"], torch::full({1}, 0.9))) << norm;
  }
}

TEST(SganRecipe, GradientsPassTheHookOnceForEachNetwork) {
  Generator generator;
  Discriminator discriminator;
  Learners learners(generator, discriminator, {});
  SganRecipe recipe(learners, {});
  std::vector<std::int64_t> sizes;
  recipe.before_update = [&](Tensor& gradients) {
    sizes.push_back(gradients.numel());
    gradients.zero_();
  };
  const auto before = copies(*generator);
  recipe.step({images(4), torch::arange(4), {}});
  EXPECT_EQ(sizes, (std::vector<std::int64_t>{learners.discriminator_adam.parameters().numel(),
                                              learners.generator_adam.parameters().numel()}));
  EXPECT_EQ(changes(*generator, before), 0U) << "what the hook leaves is what counts";
}

}  // namespace
}  // namespace sgan::train
