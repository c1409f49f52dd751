#include "kernels/kernels.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "kernels/pack.h"
#include "support/random_model.h"

namespace sgan {
namespace {

using test::random_values;

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

/// How far two sums of `terms` products of values in [-1, 1] may differ: rounding grows with the number of
/// terms.
float tolerance(int terms) { return 4 * std::numeric_limits<float>::epsilon() * static_cast<float>(terms); }

Conv3x3 random_conv(int in, int out, std::uint64_t seed) {
  return {in, out, random_values(static_cast<std::size_t>(in * out * 9), seed),
          random_values(static_cast<std::size_t>(out), seed + 1)};
}

/// Runs a kernel into a buffer of NaN with guards on both sides: one that leaves values out or writes beyond
/// its output fails.
template <typename Kernel>
std::vector<float> run_guarded(std::size_t count, const Kernel& kernel) {
  constexpr std::size_t kGuard = 64;
  std::vector<float> output(count + 2 * kGuard, kNaN);
  kernel(output.data() + kGuard);
  for (std::size_t i = 0; i < kGuard; ++i) {
    EXPECT_TRUE(std::isnan(output[i])) << "wrote before the output";
    EXPECT_TRUE(std::isnan(output[kGuard + count + i])) << "wrote behind the output";
  }
  return {output.begin() + kGuard, output.end() - kGuard};
}

std::vector<float> run_conv(const KernelTable& table, const Conv3x3Task& task,
                            const std::vector<float>& input) {
  std::vector<float> scratch(table.conv3x3_scratch(task), kNaN);
  return run_guarded(static_cast<std::size_t>(task.layer.out * task.output_height() * task.output_width()),
                     [&](float* output) { table.conv3x3(task, input.data(), scratch.data(), output); });
}

std::vector<float> run_upsample_conv(const KernelTable& table, const UpsampleConv3x3Task& task,
                                     const std::vector<float>& input) {
  std::vector<float> scratch(table.upsample_conv3x3_scratch(task), kNaN);
  return run_guarded(
      static_cast<std::size_t>(task.layer.plain.out * 4 * task.height * task.width),
      [&](float* output) { table.upsample_conv3x3(task, input.data(), scratch.data(), output); });
}

void expect_conv_matches(const Conv3x3Task& task) {
  const auto input = random_values(static_cast<std::size_t>(task.layer.in * task.height * task.width), 7);
  const std::vector<float> expected = run_conv(kReferenceKernels, task, input);
  const std::vector<float> actual = run_conv(kSimdKernels, task, input);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    ASSERT_NEAR(actual[i], expected[i], tolerance(task.layer.in * 9 + 1))
        << "in " << task.layer.in << " out " << task.layer.out << " " << task.height << "x" << task.width
        << " stride " << task.stride << " at " << i;
  }
}

TEST(Kernels, ReferenceConvolutionOfAnImpulseIsTheFlippedKernel) {
  const Conv3x3 layer{1, 1, {1, 2, 3, 4, 5, 6, 7, 8, 9}, {0.5F}};
  const std::vector<float> impulse{0, 0, 0, 0, 1, 0, 0, 0, 0};
  EXPECT_EQ(run_conv(kReferenceKernels, {layer, 3, 3}, impulse),
            (std::vector<float>{9.5F, 8.5F, 7.5F, 6.5F, 5.5F, 4.5F, 3.5F, 2.5F, 1.5F}));
  // Stride 2 keeps every second output.
  EXPECT_EQ(run_conv(kReferenceKernels, {layer, 3, 3, 2}, impulse),
            (std::vector<float>{9.5F, 7.5F, 3.5F, 1.5F}));
}

TEST(Kernels, SimdConvolutionMatchesAtAwkwardSizes) {
  for (const int stride : {1, 2}) {
    for (const int size : {1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 33, 63}) {
      for (const auto& [in, out] : {std::pair{1, 1}, {3, 4}, {2, 5}, {1, 8}, {5, 3}}) {
        const Conv3x3 layer = random_conv(in, out, static_cast<std::uint64_t>(size));
        expect_conv_matches({layer, size, size, stride});
      }
    }
  }
}

TEST(Kernels, SimdConvolutionMatchesOnImagesThatAreNotSquare) {
  const Conv3x3 layer = random_conv(3, 6, 1);
  for (const int stride : {1, 2}) {
    expect_conv_matches({layer, 1, 40, stride});
    expect_conv_matches({layer, 9, 2, stride});
  }
}

TEST(Kernels, SimdConvolutionMatchesAtTheArticlesSizes) {
  const Conv3x3 wide = random_conv(128, 64, 1);
  expect_conv_matches({wide, 16, 16, 1});
  const Conv3x3 deep = random_conv(64, 128, 2);
  expect_conv_matches({deep, 4, 4, 2});
}

TEST(Kernels, ConvolutionAppliesActivationThenAffine) {
  const Conv3x3 layer{1, 2, std::vector<float>(18, 0.0F), {-1.0F, 0.5F}};
  const Affine affine{{10, 2}, {1, -1}};
  const std::vector<float> input(4, 3.0F);
  for (const KernelTable* table : {&kReferenceKernels, &kSimdKernels}) {
    const std::vector<float> leaky =
        run_conv(*table, {layer, 2, 2, 1, Activation::kLeakyRelu, &affine}, input);
    EXPECT_FLOAT_EQ(leaky[0], -1.0F);  // -1 * 0.2 * 10 + 1
    EXPECT_FLOAT_EQ(leaky[4], 0.0F);   // 0.5 * 2 - 1
    const std::vector<float> tanh = run_conv(*table, {layer, 2, 2, 1, Activation::kTanh}, input);
    EXPECT_FLOAT_EQ(tanh[0], std::tanh(-1.0F));
    EXPECT_FLOAT_EQ(tanh[7], std::tanh(0.5F));
  }
}

void expect_upsample_conv_matches(int in, int out, int height, int width) {
  const UpsampleConv3x3 layer = pack_products(random_conv(in, out, 11));
  const UpsampleConv3x3Task task{layer, height, width};
  const auto input = random_values(static_cast<std::size_t>(in * height * width), 7);
  const std::vector<float> expected = run_upsample_conv(kReferenceKernels, task, input);
  const std::vector<float> actual = run_upsample_conv(kSimdKernels, task, input);
  // Sums of up to nine taps, times differences of inputs of up to 2 in each direction.
  const float bound = 4 * tolerance(in * 9 + 1);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    ASSERT_NEAR(actual[i], expected[i], bound)
        << "in " << in << " out " << out << " " << height << "x" << width << " at " << i;
  }
}

