#include "sgan/weights.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "support/random_model.h"

namespace sgan {
namespace {

using test::NetworkSizes;

Weights round_trip(const Weights& weights, DType dtype) {
  std::vector<std::byte> bytes;
  EXPECT_TRUE(write_weights(weights, dtype, bytes).ok());
  Weights read;
  const Status status = read_weights(bytes, read);
  EXPECT_TRUE(status.ok()) << status.message();
  return read;
}

/// The largest difference between a row's values, over the row's largest value.
double relative_error(const NamedTensor& expected, const NamedTensor& actual) {
  const std::size_t row = expected.values.size() / static_cast<std::size_t>(expected.shape[0]);
  double worst = 0;
  for (std::size_t begin = 0; begin < expected.values.size(); begin += row) {
    double largest = 0, difference = 0;
    for (std::size_t i = begin; i < begin + row; ++i) {
      largest = std::max<double>(largest, std::abs(expected.values[i]));
      difference = std::max<double>(difference, std::abs(expected.values[i] - actual.values[i]));
    }
    worst = std::max(worst, difference / largest);
  }
  return worst;
}

TEST(Weights, RoundTripWithinThePrecisionOfEachDType) {
  const Weights weights = test::random_weights({}, 1);
  const struct {
    DType dtype;
    double bound;
  } cases[] = {{DType::kF32, 0}, {DType::kF16, 0x1p-11}, {DType::kI8, 0.5 / 127 * 1.001}};
  for (const auto& [dtype, bound] : cases) {
    Weights read = round_trip(weights, dtype);
    ASSERT_EQ(read.tensors.size(), weights.tensors.size());
    for (const NamedTensor& expected : weights.tensors) {
      const NamedTensor& actual = test::tensor_named(read, expected.name);
      EXPECT_EQ(actual.shape, expected.shape);
      const bool is_vector = expected.shape.size() == 1;
      EXPECT_LE(relative_error(expected, actual), is_vector ? 0 : bound) << expected.name;
    }
  }
}

TEST(Weights, SmallerDTypesMakeSmallerFiles) {
  const Weights weights = test::random_weights(NetworkSizes::article(), 1);
  std::vector<std::byte> f32, f16, i8;
  ASSERT_TRUE(write_weights(weights, DType::kF32, f32).ok());
  ASSERT_TRUE(write_weights(weights, DType::kF16, f16).ok());
  ASSERT_TRUE(write_weights(weights, DType::kI8, i8).ok());
  EXPECT_LT(f16.size(), 2'400'000U);
  EXPECT_LT(i8.size(), 1'300'000U);
  EXPECT_GT(f32.size(), f16.size() * 19 / 10);
}

TEST(Weights, RowsOfZerosAndOfTinyValuesSurviveI8) {
  Weights weights;
  const float tiny = std::numeric_limits<float>::denorm_min();
  weights.tensors.push_back({"generator.w", {3, 2}, {0, 0, tiny, -tiny, 127, -63.5F}});
  const Weights read = round_trip(weights, DType::kI8);
  EXPECT_EQ(read.tensors[0].values[0], 0);
  EXPECT_LE(std::abs(read.tensors[0].values[2]), tiny);
  EXPECT_EQ(read.tensors[0].values[4], 127);
}

TEST(Weights, ValuesNearTheLargestSurviveI8) {
  Weights weights;
  for (float value = std::numeric_limits<float>::max() / 2; weights.tensors.size() < 64; value *= 0.99F)
    weights.tensors.push_back({"generator.w" + std::to_string(weights.tensors.size()), {1, 1}, {value}});
  EXPECT_EQ(round_trip(weights, DType::kI8).tensors.size(), 64U);
}

TEST(Weights, ShortDirectionsStayDirections) {
  Weights weights;
  weights.tensors.push_back({"generator.directions", {1, 2}, {1e-9F, 1e-12F}});
  for (const DType dtype : {DType::kF16, DType::kI8})
    EXPECT_EQ(round_trip(weights, dtype).tensors[0].values, weights.tensors[0].values);
}

TEST(Weights, KeepsMetadata) {
  Weights weights = test::random_weights({}, 1);
  weights.metadata = {{"preset", "reference"}, {"created_by", "a test"}};
  EXPECT_EQ(round_trip(weights, DType::kF16).metadata, weights.metadata);
}

TEST(Weights, WriterRefusesWhatTheFileCannotHold) {
  const struct {
    float value;
    DType dtype;
  } cases[] = {{std::numeric_limits<float>::quiet_NaN(), DType::kF32},
               {std::numeric_limits<float>::infinity(), DType::kI8},
               {std::numeric_limits<float>::max(), DType::kI8},
               {65505.0F, DType::kF16}};
  for (const auto& [value, dtype] : cases) {
    Weights weights;
    weights.tensors.push_back({"generator.w", {1, 2}, {1, value}});
    std::vector<std::byte> bytes;
    const Status status = write_weights(weights, dtype, bytes);
    EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
    EXPECT_NE(status.message().find("generator.w"), std::string::npos);
    EXPECT_TRUE(bytes.empty());
  }
}

TEST(Weights, LeavesOutCountersAndOtherTensors) {
  SafetensorsWriter writer;
  writer.add_f32("generator.w", {1}, std::vector<float>{2});
  writer.add_i64("generator.conv_blocks.0.num_batches_tracked", {}, std::vector<std::int64_t>{938});
  writer.add_f32("optimizer.m", {1}, std::vector<float>{std::numeric_limits<float>::quiet_NaN()});
  Weights weights;
  const Status status = read_weights(writer.finish(), weights);
  ASSERT_TRUE(status.ok()) << status.message();
  ASSERT_EQ(weights.tensors.size(), 1U);
  EXPECT_EQ(weights.tensors[0].name, "generator.w");
}

TEST(Weights, I8NeedsAScalePerRow) {
  const std::vector<std::int8_t> values{1, 2};
  SafetensorsWriter without, wrong_shape, infinite, too_large;
  without.add_i8("generator.w", {2, 1}, values);
  wrong_shape.add_i8("generator.w", {2, 1}, values);
  wrong_shape.add_f32("generator.w.scale", {1}, std::vector<float>{1});
  infinite.add_i8("generator.w", {2, 1}, values);
  infinite.add_f32("generator.w.scale", {2}, std::vector<float>{1, std::numeric_limits<float>::infinity()});
  too_large.add_i8("generator.w", {2, 1}, values);
  too_large.add_f32("generator.w.scale", {2}, std::vector<float>{1, 3e38F});
  for (const SafetensorsWriter* writer : {&without, &wrong_shape, &infinite, &too_large}) {
    Weights weights;
    const Status status = read_weights(writer->finish(), weights);
    EXPECT_EQ(status.code(), StatusCode::kMalformed);
    EXPECT_NE(status.message().find("generator.w.scale"), std::string::npos) << status.message();
  }
}

TEST(Weights, AScalarCannotBeI8) {
  SafetensorsWriter writer;
  writer.add_i8("generator.w", {}, std::vector<std::int8_t>{1});
  writer.add_f32("generator.w.scale", {}, std::vector<float>{1});
  Weights weights;
  EXPECT_EQ(read_weights(writer.finish(), weights).code(), StatusCode::kMalformed);
}

}  // namespace
}  // namespace sgan
