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

  /// [1, channels, h, w] -> an activation as the core holds it.
  static AlignedFloats to_activation(const Tensor& image) {
    const int channels = static_cast<int>(image.size(1));
    const Tensor padded =
        torch::constant_pad_nd(image.permute({0, 2, 3, 1}), {0, padded_channels(channels) - channels})
            .contiguous();
    return {padded.data_ptr<float>(), padded.data_ptr<float>() + padded.numel()};
  }

  /// The other way round.
  static std::vector<float> from_activation(const AlignedFloats& activation, int channels, int height,
                                            int width) {
    const Tensor padded = torch::tensor(at::ArrayRef<float>(activation.data(), activation.size()))
                              .view({1, height, width, padded_channels(channels)});
    return values_of(padded.slice(3, 0, channels).permute({0, 3, 1, 2}).contiguous());
  }

  /// Runs `kernel(output)` into NaN.
  template <typename Kernel>
  static AlignedFloats run_kernel(int pixels, int stride, const Kernel& kernel) {
    AlignedFloats output(static_cast<std::size_t>(pixels) * static_cast<std::size_t>(stride), std::nanf(""));
    kernel(output.data());
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
  const std::vector<float> input = values_of(latents);
  const AlignedFloats output = run_kernel(8 * 8, padded_channels(128), [&](float* values) {
    kernels().linear(model_.generator.project, 1, input.data(), values);
  });
  EXPECT_LT(distance(from_activation(output, 128, 8, 8), values_of(expected)).max, kTolerance);
}

TEST_P(LayerParity, GeneratorUpsamplingBlocks) {
  const auto check = [&](const std::string& name, const std::string& norm, const UpsampleConv3x3& layer,
                         int size) {
    Conv2dImpl& conv = generator_conv(name);
    const Tensor input = torch::randn({1, conv.weight.size(1), size, size});
    const Tensor doubled = input.repeat_interleave(2, 2).repeat_interleave(2, 3);
    const Tensor expected = torch::leaky_relu(generator_norm(norm).forward(conv.forward(doubled)), kSlope);
    const int out = static_cast<int>(conv.weight.size(0));
    const UpsampleConv3x3Task task{layer, size, size};
    const AlignedFloats values = to_activation(input);
    AlignedFloats scratch(kernels().upsample_conv3x3_scratch(task));
    const AlignedFloats output = run_kernel(4 * size * size, padded_channels(out), [&](float* pixels) {
      kernels().upsample_conv3x3(task, values.data(), scratch.data(), pixels);
    });
    const std::vector<float> actual = from_activation(output, out, 2 * size, 2 * size);
    EXPECT_LT(distance(actual, values_of(expected)).max, kTolerance) << name;
  };
  check("conv_blocks.2", "conv_blocks.3", model_.generator.up1, 8);
  check("conv_blocks.6", "conv_blocks.7", model_.generator.up2, 16);
}

TEST_P(LayerParity, GeneratorImageLayerWithTanh) {
  const Tensor input = torch::randn({1, 64, 32, 32});
  const Tensor expected = torch::tanh(generator_conv("conv_blocks.9").forward(input));
  const AlignedFloats values = to_activation(input);
  const AlignedFloats output = run_kernel(32 * 32, 1, [&](float* pixels) {
    kernels().image_conv3x3({model_.generator.to_image, 32, 32}, values.data(), pixels);
  });
  EXPECT_LT(distance({output.begin(), output.end()}, values_of(expected)).max, kTolerance);
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
    const StridedConv3x3& block = model_.discriminator.blocks[b];
    const AlignedFloats values = to_activation(input);
    const StridedConv3x3Task task{block, size, size, padded_channels(block.plain.in)};
    AlignedFloats scratch(kernels().strided_conv3x3_scratch(task));
    const AlignedFloats output = run_kernel(
        size * size / 4, padded_channels(block.plain.out),
        [&](float* pixels) { kernels().strided_conv3x3(task, values.data(), scratch.data(), pixels); });
    EXPECT_LT(distance(from_activation(output, block.plain.out, size / 2, size / 2), values_of(expected)).max,
              kTolerance)
        << convs[b];
    size /= 2;
  }
}

TEST_P(LayerParity, DiscriminatorHeads) {
  const Tensor features = torch::randn({1, 128, 2, 2});
  const auto logits_of = [&](const std::string& name) {
    return layer_of<LinearImpl>(*networks_.discriminator, name).forward(features.flatten(1));
  };
  const Tensor expected = torch::cat({logits_of("adv_layer.0"), logits_of("aux_layer.0")}, 1);
  const AlignedFloats values = to_activation(features);
  const AlignedFloats output = run_kernel(
      1, 12, [&](float* logits) { kernels().linear(model_.discriminator.heads, 1, values.data(), logits); });
  EXPECT_LT(distance({output.begin(), output.end()}, values_of(expected)).max, kTolerance);
}

INSTANTIATE_TEST_SUITE_P(Kernels, LayerParity,
                         testing::Values(KernelVariant::kReference, KernelVariant::kSimd),
                         [](const auto& variant) {
                           return variant.param == KernelVariant::kSimd ? "Simd" : "Reference";
                         });

}  // namespace
}  // namespace sgan
