#include "kernels/kernels.h"

#include <gtest/gtest.h>
#include <hwy/targets.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "kernels/pack.h"
#include "kernels/simd.h"
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

AlignedFloats aligned(const std::vector<float>& values) { return {values.begin(), values.end()}; }

Affine random_affine(int channels, std::uint64_t seed) {
  return {aligned(random_values(static_cast<std::size_t>(channels), seed, 0.5F, 2.0F)),
          aligned(random_values(static_cast<std::size_t>(channels), seed + 1))};
}

/// Random pixels of `channels` channels.
AlignedFloats random_activation(int pixels, int channels) {
  const std::vector<float> values = random_values(static_cast<std::size_t>(pixels * channels), 7);
  const auto stride = static_cast<std::size_t>(padded_channels(channels));
  AlignedFloats activation(static_cast<std::size_t>(pixels) * stride);
  for (std::size_t p = 0; p < static_cast<std::size_t>(pixels); ++p)
    std::copy_n(values.data() + p * static_cast<std::size_t>(channels), channels,
                activation.data() + p * stride);
  return activation;
}

/// Runs a kernel into a buffer of NaN with guards on both sides: one that leaves values out or writes beyond
/// its output fails.
template <typename Kernel>
AlignedFloats run_guarded(std::size_t count, const Kernel& kernel) {
  constexpr std::size_t kGuard = 64;
  AlignedFloats output(count + 2 * kGuard, kNaN);
  kernel(output.data() + kGuard);
  for (std::size_t i = 0; i < kGuard; ++i) {
    EXPECT_TRUE(std::isnan(output[i])) << "wrote before the output";
    EXPECT_TRUE(std::isnan(output[kGuard + count + i])) << "wrote behind the output";
  }
  return {output.begin() + kGuard, output.end() - kGuard};
}

void expect_near(const AlignedFloats& actual, const AlignedFloats& expected, float bound) {
  ASSERT_EQ(actual.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) ASSERT_NEAR(actual[i], expected[i], bound) << "at " << i;
}

AlignedFloats run(const KernelTable& table, const StridedConv3x3Task& task, const AlignedFloats& input) {
  AlignedFloats scratch(table.strided_conv3x3_scratch(task), kNaN);
  const int stride = padded_channels(task.layer.plain.out);
  return run_guarded(
      static_cast<std::size_t>(task.images * task.output_height() * task.output_width() * stride),
      [&](float* output) { table.strided_conv3x3(task, input.data(), scratch.data(), output); });
}

AlignedFloats run(const KernelTable& table, const UpsampleConv3x3Task& task, const AlignedFloats& input) {
  AlignedFloats scratch(table.upsample_conv3x3_scratch(task), kNaN);
  const int stride = padded_channels(task.layer.plain.out);
  return run_guarded(
      static_cast<std::size_t>(task.images * 4 * task.height * task.width * stride),
      [&](float* output) { table.upsample_conv3x3(task, input.data(), scratch.data(), output); });
}

AlignedFloats run(const KernelTable& table, const ImageConv3x3Task& task, const AlignedFloats& input) {
  return run_guarded(static_cast<std::size_t>(task.height * task.width),
                     [&](float* output) { table.image_conv3x3(task, input.data(), output); });
}

AlignedFloats run(const KernelTable& table, const PackedLinear& layer, int rows,
                  const std::vector<float>& input) {
  return run_guarded(static_cast<std::size_t>(rows * layer.out),
                     [&](float* output) { table.linear(layer, rows, input.data(), output); });
}

void expect_strided_matches(const StridedConv3x3Task& task, const AlignedFloats& input) {
  const Conv3x3& plain = task.layer.plain;
  SCOPED_TRACE(testing::Message() << "in " << plain.in << " out " << plain.out << " " << task.height << "x"
                                  << task.width << " images " << task.images);
  // Sums of two taps, times differences of inputs of up to 2, times a scale of up to 2.
  expect_near(run(kSimdKernels, task, input), run(kReferenceKernels, task, input),
              8 * tolerance(plain.in * 9 + 1));
}

void expect_strided_matches(int in, int out, int height, int width, int images = 1) {
  const StridedConv3x3 layer = pack_strided(random_conv(in, out, 11), random_affine(out, 13));
  const AlignedFloats input = random_activation(images * height * width, in);
  expect_strided_matches({layer, height, width, padded_channels(in), images}, input);
}

