// The optimiser, the averaged weights and the recipes of all presets.

#include <gtest/gtest.h>

#include "adam.h"
#include "average.h"
#include "classifier_recipe.h"
#include "reference_recipe.h"
#include "sgan_recipe.h"

namespace sgan::train {
namespace {

using torch::Tensor;

std::vector<Tensor> copies(const torch::nn::Module& network) {
  std::vector<Tensor> values;
  for (const Tensor& parameter : network.parameters()) values.push_back(parameter.detach().clone());
  return values;
}

/// How many parameter tensors changed.
std::size_t changes(const torch::nn::Module& network, const std::vector<Tensor>& before) {
  std::size_t count = 0;
  const auto parameters = network.parameters();
  for (std::size_t i = 0; i < before.size(); ++i) count += !torch::equal(parameters[i], before[i]);
  return count;
}

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
  // Heads without weights say the same of every image: real with probability v, and surely of class
  // "generated".
  torch::manual_seed(5);
  Generator generator;
  Discriminator discriminator;
  const auto parameters = discriminator->named_parameters();
  {
    const torch::NoGradGuard no_grad;
    parameters["adv_layer.0.weight"].zero_();
    parameters["adv_layer.0.bias"].fill_(2);
    parameters["aux_layer.0.weight"].zero_();
    parameters["aux_layer.0.bias"].zero_()[kFakeClass] = 50;
  }
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

Tensor images(int count) { return torch::rand({count, 1, kImageSize, kImageSize}) * 2 - 1; }

TEST(Adam, MakesTheStepsOfLibTorchs) {
  torch::manual_seed(1);
  Discriminator ours;
  Discriminator theirs;
  const auto values = copies(*ours);
  {
    const torch::NoGradGuard no_grad;
    for (std::size_t i = 0; i < values.size(); ++i) theirs->parameters()[i].copy_(values[i]);
  }
  ours->eval();
  theirs->eval();
  Adam adam(*ours, {1e-3, 0.5, 0.99});
  torch::optim::Adam reference(theirs->parameters(), torch::optim::AdamOptions(1e-3).betas({0.5, 0.99}));
  for (int step = 0; step < 5; ++step) {
    const Tensor batch = images(4);
    adam.zero_gradients();
    ours->forward(batch).class_logits.square().sum().backward();
    adam.step();
    reference.zero_grad();
    theirs->forward(batch).class_logits.square().sum().backward();
    reference.step();
  }
  EXPECT_EQ(adam.steps().item<double>(), 5);
  const auto expected = copies(*theirs), actual = copies(*ours);
  EXPECT_GT(changes(*ours, values), 0U);
  for (std::size_t i = 0; i < expected.size(); ++i)
    EXPECT_LT((actual[i] - expected[i]).abs().max().item<double>(), 2e-5) << i;
}

TEST(Adam, ItsLearningRateFallsInEqualPartsToZero) {
  torch::nn::Linear network(1, 1);
  Adam adam(*network, {.learning_rate = 0.5, .beta1 = 0});
  adam.decay_linearly(2, 6);
  adam.gradients().fill_(1);  // a step is then as long as the learning rate
  const torch::NoGradGuard no_grad;
  for (const double expected : {0.5, 0.5, 0.5, 0.375, 0.25, 0.125, 0.0, 0.0}) {
    adam.parameters().zero_();
    adam.step();
    EXPECT_NEAR(-adam.parameters()[0].item<double>(), expected, 1e-5);
  }
}

TEST(Adam, ItsVectorIsTheNetwork) {
  Discriminator discriminator;
  Adam adam(*discriminator, {});
  const torch::NoGradGuard no_grad;
  adam.parameters().fill_(0.25);
  for (const Tensor& parameter : discriminator->parameters())
    EXPECT_TRUE(parameter.eq(0.25).all().item<bool>());
}

TEST(MovingAverage, StartsShortAndGrowsToItsDecay) {
  torch::nn::Linear network(1, 1), average(1, 1);
  const torch::NoGradGuard no_grad;
  network->weight.fill_(0);
  MovingAverage moving(*network, *average, 0.9);
  network->weight.fill_(1);
  moving.update(torch::tensor(1.0, torch::kDouble));
  EXPECT_FLOAT_EQ(average->weight.item<float>(), 9.0F / 11);  // decay (1 + 1) / (10 + 1)
  average->weight.fill_(0);
  moving.update(torch::tensor(1e6, torch::kDouble));
  EXPECT_NEAR(average->weight.item<float>(), 0.1, 1e-6);
}

TEST(MovingAverage, HoldsRunningStatisticsToo) {
  Discriminator network;
  Discriminator average;
  MovingAverage moving(*network, *average, 0);
  network->forward(images(4));
  moving.update(torch::tensor(1.0, torch::kDouble));
  const auto expected = network->named_buffers(), actual = average->named_buffers();
  EXPECT_TRUE(torch::equal(expected["conv_blocks.6.running_var"], actual["conv_blocks.6.running_var"]));
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
  // Heads without weights say the same of every image: validity logit 2, class logits 3 for "generated", 0
  // for digits.
  torch::manual_seed(7);
  Generator generator;
  Discriminator discriminator;
  const auto parameters = discriminator->named_parameters();
  {
    const torch::NoGradGuard no_grad;
    parameters["adv_layer.0.weight"].zero_();
    parameters["adv_layer.0.bias"].fill_(2);
    parameters["aux_layer.0.weight"].zero_();
    parameters["aux_layer.0.bias"].zero_()[kFakeClass] = 3;
  }
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

TEST(ClassifierRecipe, TheDiscriminatorLearnsAndTheGeneratorStays) {
  torch::manual_seed(7);
  Generator generator;
  Discriminator discriminator(DiscriminatorShape{16, true, 0, 1e-5});
  initialize_weights(*generator, 0);
  initialize_weights(*discriminator, 0);
  Learners learners(generator, discriminator, {.learning_rate = 2e-3, .beta1 = 0.9});
  ClassifierRecipe recipe(learners, {.drawn_share = 0});
  const auto generator_before = copies(*generator), discriminator_before = copies(*discriminator);
  std::vector<Tensor> statistics;
  for (const Tensor& buffer : generator->buffers()) statistics.push_back(buffer.clone());
  // Two classes: ink above or below.
  Tensor batch = torch::full({16, 1, kImageSize, kImageSize}, -1.0F);
  const Tensor labels = torch::arange(16) % 2;
  for (int i = 0; i < 16; ++i) batch[i][0].narrow(0, i % 2 == 0 ? 6 : 18, 8).narrow(1, 8, 16).fill_(1);
  double first = 0;
  StepResult result;
  for (int step = 0; step < 40; ++step) {
    result = recipe.step({batch, labels, step % 2 == 0 ? batch : Tensor()});
    if (step == 0) first = result.d_loss.item<double>();
  }
  EXPECT_LT(result.d_loss.item<double>(), 0.5 * first);
  EXPECT_EQ(result.accuracy.item<double>(), 1);
  EXPECT_EQ(result.images.size(0), 4) << "one generated image to four labelled ones";
  EXPECT_EQ(changes(*generator, generator_before), 0U);
  EXPECT_EQ(changes(*discriminator, discriminator_before), discriminator_before.size());
  const auto after = generator->buffers();
  for (std::size_t i = 0; i < after.size(); ++i) EXPECT_TRUE(torch::equal(after[i], statistics[i])) << i;
}

TEST(ClassifierRecipe, DrawnDigitsTeachClassesThatNoImageIsOf) {
  torch::manual_seed(8);
  Generator generator;
  Discriminator discriminator(DiscriminatorShape{8, true, 0, 1e-5});
  initialize_weights(*generator, 0);
  initialize_weights(*discriminator, 0);
  Learners learners(generator, discriminator, {.learning_rate = 4e-3, .beta1 = 0.9});
  ClassifierRecipe recipe(learners, {.drawn_share = 16});
  const Tensor blank = torch::full({4, 1, kImageSize, kImageSize}, -1.0F);
  for (int step = 0; step < 60; ++step) recipe.step({blank, torch::zeros({4}, torch::kLong), {}});
  const StrokeDigits::Drawn drawn = StrokeDigits(torch::kCPU).draw(500);
  discriminator->eval();
  const torch::NoGradGuard no_grad;
  const Tensor read = discriminator->forward(drawn.images).class_logits.argmax(1);
  EXPECT_GT(read.eq(drawn.labels).to(torch::kFloat).mean().item<double>(), 0.5);
}

}  // namespace
}  // namespace sgan::train
