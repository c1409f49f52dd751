#include <gtest/gtest.h>

#include "data.h"
#include "evaluate.h"
#include "networks.h"
#include "recipe.h"
#include "sgan/model.h"

namespace sgan::train {
namespace {

using torch::Tensor;

std::int64_t parameter_count(const torch::nn::Module& network) {
  std::int64_t count = 0;
  for (const Tensor& parameter : network.parameters()) count += parameter.numel();
  return count;
}

TEST(Networks, HaveTheArticlesSizes) {
  // Counted by hand: embedding 10*100, linear 100*8192 + 8192, convolutions out*in*9 + out, batch norms
  // 2*channels.
  const std::int64_t generator = 1000 + 100 * 8192 + 8192 + (128 * 128 * 9 + 128) + (64 * 128 * 9 + 64) +
                                 (64 * 9 + 1) + 2 * (128 + 128 + 64);
  EXPECT_EQ(parameter_count(*Generator()), generator);
  const std::int64_t discriminator = (16 * 9 + 16) + (32 * 16 * 9 + 32) + (64 * 32 * 9 + 64) +
                                     (128 * 64 * 9 + 128) + 2 * (32 + 64 + 128) + (512 + 1) + (512 * 11 + 11);
  EXPECT_EQ(parameter_count(*Discriminator()), discriminator);
}

TEST(Networks, InitialWeightsFollowTheArticlesDistributions) {
  torch::manual_seed(1);
  Generator generator;
  initialize_weights(*generator);
  const auto parameters = generator->named_parameters();
  const Tensor conv = parameters["conv_blocks.2.weight"];
  EXPECT_NEAR(conv.mean().item<double>(), 0, 0.0005);
  EXPECT_NEAR(conv.std().item<double>(), 0.02, 0.0005);
  const Tensor norm = parameters["conv_blocks.3.weight"];
  EXPECT_NEAR(norm.mean().item<double>(), 1, 0.01);
  EXPECT_NEAR(norm.std().item<double>(), 0.02, 0.01);
  const Tensor bias = parameters["conv_blocks.3.bias"];
  EXPECT_NEAR(bias.std().item<double>(), 1, 0.25);
  // Linear layers keep PyTorch's default, uniform within 1 / sqrt(inputs).
  const Tensor linear = parameters["l1.0.weight"];
  EXPECT_LE(linear.abs().max().item<double>(), 0.1);
  EXPECT_NEAR(linear.std().item<double>(), 0.1 / std::sqrt(3), 0.001);
}

TEST(Networks, JudgementsAreProbabilitiesInBothPrecisions) {
  torch::manual_seed(1);
  Generator generator;
  Discriminator discriminator;
  for (const auto type : {torch::kFloat, torch::kBFloat16}) {
    generator->compute_type = discriminator->compute_type = type;
    const Tensor images = generator->forward(torch::rand({3, kLatentDim}));
    ASSERT_EQ(images.sizes(), (std::vector<std::int64_t>{3, 1, kImageSize, kImageSize}));
    EXPECT_EQ(images.scalar_type(), torch::kFloat);
    EXPECT_LE(images.abs().max().item<float>(), 1);
    const Judgement judgement = discriminator->forward(images);
    EXPECT_EQ(judgement.validity.sizes(), (std::vector<std::int64_t>{3, 1}));
    EXPECT_EQ(judgement.class_probs.sizes(), (std::vector<std::int64_t>{3, kJudgedClasses}));
    EXPECT_TRUE(torch::allclose(judgement.class_probs.sum(1), torch::ones({3}), 1e-5, 1e-5));
    EXPECT_TRUE(judgement.validity.gt(0).logical_and(judgement.validity.lt(1)).all().item<bool>());
  }
}

TEST(EvaluationMode, IsLeftAsItWasFound) {
  Generator generator;
  Discriminator discriminator;
  generator->compute_type = torch::kBFloat16;
  {
    const EvaluationMode evaluation(generator, discriminator);
    EXPECT_FALSE(generator->is_training());
    EXPECT_FALSE(discriminator->is_training());
    EXPECT_EQ(generator->compute_type, torch::kFloat);
    EXPECT_FALSE(torch::GradMode::is_enabled());
  }
  EXPECT_TRUE(generator->is_training());
  EXPECT_TRUE(discriminator->is_training());
  EXPECT_EQ(generator->compute_type, torch::kBFloat16);
  EXPECT_TRUE(torch::GradMode::is_enabled());
}

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

TEST(Recipe, OneStepMovesEveryParameterButTheUnusedEmbedding) {
  torch::manual_seed(4);
  Generator generator;
  Discriminator discriminator;
  initialize_weights(*generator);
  initialize_weights(*discriminator);
  ReferenceRecipe recipe(generator, discriminator, {});
  const auto generator_before = copies(*generator), discriminator_before = copies(*discriminator);
  recipe.step(torch::rand({8, 1, kImageSize, kImageSize}) * 2 - 1, torch::arange(8));
  EXPECT_EQ(changes(*generator, generator_before), generator_before.size() - 1);
  EXPECT_EQ(changes(*discriminator, discriminator_before), discriminator_before.size());
}

TEST(Recipe, LossAndAccuracyAreTheArticlesFormulas) {
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
  ReferenceRecipe recipe(generator, discriminator, {});
  const StepResult result = recipe.step(torch::rand({4, 1, kImageSize, kImageSize}), torch::arange(4));
  EXPECT_NEAR(result.g_loss.item<double>(), -std::log(v), 1e-4);  // wants to pass for real
  // Cross-entropy takes probabilities for logits: -p[label] + log(e^1 + 10 e^0), p being 1 for "generated"
  // only.
  const double normalizer = std::log(std::exp(1.0) + 10);
  const double real = (-std::log(v) + normalizer) / 2;
  const double fake = (-std::log(1 - v) + normalizer - 1) / 2;
  EXPECT_NEAR(result.d_loss.item<double>(), (real + fake) / 2, 1e-4);
  EXPECT_EQ(result.accuracy.item<double>(), 0.5);
}

TEST(Data, EpochOrdersArePermutationsOfSeedAndEpochAlone) {
  const Tensor order = epoch_order(1, 0, 1000);
  EXPECT_TRUE(torch::equal(std::get<0>(order.sort()), torch::arange(1000)));
  EXPECT_FALSE(torch::equal(order, torch::arange(1000)));
  torch::manual_seed(99);
  EXPECT_TRUE(torch::equal(order, epoch_order(1, 0, 1000)));
  EXPECT_FALSE(torch::equal(order, epoch_order(1, 1, 1000)));
  EXPECT_FALSE(torch::equal(order, epoch_order(2, 0, 1000)));
  EXPECT_FALSE(torch::equal(order, epoch_order(1ULL << 32 | 1, 0, 1000)));
}

TEST(Data, BatchesAreScaledToOneAndMinusOne) {
  Dataset dataset{torch::zeros({3, 1, kImageSize, kImageSize}, torch::kByte),
                  torch::tensor({5, 6, 7}, torch::kLong)};
  dataset.images[1].fill_(255);
  dataset.images[2].fill_(51);
  const Batch batch = take_batch(dataset, torch::tensor({2, 0, 1}, torch::kLong));
  EXPECT_TRUE(torch::equal(batch.labels, torch::tensor({7, 5, 6}, torch::kLong)));
  EXPECT_FLOAT_EQ(batch.images[0].max().item<float>(), 51 / 127.5F - 1);
  EXPECT_EQ(batch.images[1].max().item<float>(), -1);
  EXPECT_EQ(batch.images[2].min().item<float>(), 1);
}

}  // namespace
}  // namespace sgan::train
