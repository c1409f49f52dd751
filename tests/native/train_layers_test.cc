#include <ATen/Parallel.h>
#include <gtest/gtest.h>

#include <functional>

#include "cell_conv.h"
#include "layers.h"
#include "phase_conv.h"

namespace sgan::train {
namespace {

using torch::Tensor;

/// (x, weight, bias) -> output
using Conv = std::function<Tensor(const Tensor&, const Tensor&, const Tensor&)>;

Conv plain_conv(int stride) {
  return [=](const Tensor& x, const Tensor& weight, const Tensor& bias) {
    return torch::conv2d(x, weight, bias, stride, /*padding=*/1);
  };
}

/// The definition: every pixel doubled in both directions, then a plain convolution.
Tensor plain_upsample_conv(const Tensor& x, const Tensor& weight, const Tensor& bias) {
  return plain_conv(1)(x.repeat_interleave(2, 2).repeat_interleave(2, 3), weight, bias);
}

struct Sizes {
  int n, in, out, height, width;
};

/// Compares values and all gradients with those of the definition in F64.
void expect_same(const Conv& conv, const Conv& definition, const Sizes& s, double tolerance) {
  const auto parameter = [](at::IntArrayRef shape) {
    return torch::randn(shape, torch::kDouble).requires_grad_();
  };
  const auto expect_near = [&](const Tensor& actual, const Tensor& expected, const char* what) {
    ASSERT_EQ(actual.sizes(), expected.sizes());
    const double largest = expected.abs().max().item<double>();
    EXPECT_TRUE(torch::allclose(actual.to(torch::kDouble), expected, tolerance, tolerance * largest))
        << what << " of " << s.n << " images, " << s.in << " to " << s.out << " channels, " << s.height
        << " x " << s.width;
  };
  const Tensor x = parameter({s.n, s.in, s.height, s.width});
  const Tensor weight = parameter({s.out, s.in, 3, 3});
  const Tensor bias = parameter({s.out});
  const Tensor expected = definition(x, weight, bias);
  const Tensor actual = conv(x, weight, bias);
  expect_near(actual, expected, "values");
  const Tensor upstream = torch::randn_like(expected);
  const auto of_definition = torch::autograd::grad({expected}, {x, weight, bias}, {upstream});
  const auto gradients =
      torch::autograd::grad({actual}, {x, weight, bias}, {upstream.to(actual.scalar_type())});
  expect_near(gradients[0], of_definition[0], "gradients of x");
  expect_near(gradients[1], of_definition[1], "gradients of weight");
  expect_near(gradients[2], of_definition[2], "gradients of bias");
}

constexpr double kF64 = 1e-10, kF32 = 1e-5;

TEST(UpsampleConv, ByPhasesEqualsItsDefinitionWithAllGradients) {
  torch::manual_seed(1);
  const auto by_phases = [](const Tensor& x, const Tensor& weight, const Tensor& bias) {
    return upsample_conv3x3_by_phases(x, weight, bias, torch::kDouble);
  };
  for (const Sizes& s : {Sizes{1, 1, 1, 1, 1}, {2, 3, 5, 4, 4}, {3, 2, 1, 2, 7}, {1, 8, 4, 8, 8}})
    expect_same(by_phases, plain_upsample_conv, s, kF64);
}

// One cell; cells in one direction only; several images in a band, several bands, a last one that is not
// full.

TEST(UpsampleConv, ByCellsEqualsItsDefinitionWithAllGradients) {
  torch::manual_seed(2);
  for (const Sizes& s :
       {Sizes{1, 1, 1, 2, 2}, {3, 2, 1, 2, 8}, {2, 3, 5, 4, 6}, {5, 3, 2, 16, 16}, {37, 4, 3, 8, 8}})
    expect_same(upsample_conv3x3_by_cells, plain_upsample_conv, s, kF32);
}

TEST(StridedConv, ByCellsEqualsItsDefinitionWithAllGradients) {
  torch::manual_seed(3);
  for (const Sizes& s :
       {Sizes{1, 1, 1, 4, 4}, {3, 2, 1, 4, 16}, {2, 3, 5, 8, 12}, {5, 3, 2, 32, 32}, {150, 4, 3, 4, 4}})
    expect_same(strided_conv3x3_by_cells, plain_conv(2), s, kF32);
}

TEST(CellConv, RefusesToMakeSecondDerivatives) {
  const Tensor x = torch::ones({1, 1, 4, 4}).requires_grad_(), weight = torch::ones({1, 1, 3, 3});
  for (const auto conv : {upsample_conv3x3_by_cells, strided_conv3x3_by_cells}) {
    const Tensor sum = conv(x, weight, torch::zeros({1})).sum();
    EXPECT_THROW(torch::autograd::grad({sum}, {x}, {}, /*retain_graph=*/true, /*create_graph=*/true),
                 c10::Error);
  }
}

TEST(CellConv, OfNoImagesIsNone) {
  const Tensor none = torch::zeros({0, 3, 8, 8}), weight = torch::ones({5, 3, 3, 3}),
               bias = torch::zeros({5});
  EXPECT_EQ(upsample_conv3x3_by_cells(none, weight, bias).sizes(), at::IntArrayRef({0, 5, 16, 16}));
  EXPECT_EQ(strided_conv3x3_by_cells(none, weight, bias).sizes(), at::IntArrayRef({0, 5, 4, 4}));
}

TEST(CellConv, IsTheSameInSeveralThreads) {
  torch::manual_seed(4);
  const int threads = at::get_num_threads();
  for (const int count : {1, 3}) {
    at::set_num_threads(count);
    expect_same(upsample_conv3x3_by_cells, plain_upsample_conv, {37, 4, 3, 8, 8}, kF32);
  }
  at::set_num_threads(threads);
}

TEST(UpsampleConv, InLowerPrecisionStaysNearAndKeepsGradientsOfParametersInF32) {
  torch::manual_seed(5);
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

// Whatever way is chosen for these sizes.

TEST(UpsampleConv, EqualsItsDefinition) {
  torch::manual_seed(6);
  const auto in_f32 = [](const Tensor& x, const Tensor& weight, const Tensor& bias) {
    return upsample_conv3x3(x, weight, bias, torch::kFloat);
  };
  for (const Sizes& s : {Sizes{2, 3, 5, 4, 4}, {2, 3, 5, 3, 4}, {2, 3, 5, 4, 3}})
    expect_same(in_f32, plain_upsample_conv, s, kF32);
}

TEST(Conv, EqualsLibTorchsAtBothStrides) {
  torch::manual_seed(7);
  for (const int stride : {1, 2}) {
    const auto in_f32 = [=](const Tensor& x, const Tensor& weight, const Tensor& bias) {
      return conv3x3(x, weight, bias, stride, torch::kFloat);
    };
    for (const Sizes& s :
         {Sizes{2, 3, 5, 7, 9}, {2, 3, 1, 7, 9}, {2, 32, 5, 8, 4}, {2, 32, 5, 6, 4}, {2, 32, 5, 4, 6}})
      expect_same(in_f32, plain_conv(stride), s, kF32);
  }
}

TEST(Conv, HasSecondDerivativesWhereTheyAreAskedFor) {
  torch::manual_seed(8);
  const Tensor weight = torch::randn({5, 32, 3, 3}).requires_grad_(), bias = torch::zeros({5});
  const Tensor x = torch::randn({2, 32, 8, 8}).requires_grad_();
  /// The gradient by the weights of the squared gradient by the pixels.
  const auto penalty_gradient = [&](const Tensor& y) {
    const Tensor gradient =
        torch::autograd::grad({y.square().sum()}, {x}, {}, /*retain_graph=*/true, /*create_graph=*/true)
            .front();
    return torch::autograd::grad({gradient.square().sum()}, {weight}).front();
  };
  const Tensor expected = penalty_gradient(plain_conv(2)(x, weight, bias));
  const Tensor actual =
      penalty_gradient(conv3x3(x, weight, bias, /*stride=*/2, torch::kFloat, Derivatives::kSecond));
  EXPECT_TRUE(torch::allclose(actual, expected, 1e-3, kF32 * expected.abs().max().item<double>()));
}

}  // namespace
}  // namespace sgan::train
