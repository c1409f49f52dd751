#include "sgan/generator.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "sgan/kernels.h"
#include "support/random_model.h"

namespace sgan {
namespace {

using test::load;
using test::NetworkSizes;
using test::random_values;
using test::random_weights;
using test::tensor_named;

Model make_model(const NetworkSizes& sizes, const Metadata& metadata = {}) {
  Weights weights = random_weights(sizes, 5);
  weights.metadata = metadata;
  return load(weights);
}

std::vector<float> generate_all(const Model& model, std::span<const float> latents,
                                std::span<const int> labels, Workspace& workspace) {
  const std::size_t count = latents.size() / static_cast<std::size_t>(model.info.latent_dim);
  const auto size = static_cast<std::size_t>(model.info.image_size);
  std::vector<float> images(count * size * size, std::numeric_limits<float>::quiet_NaN());
  const Status status = generate(model, latents, labels, workspace, images);
  EXPECT_TRUE(status.ok()) << status.message();
  return images;
}

TEST(Generator, AnImageDoesNotDependOnTheBatchAroundIt) {
  const Model model = make_model({});
  Workspace workspace;
  const std::vector<float> latents = random_values(257 * 6, 1);
  std::vector<float> one_by_one;
  for (std::size_t n = 0; n < 257; ++n) {
    const std::vector<float> image = generate_all(model, std::span(latents).subspan(n * 6, 6), {}, workspace);
    one_by_one.insert(one_by_one.end(), image.begin(), image.end());
  }
  for (const std::size_t batch : {1U, 2U, 3U, 4U, 5U, 7U, 8U, 9U, 31U, 64U, 100U, 255U, 256U, 257U}) {
    const std::vector<float> together =
        generate_all(model, std::span(latents).first(batch * 6), {}, workspace);
    EXPECT_TRUE(std::equal(together.begin(), together.end(), one_by_one.begin())) << "batch of " << batch;
  }
}

TEST(Generator, VariantsAgreeOnOtherSizes) {
  for (const NetworkSizes& sizes : {NetworkSizes{}, NetworkSizes{1, 4, {1, 1, 1}, {1, 1, 1, 1}},
                                    NetworkSizes{33, 28, {7, 9, 2}, {3, 1, 4, 5}},
                                    NetworkSizes{3, 64, {2, 3, 5}, {2, 2, 2, 2}, false, false}}) {
    const Model model = make_model(sizes);
    const std::vector<float> latents = random_values(static_cast<std::size_t>(3 * sizes.latent_dim), 2);
    Workspace workspace;
    const std::vector<float> simd = generate_all(model, latents, {}, workspace);
    set_kernel_variant(KernelVariant::kReference);
    const std::vector<float> reference = generate_all(model, latents, {}, workspace);
    set_kernel_variant(KernelVariant::kSimd);
    for (std::size_t i = 0; i < simd.size(); ++i)
      ASSERT_NEAR(simd[i], reference[i], 1e-5) << sizes.image_size << " at " << i;
  }
}

TEST(Generator, AWorkspaceServesModelsOfDifferentSizes) {
  const Model small = make_model({2, 8, {2, 2, 2}, {1, 1, 1, 1}});
  const Model large = make_model({9, 48, {6, 7, 8}, {2, 2, 2, 2}});
  const std::vector<float> small_latent = random_values(2, 1), large_latent = random_values(9, 1);
  Workspace shared_workspace, fresh;
  const std::vector<float> before = generate_all(small, small_latent, {}, shared_workspace);
  EXPECT_EQ(generate_all(large, large_latent, {}, shared_workspace),
            generate_all(large, large_latent, {}, fresh));
  EXPECT_EQ(generate_all(small, small_latent, {}, shared_workspace), before);
}

TEST(Generator, ConditionalModelMultipliesTheLatentByTheLabelsEmbedding) {
  const Model conditional = make_model({}, {{"conditional", "embed_mul"}});
  const Model plain = make_model({});
  Workspace workspace;
  const std::vector<float> latents = random_values(10 * 6, 3);
  const std::vector<int> labels{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
  std::vector<float> embedded = latents;
  for (std::size_t i = 0; i < embedded.size(); ++i) embedded[i] *= plain.generator.label_embedding[i];
  EXPECT_EQ(generate_all(conditional, latents, labels, workspace),
            generate_all(plain, embedded, {}, workspace));
}

TEST(Generator, UnconditionalModelIgnoresLabels) {
  const Model model = make_model({});
  Workspace workspace;
  const std::vector<float> latents = random_values(6, 3);
  EXPECT_EQ(generate_all(model, latents, std::vector<int>{7}, workspace),
            generate_all(model, latents, {}, workspace));
}

TEST(Generator, NoLatentsMakeNoImages) {
  Workspace workspace;
  EXPECT_TRUE(generate(make_model({}), {}, {}, workspace, {}).ok());
}

TEST(Generator, SaysWhenPixelsAreNoNumbers) {
  Weights weights = random_weights({}, 5);
  for (float& value : tensor_named(weights, "generator.conv_blocks.9.weight").values) value *= 3e38F;
  for (float& value : tensor_named(weights, "generator.conv_blocks.6.bias").values) value = 1e3F;
  const Model model = load(weights);
  std::vector<float> image(256);
  Workspace workspace;
  for (const KernelVariant variant : {KernelVariant::kReference, KernelVariant::kSimd}) {
    set_kernel_variant(variant);
    const Status status = generate(model, random_values(6, 1), {}, workspace, image);
    EXPECT_EQ(status.code(), StatusCode::kWrongModel);
    EXPECT_NE(status.message().find("generator gives no numbers"), std::string::npos) << status.message();
  }
}

TEST(Generator, AWorkspaceIsNoLargerThanTheModelNeeds) {
  // The discriminator's second block is by far the largest, and writes into one of the two.
  const Model model = make_model({1, 16, {1, 1, 1}, {1, 512, 1, 1}});
  Workspace workspace;
  workspace.reserve(model);
  EXPECT_EQ(workspace.back.size(), std::size_t{kImagesAtOnce * 512 * 4 * 4});
  EXPECT_LT(workspace.front.size(), workspace.back.size());
}

TEST(Generator, RefusesArraysThatDoNotFitTogether) {
  const Model plain = make_model({});
  const Model conditional = make_model({}, {{"conditional", "embed_mul"}});
  std::vector<float> images(256, 7.0F);
  Workspace workspace;
  const std::vector<float> latent = random_values(6, 1);
  const auto message = [&](const Model& model, std::span<const float> latents, std::span<const int> labels,
                           std::span<float> out) {
    const Status status = generate(model, latents, labels, workspace, out);
    EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
    return status.message();
  };
  EXPECT_NE(message(plain, std::span(latent).first(5), {}, images).find("latents: 5"), std::string::npos);
  EXPECT_NE(message(plain, latent, {}, std::span(images).first(255)).find("images: "), std::string::npos);
  EXPECT_NE(message(conditional, latent, {}, images).find("labels: "), std::string::npos);
  EXPECT_NE(message(conditional, latent, std::vector<int>{10}, images).find("labels: 10 at index 0"),
            std::string::npos);
  EXPECT_NE(message(conditional, latent, std::vector<int>{-1}, images).find("labels: -1"), std::string::npos);
  EXPECT_EQ(message(Model{}, latent, {}, images), "no model is loaded");
  EXPECT_EQ(images, std::vector<float>(256, 7.0F));
}

TEST(GenerateMixed, AShareOfOneIsTheLabel) {
  Weights weights = random_weights({}, 3);
  weights.metadata["conditional"] = "embed_mul";
  const Model model = load(weights);
  const std::vector<float> latents = random_values(6 * 10, 8);
  std::vector<int> labels(10);
  std::iota(labels.begin(), labels.end(), 0);
  std::vector<float> mixtures(100, 0.0F), by_label(10 * 256), mixed(10 * 256);
  for (std::size_t i = 0; i < 10; ++i) mixtures[i * 11] = 1;
  Workspace workspace;
  ASSERT_TRUE(generate(model, latents, labels, workspace, by_label).ok());
  ASSERT_TRUE(generate_mixed(model, latents, mixtures, workspace, mixed).ok());
  EXPECT_EQ(by_label, mixed);
}

TEST(GenerateMixed, IsTheImageOfTheMixedEmbedding) {
  Weights weights = random_weights({}, 3);
  weights.metadata["conditional"] = "embed_mul";
  const std::vector<float> latent = random_values(6, 8);
  std::vector<float> mixture(10, 0.0F), mixed(256), wanted(256);
  mixture[2] = 0.25F;
  mixture[7] = 0.75F;
  Workspace workspace;
  ASSERT_TRUE(generate_mixed(load(weights), latent, mixture, workspace, mixed).ok());
  std::vector<float>& embedding = tensor_named(weights, "generator.label_emb.weight").values;
  for (std::size_t i = 0; i < 6; ++i) embedding[i] = 0.25F * embedding[12 + i] + 0.75F * embedding[42 + i];
  const int label = 0;
  ASSERT_TRUE(generate(load(weights), latent, {&label, 1}, workspace, wanted).ok());
  for (std::size_t i = 0; i < wanted.size(); ++i) EXPECT_NEAR(mixed[i], wanted[i], 1e-5);
}

TEST(GenerateMixed, RefusesSharesOfAnotherSize) {
  Weights weights = random_weights({}, 3);
  Workspace workspace;
  const std::vector<float> latent(6, 0.5F), shares(9, 0.1F);
  std::vector<float> image(256);
  EXPECT_TRUE(generate_mixed(load(weights), latent, shares, workspace, image).ok()) << "unconditional";
  weights.metadata["conditional"] = "embed_mul";
  const Status status = generate_mixed(load(weights), latent, shares, workspace, image);
  EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
  EXPECT_NE(status.message().find("10 shares per latent, 10, not 9"), std::string::npos) << status.message();
}

}  // namespace
}  // namespace sgan
