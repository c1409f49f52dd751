// Agreement with PyTorch on a small network whose weights, inputs and outputs tests/golden/make_golden.py
// wrote.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "sgan/discriminator.h"
#include "sgan/generator.h"
#include "sgan/kernels.h"
#include "sgan/safetensors.h"

namespace sgan {
namespace {

// Both sides round in F32; the images go through five layers of up to 108 products each.
constexpr double kTolerance = 1e-5;

class Golden : public testing::TestWithParam<KernelVariant> {
 protected:
  void SetUp() override {
    std::ifstream file("tests/golden/small_network.safetensors", std::ios::binary);
    const std::vector<char> content{std::istreambuf_iterator<char>(file), {}};
    ASSERT_FALSE(content.empty())
        << "tests/golden/small_network.safetensors is missing; run from the project's root";
    const auto view = std::as_bytes(std::span(content));
    bytes_.assign(view.begin(), view.end());
    ASSERT_TRUE(SafetensorsView::parse(bytes_, file_).ok());
    const Status status = load_model(bytes_, model_);
    ASSERT_TRUE(status.ok()) << status.message();
    set_kernel_variant(GetParam());
  }
  void TearDown() override { set_kernel_variant(KernelVariant::kSimd); }

  std::vector<float> tensor(std::string_view name) const {
    const TensorView* tensor = file_.find(name);
    EXPECT_NE(tensor, nullptr) << name;
    std::vector<float> values(tensor->element_count());
    EXPECT_TRUE(read_f32(*tensor, values).ok());
    return values;
  }

  void expect_judgement(std::string_view images, std::string_view validity_name,
                        std::string_view class_probs_name) {
    const std::vector<float> expected_validity = tensor(validity_name);
    const std::vector<float> expected_class_probs = tensor(class_probs_name);
    std::vector<float> validity(expected_validity.size(), -1.0F),
        class_probs(expected_class_probs.size(), -1.0F);
    ASSERT_TRUE(judge(model_, tensor(images), workspace_, validity, class_probs).ok());
    for (std::size_t i = 0; i < validity.size(); ++i)
      EXPECT_NEAR(validity[i], expected_validity[i], kTolerance) << i;
    for (std::size_t i = 0; i < class_probs.size(); ++i)
      EXPECT_NEAR(class_probs[i], expected_class_probs[i], kTolerance) << i;
  }

  std::vector<std::byte> bytes_;
  SafetensorsView file_;
  Model model_;
  Workspace workspace_;
};

TEST_P(Golden, GeneratorMakesPyTorchsImages) {
  const std::vector<float> expected = tensor("golden.images");
  std::vector<float> images(expected.size(), 7.0F);
  ASSERT_TRUE(generate(model_, tensor("golden.latents"), {}, workspace_, images).ok());
  for (std::size_t i = 0; i < images.size(); ++i) ASSERT_NEAR(images[i], expected[i], kTolerance) << i;
}

TEST_P(Golden, DiscriminatorJudgesImagesAsPyTorchDoes) {
  expect_judgement("golden.images", "golden.validity", "golden.class_probs");
}

TEST_P(Golden, DiscriminatorJudgesNoiseAsPyTorchDoes) {
  expect_judgement("golden.noise", "golden.noise_validity", "golden.noise_class_probs");
}

INSTANTIATE_TEST_SUITE_P(Variants, Golden, testing::Values(KernelVariant::kReference, KernelVariant::kSimd),
                         [](const auto& test) {
                           return test.param == KernelVariant::kSimd ? "simd" : "reference";
                         });

}  // namespace
}  // namespace sgan
