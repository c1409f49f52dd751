// Every layer of both networks, as the core runs it after loading (batch norms folded, weights repacked),
// against LibTorch on the same input: with the readable kernels and with the SIMD ones.

#include <gtest/gtest.h>

#include <algorithm>

#include "kernels/kernels.h"
#include "parity_support.h"

namespace sgan {
namespace {

using test::distance;
using test::layer_of;
using test::values_of;
using torch::Tensor;
using torch::nn::BatchNorm2dImpl;
using torch::nn::Conv2dImpl;
using torch::nn::LinearImpl;

constexpr double kTolerance = 1e-4;
constexpr double kSlope = 0.2;

class LayerParity : public testing::TestWithParam<KernelVariant> {
 protected:
  void SetUp() override {
    networks_ = test::random_networks(11);
    const Status status = load_model(test::weights_file(networks_, DType::kF32), model_);
    ASSERT_TRUE(status.ok()) << status.message();
    set_kernel_variant(GetParam());
  }
  void TearDown() override { set_kernel_variant(KernelVariant::kSimd); }

  Conv2dImpl& generator_conv(const std::string& name) {
    return layer_of<Conv2dImpl>(*networks_.generator, name);
  }
  BatchNorm2dImpl& generator_norm(const std::string& name) {
    return layer_of<BatchNorm2dImpl>(*networks_.generator, name);
  }

  /// input: [1, in, h, w]
  static std::vector<float> run_core(const Conv3x3Task& task, const Tensor& input) {
    const std::vector<float> values = values_of(input);
    std::vector<float> scratch(kernels().conv3x3_scratch(task));
    std::vector<float> output(
        static_cast<std::size_t>(task.layer.out * task.output_height() * task.output_width()), std::nanf(""));
    kernels().conv3x3(task, values.data(), scratch.data(), output.data());
    return output;
  }

  /// input: [1, in, h, w]
  static std::vector<float> run_core(const UpsampleConv3x3Task& task, int out, const Tensor& input) {
    const std::vector<float> values = values_of(input);
    std::vector<float> scratch(kernels().upsample_conv3x3_scratch(task));
    std::vector<float> output(static_cast<std::size_t>(out * 4 * task.height * task.width), std::nanf(""));
    kernels().upsample_conv3x3(task, values.data(), scratch.data(), output.data());
    return output;
  }

  static std::vector<float> run_core(const Linear& layer, const Tensor& input) {
    return run_linear(kernels().linear, layer, layer.out, input);
  }

  template <typename Kernel, typename Layer>
  static std::vector<float> run_linear(Kernel kernel, const Layer& layer, int out, const Tensor& input) {
    const std::vector<float> values = values_of(input);
    std::vector<float> output(static_cast<std::size_t>(out), std::nanf(""));
    kernel(layer, values.data(), output.data());
    return output;
  }

  const torch::NoGradGuard no_grad_;
  test::TorchNetworks networks_;
  Model model_;
};

TEST_P(LayerParity, GeneratorProjectionWithItsBatchNorm) {
  const Tensor latents = torch::rand({1, 100});
  const Tensor projected =
      layer_of<LinearImpl>(*networks_.generator, "l1.0").forward(latents).view({1, 128, 8, 8});
  const Tensor expected = generator_norm("conv_blocks.0").forward(projected);
  EXPECT_LT(distance(run_linear(kernels().panel_linear, model_.generator.project, 128 * 8 * 8, latents),
                     values_of(expected))
                .max,
            kTolerance);
}

TEST_P(LayerParity, GeneratorUpsamplingBlocks) {
  const auto check = [&](const std::string& name, const std::string& norm, const UpsampleConv3x3& layer,
                         int size) {
    Conv2dImpl& conv = generator_conv(name);
    const Tensor input = torch::randn({1, conv.weight.size(1), size, size});
    const Tensor doubled = input.repeat_interleave(2, 2).repeat_interleave(2, 3);
    const Tensor expected = torch::leaky_relu(generator_norm(norm).forward(conv.forward(doubled)), kSlope);
    const std::vector<float> actual =
        run_core(UpsampleConv3x3Task{layer, size, size}, static_cast<int>(conv.weight.size(0)), input);
    EXPECT_LT(distance(actual, values_of(expected)).max, kTolerance) << name;
  };
  check("conv_blocks.2", "conv_blocks.3", model_.generator.up1, 8);
  check("conv_blocks.6", "conv_blocks.7", model_.generator.up2, 16);
}

TEST_P(LayerParity, GeneratorImageLayerWithTanh) {
  const Tensor input = torch::randn({1, 64, 32, 32});
  const Tensor expected = torch::tanh(generator_conv("conv_blocks.9").forward(input));
  const Conv3x3Task task{model_.generator.to_image, 32, 32, 1, Activation::kTanh};
  EXPECT_LT(distance(run_core(task, input), values_of(expected)).max, kTolerance);
}

TEST_P(LayerParity, DiscriminatorBlocksWithTheirBatchNorms) {
  const std::array<std::string, 4> convs{"conv_blocks.0", "conv_blocks.3", "conv_blocks.7", "conv_blocks.11"};
  const std::array<std::string, 4> norms{"", "conv_blocks.6", "conv_blocks.10", "conv_blocks.14"};
  int size = 32;
  for (std::size_t b = 0; b < convs.size(); ++b) {
    auto& conv = layer_of<Conv2dImpl>(*networks_.discriminator, convs[b]);
    const Tensor input = torch::randn({1, conv.weight.size(1), size, size});
    Tensor expected = torch::leaky_relu(conv.forward(input), kSlope);
    if (!norms[b].empty())
      expected = layer_of<BatchNorm2dImpl>(*networks_.discriminator, norms[b]).forward(expected);
    const Conv3x3Task task{model_.discriminator.blocks[b], size, size, 2, Activation::kLeakyRelu,
                           &model_.discriminator.norms[b]};
    EXPECT_LT(distance(run_core(task, input), values_of(expected)).max, kTolerance) << convs[b];
    size /= 2;
  }
}

TEST_P(LayerParity, DiscriminatorHeads) {
  const Tensor features = torch::randn({1, 512});
  const auto check = [&](const std::string& name, const Linear& layer) {
    const Tensor expected = layer_of<LinearImpl>(*networks_.discriminator, name).forward(features);
    EXPECT_LT(distance(run_core(layer, features), values_of(expected)).max, kTolerance) << name;
  };
  check("adv_layer.0", model_.discriminator.validity);
  check("aux_layer.0", model_.discriminator.classes);
}

INSTANTIATE_TEST_SUITE_P(Kernels, LayerParity,
                         testing::Values(KernelVariant::kReference, KernelVariant::kSimd),
                         [](const auto& variant) {
                           return variant.param == KernelVariant::kSimd ? "Simd" : "Reference";
                         });

}  // namespace
}  // namespace sgan
