#include "sgan/model.h"

#include <gtest/gtest.h>

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sgan/discriminator.h"
#include "sgan/generator.h"
#include "sgan/latent.h"
#include "support/random_model.h"

namespace sgan {
namespace {

using test::NetworkSizes;
using test::random_weights_file;
using test::tensor_named;

TEST(Model, ReadsTheArticlesSizesFromTheTensors) {
  Model model;
  const Status status = load_model(random_weights_file(NetworkSizes::article(), 1, DType::kF16), model);
  ASSERT_TRUE(status.ok()) << status.message();
  EXPECT_EQ(model.info.latent_dim, 100);
  EXPECT_EQ(model.info.image_size, 32);
  EXPECT_EQ(model.info.generator_channels, (std::array<int, 3>{128, 128, 64}));
  EXPECT_EQ(model.info.discriminator_channels, (std::array<int, 4>{16, 32, 64, 128}));
  EXPECT_EQ(model.info.generator_parameters, 1'050'985U);  // as PyTorch counts the article's modules
  EXPECT_EQ(model.info.discriminator_parameters, 103'756U);
  EXPECT_EQ(model.info.latent_prior, LatentPrior::kUniform01);
  EXPECT_EQ(model.info.conditional, Conditioning::kNone);
  EXPECT_EQ(model.info.class_names[7], "7");
}

TEST(Model, OtherSizesLoad) {
  for (const NetworkSizes& sizes :
       {NetworkSizes{1, 4, {1, 1, 1}, {1, 1, 1, 1}}, NetworkSizes{33, 28, {7, 9, 2}, {3, 1, 4, 5}},
        NetworkSizes{3, 64, {2, 3, 5}, {2, 2, 2, 2}, false, false}}) {
    Model model;
    const Status status = load_model(random_weights_file(sizes, 3), model);
    ASSERT_TRUE(status.ok()) << status.message();
    EXPECT_EQ(model.info.image_size, sizes.image_size);
    EXPECT_EQ(model.info.latent_dim, sizes.latent_dim);
  }
}

TEST(Model, ReadsMetadata) {
  const Metadata metadata{{"format_version", "1"},      {"latent_prior", "normal"},
                          {"conditional", "embed_mul"}, {"bn_eps", "0.1,0.2,3e-1"},
                          {"latent_dim", "6"},          {"class_names", "a,b,c,d,e,f,g,h,i,"},
                          {"anything_else", "is kept"}};
  Model model;
  const Status status = load_model(random_weights_file({}, 1, DType::kF32, metadata), model);
  ASSERT_TRUE(status.ok()) << status.message();
  EXPECT_EQ(model.info.latent_prior, LatentPrior::kNormal);
  EXPECT_EQ(model.info.conditional, Conditioning::kEmbedMul);
  EXPECT_EQ(model.info.class_names[1], "b");
  EXPECT_EQ(model.info.class_names[9], "");
  EXPECT_EQ(model.info.metadata, metadata);
}

/// An image and what is said of it.
std::vector<float> results(const Weights& weights) {
  const Model model = test::load(weights);
  const std::vector<float> latent = test::random_values(static_cast<std::size_t>(model.info.latent_dim), 5);
  std::vector<float> image(image_pixels(model.info)), all(1 + kJudgedClasses);
  Workspace workspace;
  EXPECT_TRUE(generate(model, latent, {}, workspace, image).ok());
  EXPECT_TRUE(judge(model, image, workspace, std::span(all).first(1), std::span(all).subspan(1)).ok());
  all.insert(all.end(), image.begin(), image.end());
  return all;
}

TEST(Model, AddsEachEpsToTheVariancesItIsFor) {
  Weights told = test::random_weights({}, 4), added = told;
  told.metadata["bn_eps"] = "0.1,0.4,0.9";
  added.metadata["bn_eps"] = "0,0,0";
  const std::pair<const char*, float> layers[] = {
      {"generator.conv_blocks.0", 0.1F},      {"generator.conv_blocks.3", 0.4F},
      {"generator.conv_blocks.7", 0.4F},      {"discriminator.conv_blocks.6", 0.9F},
      {"discriminator.conv_blocks.10", 0.9F}, {"discriminator.conv_blocks.14", 0.9F}};
  for (const auto& [layer, eps] : layers) {
    for (float& variance : tensor_named(added, std::string(layer) + ".running_var").values) variance += eps;
  }
  const std::vector<float> expected = results(added), actual = results(told);
  for (std::size_t i = 0; i < expected.size(); ++i) ASSERT_NEAR(actual[i], expected[i], 1e-5F) << i;
}

TEST(Model, UsesAndNormalisesTheFilesDirections) {
  Weights weights = test::random_weights({}, 2);
  weights.tensors.push_back({"generator.directions", {2, 6}, {0, 3, 0, 0, 0, 4, 1, 0, 0, 0, 0, 0}});
  Model model = test::load(weights);
  ASSERT_EQ(model.directions.count, 2);
  EXPECT_FLOAT_EQ(model.directions.vectors[1], 0.6F);
  EXPECT_FLOAT_EQ(model.directions.vectors[5], 0.8F);
  EXPECT_EQ(model.directions.scales, std::vector<float>(2, prior_deviation(LatentPrior::kUniform01)));
  EXPECT_EQ(model.info.generator_parameters,
            test::load(test::random_weights({}, 2)).info.generator_parameters);
  weights.tensors.push_back({"generator.directions_scale", {2}, {0.25F, 4}});
  model = test::load(weights);
  EXPECT_EQ(model.directions.scales, (std::vector{0.25F, 4.0F}));
}

}  // namespace
}  // namespace sgan