TEST(Kernels, SimdUpsamplingMatchesAtAwkwardSizes) {
  for (const int size : {1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 31}) {
    for (const auto& [in, out] : {std::pair{1, 1}, {3, 4}, {2, 5}, {1, 8}, {5, 3}, {4, 12}, {6, 13}}) {
      expect_upsample_conv_matches(in, out, size, size);
    }
  }
}

TEST(Kernels, SimdUpsamplingMatchesOnImagesThatAreNotSquare) {
  expect_upsample_conv_matches(3, 6, 1, 40);
  expect_upsample_conv_matches(3, 6, 9, 2);
  expect_upsample_conv_matches(3, 6, 63, 1);
}

TEST(Kernels, SimdUpsamplingMatchesAtTheArticlesSizes) {
  expect_upsample_conv_matches(128, 128, 8, 8);
  expect_upsample_conv_matches(128, 64, 16, 16);
}

class KernelsLinear : public testing::TestWithParam<std::tuple<int, int>> {};  // in, out

TEST_P(KernelsLinear, SimdMatches) {
  const auto [in, out] = GetParam();
  const PanelLinear layer = pack_panels({in, out, random_values(static_cast<std::size_t>(in * out), 3),
                                         random_values(static_cast<std::size_t>(out), 4)});
  const auto input = random_values(static_cast<std::size_t>(in), 5);
  const auto run = [&](const auto& kernel) {
    return run_guarded(static_cast<std::size_t>(layer.plain.out),
                       [&](float* output) { kernel(input.data(), output); });
  };
  const auto expected = run([&](const float* x, float* y) { kReferenceKernels.linear(layer.plain, x, y); });
  const auto rows = run([&](const float* x, float* y) { kSimdKernels.linear(layer.plain, x, y); });
  const auto panels = run([&](const float* x, float* y) { kSimdKernels.panel_linear(layer, x, y); });
  for (std::size_t o = 0; o < expected.size(); ++o) {
    ASSERT_NEAR(rows[o], expected[o], tolerance(in + 1)) << o;
    ASSERT_NEAR(panels[o], expected[o], tolerance(in + 1)) << o;
  }
}

INSTANTIATE_TEST_SUITE_P(AwkwardSizes, KernelsLinear,
                         testing::Combine(testing::Values(1, 3, 4, 5, 8, 15, 16, 63, 100, 512),
                                          testing::Values(1, 11, 31, 32, 33, 130)));

TEST(Kernels, TheChosenVariantRuns) {
  EXPECT_EQ(kernel_variant(), KernelVariant::kSimd);
  EXPECT_EQ(&kernels(), &kSimdKernels);
  const std::string_view simd = kernel_name();
#if defined(__wasm_simd128__)
  EXPECT_EQ(simd, "WASM");
#elif defined(__wasm__)
  EXPECT_TRUE(simd == "EMU128" || simd == "SCALAR") << simd;
#else
  EXPECT_NE(simd, "reference");
#endif
  set_kernel_variant(KernelVariant::kReference);
  EXPECT_EQ(&kernels(), &kReferenceKernels);
  EXPECT_EQ(kernel_name(), "reference");
  set_kernel_variant(KernelVariant::kSimd);
}

}  // namespace
}  // namespace sgan
