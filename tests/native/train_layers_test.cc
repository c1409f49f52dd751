#include <gtest/gtest.h>

#include "layers.h"

namespace sgan::train {
namespace {

using torch::Tensor;

/// The definition: every pixel doubled in both directions, then a plain convolution.
Tensor plain_upsample_conv(const Tensor& x, const Tensor& weight, const Tensor& bias) {
  const Tensor doubled = x.repeat_interleave(2, 2).repeat_interleave(2, 3);
  return torch::conv2d(doubled, weight, bias, /*stride=*/1, /*padding=*/1);
}

struct Sizes {
  int n, in, out, height, width;
};

Tensor parameter(at::IntArrayRef shape) { return torch::randn(shape, torch::kDouble).requires_grad_(); }

TEST(UpsampleConv, EqualsItsDefinitionWithAllGradients) {
  torch::manual_seed(1);
  for (const Sizes& s : {Sizes{1, 1, 1, 1, 1}, {2, 3, 5, 4, 4}, {3, 2, 1, 2, 7}, {1, 8, 4, 8, 8}}) {
    const Tensor x = parameter({s.n, s.in, s.height, s.width});
    const Tensor weight = parameter({s.out, s.in, 3, 3});
    const Tensor bias = parameter({s.out});
    const Tensor expected = plain_upsample_conv(x, weight, bias);
    const Tensor actual = upsample_conv3x3(x, weight, bias, torch::kDouble);
    ASSERT_EQ(actual.sizes(), expected.sizes());
    EXPECT_TRUE(torch::allclose(actual, expected, 1e-10, 1e-10));

    const Tensor upstream = torch::randn_like(expected);
    const auto expected_gradients = torch::autograd::grad({expected}, {x, weight, bias}, {upstream});
    const auto actual_gradients = torch::autograd::grad({actual}, {x, weight, bias}, {upstream});
    for (std::size_t i = 0; i < expected_gradients.size(); ++i)
      EXPECT_TRUE(torch::allclose(actual_gradients[i], expected_gradients[i], 1e-10, 1e-10))
          << "gradient " << i;
  }
}

TEST(UpsampleConv, InLowerPrecisionStaysNearAndKeepsGradientsOfParametersInF32) {
  torch::manual_seed(2);
  const Tensor x = torch::randn({4, 16, 8, 8});
  const Tensor weight = torch::randn({8, 16, 3, 3}).mul_(0.1).requires_grad_();
  const Tensor bias = torch::randn({8}).requires_grad_();
  const Tensor expected = plain_upsample_conv(x, weight, bias);
  const Tensor actual = upsample_conv3x3(x, weight, bias, torch::kBFloat16);
  EXPECT_EQ(actual.scalar_type(), torch::kBFloat16);
  EXPECT_LT((actual.to(torch::kFloat) - expected).abs().max().item<float>(),
            0.06);  // values around 1.5, eps 2^-8
  actual.to(torch::kFloat).sum().backward();
  EXPECT_EQ(weight.grad().scalar_type(), torch::kFloat);
  EXPECT_GT(weight.grad().abs().sum().item<float>(), 0);
}

TEST(Conv, EqualsLibTorchsAtBothStrides) {
  torch::manual_seed(3);
  const Tensor x = torch::randn({2, 3, 7, 9}), weight = torch::randn({5, 3, 3, 3}), bias = torch::randn({5});
  for (const int stride : {1, 2}) {
    EXPECT_TRUE(torch::allclose(conv3x3(x, weight, bias, stride, torch::kFloat),
                                torch::conv2d(x, weight, bias, stride, 1), 1e-4, 1e-5));
  }
}

}  // namespace
}  // namespace sgan::train
