#include <gtest/gtest.h>

#include "evaluate.h"
#include "export.h"
#include "networks.h"
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

TEST(Networks, ADiscriminatorCanBeWiderAndHaveNoNorms) {
  const std::int64_t wide = (32 * 9 + 32) + (64 * 32 * 9 + 64) + (128 * 64 * 9 + 128) +
                            (256 * 128 * 9 + 256) + (1024 + 1) + (1024 * 11 + 11);
  EXPECT_EQ(parameter_count(*Discriminator(DiscriminatorShape{32, false, 0, 1e-5})), wide);
  EXPECT_EQ(parameter_count(*Discriminator(DiscriminatorShape{32, true, 0, 1e-5})),
            wide + 2 * (64 + 128 + 256));
}

TEST(Networks, WithoutNormsActivationsKeepTheirSize) {
  torch::manual_seed(2);
  Discriminator discriminator(DiscriminatorShape{32, false, 0, 1e-5});
  initialize_without_norms(discriminator);
  const Tensor images = torch::randn({16, 1, kImageSize, kImageSize});
  const double size = discriminator->forward(images).features.square().mean().sqrt().item<double>();
  EXPECT_GT(size, 0.3);
  EXPECT_LT(size, 3);
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
    EXPECT_EQ(judgement.validity().sizes(), (std::vector<std::int64_t>{3, 1}));
    EXPECT_EQ(judgement.class_probs().sizes(), (std::vector<std::int64_t>{3, kJudgedClasses}));
    EXPECT_TRUE(torch::allclose(judgement.class_probs().sum(1), torch::ones({3}), 1e-5, 1e-5));
    EXPECT_TRUE(judgement.validity().gt(0).logical_and(judgement.validity().lt(1)).all().item<bool>());
  }
}

TEST(Networks, AskedGeneratorsMultiplyLatentsByTheLabelsEmbedding) {
  torch::manual_seed(1);
  Generator generator;
  generator->eval();
  const torch::NoGradGuard no_grad;
  const Tensor latents = torch::randn({2, kLatentDim}), labels = torch::tensor({3, 8}, torch::kLong);
  const Tensor table = generator->named_parameters()["label_emb.weight"];
  EXPECT_TRUE(torch::equal(generator->forward(latents, labels),
                           generator->forward(latents * table.index_select(0, labels))));
  EXPECT_FALSE(torch::equal(generator->forward(latents, labels), generator->forward(latents)));
}

TEST(Networks, StatisticsStayWhileTheyAreNotTracked) {
  Discriminator discriminator;
  const Tensor mean = discriminator->named_buffers()["conv_blocks.6.running_mean"];
  const Tensor before = mean.clone();
  discriminator->track_statistics(false);
  discriminator->forward(torch::rand({4, 1, kImageSize, kImageSize}));
  EXPECT_TRUE(torch::equal(mean, before));
  discriminator->track_statistics(true);
  discriminator->forward(torch::rand({4, 1, kImageSize, kImageSize}));
  EXPECT_FALSE(torch::equal(mean, before));
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

TEST(Evaluation, VarietyCountsClassesAndTheirEntropy) {
  Discriminator discriminator;
  discriminator->eval();
  const torch::NoGradGuard no_grad;
  const Tensor images = torch::rand({64, 1, kImageSize, kImageSize}) * 2 - 1;
  const auto parameters = discriminator->named_parameters();
  parameters["aux_layer.0.weight"].zero_();
  parameters["aux_layer.0.bias"].zero_()[4] = 1;
  Variety variety = measure_variety(discriminator, images, torch::kCPU);
  EXPECT_EQ(variety.classes, 1);
  EXPECT_NEAR(variety.entropy, 0, 1e-12);
  // Half of the images, told by a feature that splits them, are of another class.
  const Tensor feature = discriminator->forward(images).features.select(1, 0);
  const double median = feature.median().item<double>();
  parameters["aux_layer.0.weight"].fill_(0)[7][0] = 1e6;
  parameters["aux_layer.0.bias"].fill_(-1e9)[4] = 0;
  parameters["aux_layer.0.bias"][7] = -1e6 * median - 1e-3;
  variety = measure_variety(discriminator, images, torch::kCPU);
  EXPECT_EQ(variety.classes, 2);
  EXPECT_NEAR(variety.entropy, std::log(2) / std::log(10), 0.01);
}

TEST(Evaluation, CollapseIsFewClassesOrLittleEntropyOfAClassifierThatCanTell) {
  EXPECT_FALSE(looks_collapsed({10, 0.95}, 0.9));
  EXPECT_TRUE(looks_collapsed({7, 0.95}, 0.9));
  EXPECT_TRUE(looks_collapsed({10, 0.69}, 0.9));
  EXPECT_FALSE(looks_collapsed({1, 0}, 0.4));
}

TEST(NormEps, AreReadAsNumbersAndAreTheArticlesWhereAFileSaysNothing) {
  const NormEps same{1e-5, 1e-5, 1e-5};
  for (const char* text : {"1e-5,1e-5,1e-5", "1e-05,0.00001,1e-5"})
    EXPECT_EQ(norm_eps_of({{"bn_eps", text}}), same) << text;
  EXPECT_EQ(norm_eps_of(network_metadata(same, {}, {})), same);
  EXPECT_EQ(norm_eps_of({{"bn_eps", "1e-5,0.8,0.25"}}), (NormEps{1e-5, 0.8, 0.25}));
  EXPECT_EQ(norm_eps_of({}), NormEps{});
}

}  // namespace
}  // namespace sgan::train
