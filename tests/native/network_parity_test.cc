// The whole generator and discriminator of the core against LibTorch in evaluation mode, through a weights
// file of each type: random weights, and the ones that ship with the page.

#include <gtest/gtest.h>

#include <limits>

#include "parity_support.h"
#include "sgan/discriminator.h"
#include "sgan/generator.h"
#include "sgan/kernels.h"
#include "sgan_io/file.h"

namespace sgan {
namespace {

using test::distance;
using test::TorchNetworks;
using test::values_of;
using torch::Tensor;

constexpr int kImages = 12;
constexpr const char* kShippedWeights =
    "web/weights/reference.safetensors";  // tests run in the project's folder

struct Judged {
  std::vector<float> validity = std::vector<float>(kImages, std::nanf(""));
  std::vector<float> class_probs = std::vector<float>(kImages * kJudgedClasses, std::nanf(""));
};

Model load(const std::vector<std::byte>& bytes) {
  Model model;
  const Status status = load_model(bytes, model);
  EXPECT_TRUE(status.ok()) << status.message();
  return model;
}

std::vector<float> generate_with_core(const Model& model, const Tensor& latents) {
  Workspace workspace;
  std::vector<float> images(kImages * 32 * 32, std::nanf(""));
  const Status status = generate(model, values_of(latents), {}, workspace, images);
  EXPECT_TRUE(status.ok()) << status.message();
  return images;
}

Judged judge_with_core(const Model& model, const Tensor& images) {
  Workspace workspace;
  Judged judged;
  const Status status = judge(model, values_of(images), workspace, judged.validity, judged.class_probs);
  EXPECT_TRUE(status.ok()) << status.message();
  return judged;
}

/// Limits of the mean distance on images are for I8 alone, whose single pixels may be far off.
struct Limits {
  double image_max, image_mean, judgement_max;
};
constexpr Limits kF32{1e-4, 1e-4, 1e-4};
constexpr Limits kF16{5e-3, 5e-3, 5e-3};
constexpr Limits kI8{std::numeric_limits<double>::infinity(), 5e-2, 1e-1};

void expect_parity(TorchNetworks networks, const Model& model, const Limits& limits) {
  const torch::NoGradGuard no_grad;
  torch::manual_seed(3);
  const Tensor latents = torch::rand({kImages, 100});
  const Tensor images = networks.generator->forward(latents);
  EXPECT_GT(images.std(0).mean().item<double>(), 0.01) << "images that are all alike prove little";
  const test::Distance image_distance = distance(generate_with_core(model, latents), values_of(images));
  EXPECT_LT(image_distance.max, limits.image_max);
  EXPECT_LT(image_distance.mean, limits.image_mean);

  // Generated images and noise: the discriminator's borders and its full range.
  const Tensor judged_images =
      torch::cat({images.narrow(0, 0, kImages / 2), torch::rand({kImages / 2, 1, 32, 32}) * 2 - 1});
  const train::Judgement expected = networks.discriminator->forward(judged_images);
  const Judged actual = judge_with_core(model, judged_images);
  EXPECT_LT(distance(actual.validity, values_of(expected.validity())).max, limits.judgement_max);
  EXPECT_LT(distance(actual.class_probs, values_of(expected.class_probs())).max, limits.judgement_max);
}

class RandomNetworkParity : public testing::TestWithParam<std::uint64_t> {};

TEST_P(RandomNetworkParity, F32) {
  const TorchNetworks networks = test::random_networks(GetParam());
  const Model model = load(test::weights_file(networks, DType::kF32));
  expect_parity(networks, model, kF32);
  set_kernel_variant(KernelVariant::kReference);
  expect_parity(networks, model, kF32);
  set_kernel_variant(KernelVariant::kSimd);
}

TEST_P(RandomNetworkParity, F16) {
  const TorchNetworks networks = test::random_networks(GetParam());
  expect_parity(networks, load(test::weights_file(networks, DType::kF16)), kF16);
}

TEST_P(RandomNetworkParity, I8) {
  const TorchNetworks networks = test::random_networks(GetParam());
  expect_parity(networks, load(test::weights_file(networks, DType::kI8)), kI8);
}

TEST(WideNetworkParity, AWiderDiscriminatorWithoutBatchNorms) {
  TorchNetworks networks = test::random_networks(4);
  networks.discriminator = train::Discriminator(train::DiscriminatorShape{20, false, 0, 1e-5});
  train::initialize_without_norms(networks.discriminator);
  networks.discriminator->eval();
  expect_parity(networks, load(test::weights_file(networks, DType::kF32)), kF32);
  expect_parity(networks, load(test::weights_file(networks, DType::kF16)), kF16);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomNetworkParity, testing::Values(1, 2, 3));

class ShippedNetworkParity : public testing::Test {
 protected:
  void SetUp() override {
    std::vector<std::byte> bytes;
    const Status read = io::read_file(kShippedWeights, bytes);
    ASSERT_TRUE(read.ok()) << read.message();
    const Status parsed = read_weights(bytes, weights_);
    ASSERT_TRUE(parsed.ok()) << parsed.message();
  }
  [[nodiscard]] Model converted(DType dtype) const {
    std::vector<std::byte> bytes;
    EXPECT_TRUE(write_weights(weights_, dtype, bytes).ok());
    return load(bytes);
  }
  Weights weights_;
};

TEST_F(ShippedNetworkParity, F32) {
  expect_parity(test::networks_of(weights_), converted(DType::kF32), kF32);
}
TEST_F(ShippedNetworkParity, F16) {
  expect_parity(test::networks_of(weights_), converted(DType::kF16), kF16);
}
TEST_F(ShippedNetworkParity, I8) { expect_parity(test::networks_of(weights_), converted(DType::kI8), kI8); }

}  // namespace
}  // namespace sgan