/// Of images, which have one channel without padding.
void expect_first_strided_matches(int out, int height, int width, int images) {
  const StridedConv3x3 layer = pack_strided(random_conv(1, out, 11), random_affine(out, 13));
  const std::vector<float> pixels = random_values(static_cast<std::size_t>(images * height * width), 17);
  expect_strided_matches({layer, height, width, 1, images}, {pixels.begin(), pixels.end()});
}

void expect_upsample_matches(int in, int out, int height, int width, int images = 1) {
  SCOPED_TRACE(testing::Message() << "in " << in << " out " << out << " " << height << "x" << width
                                  << " images " << images);
  const UpsampleConv3x3 layer = pack_upsample(random_conv(in, out, 11));
  const UpsampleConv3x3Task task{layer, height, width, images};
  const AlignedFloats input = random_activation(images * height * width, in);
  // Sums of up to nine taps, times differences of inputs of up to 2 in each direction.
  expect_near(run(kSimdKernels, task, input), run(kReferenceKernels, task, input), 4 * tolerance(in * 9 + 1));
}

void expect_image_matches(int in, int height, int width) {
  SCOPED_TRACE(testing::Message() << "in " << in << " " << height << "x" << width);
  const ImageConv3x3 layer = pack_image(random_conv(in, 1, 11));
  const ImageConv3x3Task task{layer, height, width};
  const AlignedFloats input = random_activation(height * width, in);
  expect_near(run(kSimdKernels, task, input), run(kReferenceKernels, task, input), tolerance(in * 9 + 1));
}

Linear random_linear(int in, int out) {
  return {in, out, random_values(static_cast<std::size_t>(in * out), 3),
          random_values(static_cast<std::size_t>(out), 4)};
}

void expect_linear_matches(int in, int out, int rows) {
  SCOPED_TRACE(testing::Message() << "in " << in << " out " << out << " rows " << rows);
  const PackedLinear layer = pack_linear(random_linear(in, out), in_order(out), {});
  const auto input = random_values(static_cast<std::size_t>(rows * in), 5);
  expect_near(run(kSimdKernels, layer, rows, input), run(kReferenceKernels, layer, rows, input),
              tolerance(in + 1));
}

/// Element o of weight * input + bias.
float output_of(const Linear& layer, int o, const std::vector<float>& input) {
  const auto row = static_cast<std::size_t>(o);
  return std::inner_product(input.begin(), input.end(),
                            layer.weight.begin() + static_cast<std::ptrdiff_t>(o) * layer.in,
                            layer.bias[row]);
}

TEST(Kernels, PackingPutsALinearLayersOutputsInTheOrderOfActivations) {
  constexpr int kChannels = 33, kPixels = 4, kIn = 7;
  const Linear layer = random_linear(kIn, kChannels * kPixels);
  const PackedLinear packed = pack_linear(layer, channels_last(kChannels, kPixels), {});
  const std::vector<float> input = random_values(kIn, 5);
  const AlignedFloats output = run(kReferenceKernels, packed, 1, input);
  ASSERT_EQ(output.size(), static_cast<std::size_t>(kPixels * padded_channels(kChannels)));
  for (int p = 0; p < kPixels; ++p) {
    for (int c = 0; c < padded_channels(kChannels); ++c) {
      const float expected = c < kChannels ? output_of(layer, c * kPixels + p, input) : 0.0F;
      ASSERT_NEAR(output[static_cast<std::size_t>(p * padded_channels(kChannels) + c)], expected,
                  tolerance(kIn))
          << p << " " << c;
    }
  }
}

