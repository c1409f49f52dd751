#include "sgan/discriminator.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "sgan/kernels.h"
#include "support/random_model.h"

namespace sgan {
namespace {

using test::NetworkSizes;
using test::random_values;

struct Judgement {
  std::vector<float> validity, class_probs;
};

Judgement judge_all(const Model& model, std::span<const float> images) {
  const auto size = static_cast<std::size_t>(model.info.image_size);
  const std::size_t count = images.size() / (size * size);
  const float nan = std::numeric_limits<float>::quiet_NaN();
  Judgement judgement{std::vector<float>(count, nan), std::vector<float>(count * kJudgedClasses, nan)};
  Workspace workspace;
  const Status status = judge(model, images, workspace, judgement.validity, judgement.class_probs);
  EXPECT_TRUE(status.ok()) << status.message();
  return judgement;
}

Model make_model(const NetworkSizes& sizes) { return test::load(test::random_weights(sizes, 9)); }

TEST(Discriminator, JudgementsAreProbabilities) {
  const Model model = make_model({});
  const Judgement judgement = judge_all(model, random_values(50 * 256, 1));
  for (std::size_t n = 0; n < 50; ++n) {
    EXPECT_GT(judgement.validity[n], 0);
    EXPECT_LT(judgement.validity[n], 1);
    const auto first = judgement.class_probs.begin() + static_cast<std::ptrdiff_t>(n * kJudgedClasses);
    EXPECT_NEAR(std::accumulate(first, first + kJudgedClasses, 0.0), 1, 1e-6);
  }
}

TEST(Discriminator, HugeLogitsStayFinite) {
  Weights weights = test::random_weights({}, 9);
  for (const char* name : {"discriminator.adv_layer.0.bias", "discriminator.aux_layer.0.bias"}) {
    for (float& value : test::tensor_named(weights, name).values) value = -1e30F;
  }
  test::tensor_named(weights, "discriminator.aux_layer.0.bias").values[3] = 1e30F;
  const Judgement judgement = judge_all(test::load(weights), random_values(256, 1));
  EXPECT_EQ(judgement.validity[0], 0);
  EXPECT_EQ(judgement.class_probs[3], 1);
  EXPECT_EQ(most_probable_digit(judgement.class_probs), 3);
}

TEST(Discriminator, SaysWhenResultsAreNoNumbers) {
  Weights weights = test::random_weights({}, 9);
  for (float& value : test::tensor_named(weights, "discriminator.conv_blocks.14.bias").values) value = 10;
  for (float& value : test::tensor_named(weights, "discriminator.aux_layer.0.weight").values) value = 3e38F;
  const Model model = test::load(weights);
  std::vector<float> validity(1), class_probs(kJudgedClasses);
  Workspace workspace;
  for (const KernelVariant variant : {KernelVariant::kReference, KernelVariant::kSimd}) {
    set_kernel_variant(variant);
    const Status status = judge(model, random_values(256, 1), workspace, validity, class_probs);
    EXPECT_EQ(status.code(), StatusCode::kWrongModel);
    EXPECT_NE(status.message().find("discriminator gives no numbers"), std::string::npos) << status.message();
  }
}

TEST(Discriminator, VariantsAgreeOnOtherSizes) {
  for (const NetworkSizes& sizes : {NetworkSizes{}, NetworkSizes{1, 4, {1, 1, 1}, {1, 1, 1, 1}},
                                    NetworkSizes{33, 28, {7, 9, 2}, {3, 1, 4, 5}}, NetworkSizes::article()}) {
    const Model model = make_model(sizes);
    const auto images = random_values(static_cast<std::size_t>(3 * sizes.image_size * sizes.image_size), 2);
    const Judgement simd = judge_all(model, images);
    set_kernel_variant(KernelVariant::kReference);
    const Judgement reference = judge_all(model, images);
    set_kernel_variant(KernelVariant::kSimd);
    for (std::size_t i = 0; i < simd.validity.size(); ++i)
      ASSERT_NEAR(simd.validity[i], reference.validity[i], 1e-5);
    for (std::size_t i = 0; i < simd.class_probs.size(); ++i)
      ASSERT_NEAR(simd.class_probs[i], reference.class_probs[i], 1e-5);
  }
}

TEST(Discriminator, TheFakeClassIsNoDigit) {
  EXPECT_EQ(most_probable_digit(std::vector<float>{0, 0, 0.1F, 0, 0, 0, 0, 0, 0, 0.2F, 0.7F}), 9);
}

TEST(Discriminator, RefusesArraysThatDoNotFitTogether) {
  const Model model = make_model({});
  Workspace workspace;
  const std::vector<float> image = random_values(256, 1);
  std::vector<float> validity(1), class_probs(kJudgedClasses);
  EXPECT_FALSE(judge(model, std::span(image).first(255), workspace, validity, class_probs).ok());
  EXPECT_FALSE(judge(model, image, workspace, {}, class_probs).ok());
  EXPECT_FALSE(judge(model, image, workspace, validity, std::span(class_probs).first(10)).ok());
  EXPECT_EQ(judge(Model{}, image, workspace, validity, class_probs).message(), "no model is loaded");
}

}  // namespace
}  // namespace sgan