TEST(Kernels, PackingTakesALinearLayersInputsInTheOrderOfActivations) {
  constexpr int kChannels = 33, kPixels = 4, kOut = 5;
  const Linear layer = random_linear(kChannels * kPixels, kOut);
  const PackedLinear packed = pack_linear(layer, in_order(kOut), channels_last(kChannels, kPixels));
  const AlignedFloats activation = random_activation(kPixels, kChannels);
  std::vector<float> in_file_order(static_cast<std::size_t>(kChannels * kPixels));
  for (int p = 0; p < kPixels; ++p) {
    for (int c = 0; c < kChannels; ++c)
      in_file_order[static_cast<std::size_t>(c * kPixels + p)] =
          activation[static_cast<std::size_t>(p * padded_channels(kChannels) + c)];
  }
  const AlignedFloats output = run(kReferenceKernels, packed, 1, {activation.begin(), activation.end()});
  for (int o = 0; o < kOut; ++o)
    ASSERT_NEAR(output[static_cast<std::size_t>(o)], output_of(layer, o, in_file_order), tolerance(layer.in))
        << o;
}

TEST(Kernels, ReferenceConvolutionOfAnImpulseIsTheFlippedKernel) {
  const std::vector<float> kernel{0.1F, 0.2F, 0.3F, 0.4F, 0.5F, 0.6F, 0.7F, 0.8F, 0.9F};
  const ImageConv3x3 layer = pack_image({1, 1, kernel, {0.5F}});
  AlignedFloats impulse(static_cast<std::size_t>(9 * padded_channels(1)));
  impulse[static_cast<std::size_t>(4 * padded_channels(1))] = 1;
  const AlignedFloats image = run(kReferenceKernels, ImageConv3x3Task{layer, 3, 3}, impulse);
  for (std::size_t i = 0; i < 9; ++i) EXPECT_FLOAT_EQ(image[i], std::tanh(kernel[8 - i] + 0.5F)) << i;
}

TEST(Kernels, StridedConvolutionAppliesActivationThenAffine) {
  const Conv3x3 plain{1, 2, {0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0}, {-4.0F, 0.5F}};
  const StridedConv3x3 layer = pack_strided(plain, {aligned({10, 2}), aligned({1, -1})});
  const AlignedFloats input{3, 9, 9, 9};  // stride 2 sees the first pixel only
  for (const KernelTable* table : {&kReferenceKernels, &kSimdKernels}) {
    const AlignedFloats output = run(*table, StridedConv3x3Task{layer, 2, 2, 1}, input);
    ASSERT_EQ(output.size(), static_cast<std::size_t>(kChannelPadding));
    EXPECT_FLOAT_EQ(output[0], -1.0F);  // (3 - 4) * 0.2 * 10 + 1
    EXPECT_FLOAT_EQ(output[1], 6.0F);   // (3 + 0.5) * 2 - 1
    EXPECT_TRUE(std::all_of(output.begin() + 2, output.end(), [](float x) { return x == 0; })) << "padding";
  }
}

TEST(Kernels, UpsamplingRepeatsPixelsAndAppliesLeakyRelu) {
  const UpsampleConv3x3 layer = pack_upsample({1, 1, {0, 0, 0, 0, 1, 0, 0, 0, 0}, {0}});
  AlignedFloats input(static_cast<std::size_t>(2 * padded_channels(1)));
  input[0] = 2;
  input[static_cast<std::size_t>(padded_channels(1))] = -5;
  for (const KernelTable* table : {&kReferenceKernels, &kSimdKernels}) {
    const AlignedFloats output = run(*table, UpsampleConv3x3Task{layer, 1, 2}, input);
    const float expected[8] = {2, 2, -1, -1, 2, 2, -1, -1};
    for (std::size_t p = 0; p < 8; ++p)
      EXPECT_FLOAT_EQ(output[p * static_cast<std::size_t>(padded_channels(1))], expected[p]) << p;
  }
}

#if defined(__wasm__)
/// A module has the kernels of one instruction set.
std::vector<std::int64_t> instruction_sets() { return {HWY_TARGETS}; }
void choose(std::int64_t /*set*/) {}
void choose_best() {}
#else
/// Those that the program has kernels for and this machine runs. The width of panels goes with them, so
/// layers are packed after the choice.
std::vector<std::int64_t> instruction_sets() { return hwy::SupportedAndGeneratedTargets(); }
void choose(std::int64_t set) { hwy::SetSupportedTargetsForTest(set); }
void choose_best() { hwy::SetSupportedTargetsForTest(0); }
#endif

class SimdKernels : public testing::TestWithParam<std::int64_t> {
 protected:
  void SetUp() override { choose(GetParam()); }
  void TearDown() override { choose_best(); }
};

INSTANTIATE_TEST_SUITE_P(InstructionSets, SimdKernels, testing::ValuesIn(instruction_sets()),
                         [](const auto& test) { return std::string(hwy::TargetName(test.param)); });

TEST_P(SimdKernels, AreThoseOfTheChosenInstructionSet) {
  EXPECT_EQ(simd_name(), hwy::TargetName(GetParam()));
}

constexpr std::pair<int, int> kAwkwardChannels[] = {{1, 1}, {3, 4},   {2, 5},  {1, 8},
                                                    {5, 3}, {17, 33}, {33, 15}};

TEST_P(SimdKernels, StridedConvolutionMatchesAtAwkwardSizes) {
  for (const auto& [in, out] : kAwkwardChannels) {
    for (const int size : {1, 2, 3, 4, 5, 7, 8, 15, 17, 33}) expect_strided_matches(in, out, size, size);
    expect_strided_matches(in, out, 1, 40);
    expect_strided_matches(in, out, 9, 2);
  }
}

TEST_P(SimdKernels, StridedConvolutionMatchesOnSeveralImages) {
  for (const int images : {2, 3, 5}) {
    for (const int size : {1, 2, 3, 4, 7, 8, 13}) {
      expect_strided_matches(1, 9, size, size, images);
      expect_strided_matches(5, 9, size, size, images);
    }
    expect_strided_matches(3, 70, 3, 20, images);
  }
}

TEST_P(SimdKernels, StridedConvolutionMatchesOnManyChannels) {
  // One or two columns take several panels at once, and what is left one by one.
  for (const int out : {32, 64, 70, 96, 128, 129}) {
    for (const int size : {2, 4}) expect_strided_matches(40, out, size, size);
  }
}

TEST_P(SimdKernels, StridedConvolutionMatchesOnImages) {
  for (const int images : {1, 2, 5}) {
    for (const int size : {1, 2, 3, 5, 6, 7, 28, 32, 33})
      expect_first_strided_matches(16, size, size, images);
    expect_first_strided_matches(5, 3, 41, images);
    expect_first_strided_matches(5, 41, 3, images);
  }
}

TEST_P(SimdKernels, UpsamplingMatchesAtAwkwardSizes) {
  for (const auto& [in, out] : kAwkwardChannels) {
    for (const int size : {1, 2, 3, 4, 5, 7, 8, 9, 16, 17}) expect_upsample_matches(in, out, size, size);
    expect_upsample_matches(in, out, 1, 40);
    expect_upsample_matches(in, out, 9, 2);
    expect_upsample_matches(in, out, 63, 1);
  }
}

TEST_P(SimdKernels, UpsamplingMatchesOnSeveralImages) {
  for (const int images : {2, 3, 5}) {
    for (const int size : {1, 2, 3, 4, 7, 8, 12}) expect_upsample_matches(5, 9, size, size, images);
    expect_upsample_matches(3, 4, 3, 20, images);
  }
}

TEST_P(SimdKernels, ImageConvolutionMatchesAtAwkwardSizes) {
  for (const int in : {1, 3, 8, 31, 64, 65}) {
    for (const int size : {1, 2, 3, 7, 8, 9, 16, 31}) expect_image_matches(in, size, size);
    expect_image_matches(in, 1, 21);
    expect_image_matches(in, 21, 1);
  }
}

TEST_P(SimdKernels, LinearMatchesAtAwkwardSizes) {
  for (const int in : {1, 3, 4, 5, 8, 15, 16, 63, 100, 512}) {
    for (const int out : {1, 7, 12, 31, 32, 33, 130}) {
      for (const int rows : {1, 2, 4, 5, 11}) expect_linear_matches(in, out, rows);
    }
  }
}

TEST_P(SimdKernels, MatchesAtTheArticlesSizes) {
  expect_linear_matches(100, 8192, 4);
  expect_upsample_matches(128, 128, 8, 8, 4);
  expect_upsample_matches(128, 64, 16, 16);
  expect_image_matches(64, 32, 32);
  expect_strided_matches(1, 16, 32, 32);
  expect_strided_matches(16, 32, 16, 16);
  expect_strided_matches(32, 64, 8, 8);
  expect_strided_matches(64, 128, 4, 4);
}

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
