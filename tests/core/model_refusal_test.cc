// What load_model refuses, and why.

#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "sgan/model.h"
#include "support/random_model.h"

namespace sgan {
namespace {

using test::NetworkSizes;
using test::random_weights_file;
using test::tensor_named;

TEST(Model, RefusesEveryTruncatedPrefix) {
  const std::vector<std::byte> bytes = random_weights_file({2, 4, {1, 1, 1}, {1, 1, 1, 1}}, 1);
  Model model;
  ASSERT_TRUE(load_model(bytes, model).ok());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const std::vector<std::byte> prefix(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
    ASSERT_FALSE(load_model(prefix, model).ok()) << size;
  }
}

struct BadModel {
  const char* name;
  std::function<void(Weights&)> spoil;
  StatusCode code;
  const char* message_part;
};

class ModelBad : public testing::TestWithParam<BadModel> {};

TEST_P(ModelBad, IsRefusedWithTheReasonAndTheOldModelStays) {
  Model model;
  ASSERT_TRUE(load_model(random_weights_file({}, 2), model).ok());
  const AlignedFloats before = model.generator.project.panels.values;

  Weights weights = test::random_weights({}, 1);
  GetParam().spoil(weights);
  std::vector<std::byte> bytes;
  ASSERT_TRUE(write_weights(weights, DType::kF32, bytes).ok());
  const Status status = load_model(bytes, model);
  EXPECT_EQ(status.code(), GetParam().code);
  EXPECT_NE(status.message().find(GetParam().message_part), std::string::npos) << status.message();
  EXPECT_EQ(model.generator.project.panels.values, before);
}

void remove(Weights& weights, std::string_view name) {
  std::erase_if(weights.tensors, [&](const NamedTensor& tensor) { return tensor.name == name; });
}

void reshape(Weights& weights, std::string_view name, const Shape& shape) {
  std::size_t count = 1;
  for (const std::int64_t size : shape) count *= static_cast<std::size_t>(size);
  NamedTensor& tensor = tensor_named(weights, name);
  tensor.shape = shape;
  tensor.values.resize(count);
}

std::function<void(Weights&)> without(const char* name) {
  return [name](Weights& w) { remove(w, name); };
}
std::function<void(Weights&)> shaped(const char* name, const Shape& shape) {
  return [name, shape](Weights& w) { reshape(w, name, shape); };
}
std::function<void(Weights&)> with_metadata(const char* key, const char* value) {
  return [key, value](Weights& w) { w.metadata[key] = value; };
}

constexpr StatusCode kWrong = StatusCode::kWrongModel;
constexpr StatusCode kUnknown = StatusCode::kUnsupported;

INSTANTIATE_TEST_SUITE_P(
    Table, ModelBad,
    testing::Values(
        BadModel{"empty", [](Weights& w) { w.tensors.clear(); }, kWrong,
                 "generator.conv_blocks.2.weight is missing"},
        BadModel{"no_generator_linear", without("generator.l1.0.weight"), kWrong,
                 "generator.l1.0.weight is missing"},
        BadModel{"no_bias", without("discriminator.conv_blocks.7.bias"), kWrong,
                 "discriminator.conv_blocks.7.bias is missing"},
        BadModel{"half_a_batch_norm", without("generator.conv_blocks.3.running_var"), kWrong,
                 "generator.conv_blocks.3.running_var is missing"},
        BadModel{"no_discriminator",
                 [](Weights& w) {
                   std::erase_if(w.tensors,
                                 [](const NamedTensor& tensor) { return tensor.name.starts_with("disc"); });
                 },
                 kWrong, "discriminator.conv_blocks.0.weight is missing"},
        BadModel{"extra",
                 [](Weights& w) {
                   w.tensors.push_back({"generator.conv_blocks.10.weight", {1}, {1}});
                 },
                 kWrong, "generator.conv_blocks.10.weight is not part"},
        BadModel{"first_norm_in_d",
                 [](Weights& w) {
                   w.tensors.push_back({"discriminator.conv_blocks.2.weight", {1}, {1}});
                 },
                 kWrong, "discriminator.conv_blocks.2.weight is not part"},
        BadModel{"kernel_5x5", shaped("generator.conv_blocks.2.weight", {4, 5, 5, 5}), kWrong,
                 "[4, 5, 5, 5]; this network needs [any, any, 3, 3]"},
        BadModel{"conv_is_a_matrix", shaped("generator.conv_blocks.6.weight", {3, 36}), kWrong, "[3, 36]"},
        BadModel{"channels_differ", shaped("generator.conv_blocks.6.weight", {3, 5, 3, 3}), kWrong,
                 "needs [any, 4, 3, 3]"},
        BadModel{"colour", shaped("generator.conv_blocks.9.weight", {3, 3, 3, 3}), kWrong,
                 "needs [1, 3, 3, 3]"},
        BadModel{"colour_d", shaped("discriminator.conv_blocks.0.weight", {2, 3, 3, 3}), kWrong,
                 "needs [any, 1, 3, 3]"},
        BadModel{"empty_dimension", shaped("generator.l1.0.weight", {0, 6}), kWrong, "[0, 6]"},
        BadModel{"not_square",
                 [](Weights& w) {
                   reshape(w, "generator.l1.0.weight", {5 * 15, 6});
                   reshape(w, "generator.l1.0.bias", {5 * 15});
                 },
                 kWrong, "no square image"},
        BadModel{"not_divisible",
                 [](Weights& w) {
                   reshape(w, "generator.l1.0.weight", {81, 6});
                   reshape(w, "generator.l1.0.bias", {81});
                 },
                 kWrong, "no square image"},
        BadModel{"bias_size", shaped("generator.l1.0.bias", {79}), kWrong,
                 "generator.l1.0.bias has shape [79]"},
        BadModel{"norm_size", shaped("generator.conv_blocks.3.bias", {5}), kWrong,
                 "generator.conv_blocks.3.bias has shape [5]"},
        BadModel{"embedding_size", shaped("generator.label_emb.weight", {10, 7}), kWrong,
                 "generator.label_emb.weight has shape [10, 7]"},
        BadModel{"classes", shaped("discriminator.aux_layer.0.weight", {10, 5}), kWrong, "needs [11, 5]"},
        BadModel{"features", shaped("discriminator.adv_layer.0.weight", {1, 20}), kWrong, "needs [1, 5]"},
        BadModel{
            "variance_negative",
            [](Weights& w) { tensor_named(w, "discriminator.conv_blocks.6.running_var").values[1] = -0.5F; },
            kWrong, "running_var holds -0.5"},
        BadModel{"variance_zero_without_eps",
                 [](Weights& w) {
                   tensor_named(w, "generator.conv_blocks.0.running_var").values[0] = 0;
                   w.metadata["bn_eps"] = "0,0.8,0.8";
                 },
                 kWrong, "running_var holds 0"},
        BadModel{"fold_overflows",
                 [](Weights& w) {
                   tensor_named(w, "generator.conv_blocks.3.weight").values[0] = 3e38F;
                   tensor_named(w, "generator.conv_blocks.2.weight").values[0] = 1e3F;
                 },
                 kWrong, "generator.conv_blocks.3 scales"},
        BadModel{"conditional_without_embedding",
                 [](Weights& w) {
                   remove(w, "generator.label_emb.weight");
                   w.metadata["conditional"] = "embed_mul";
                 },
                 kWrong, "generator.label_emb.weight is missing"},
        BadModel{"directions_of_other_latents",
                 [](Weights& w) {
                   w.tensors.push_back({"generator.directions", {1, 5}, {1, 0, 0, 0, 0}});
                 },
                 kWrong, "generator.directions has shape [1, 5]; this network needs [any, 6]"},
        BadModel{"too_many_directions",
                 [](Weights& w) {
                   w.tensors.push_back({"generator.directions", {7, 6}, std::vector<float>(42, 1)});
                 },
                 kWrong, "generator.directions has shape [7, 6]; there are at most as many"},
        BadModel{"no_direction",
                 [](Weights& w) {
                   w.tensors.push_back({"generator.directions", {2, 6}, std::vector<float>(12, 0)});
                   w.tensors.back().values[3] = 1;
                 },
                 kWrong, "generator.directions is zero in row 1"},
        BadModel{"scale_without_directions",
                 [](Weights& w) {
                   w.tensors.push_back({"generator.directions_scale", {1}, {1}});
                 },
                 kWrong, "generator.directions is missing"},
        BadModel{"scale_count",
                 [](Weights& w) {
                   w.tensors.push_back({"generator.directions", {1, 6}, std::vector<float>(6, 1)});
                   w.tensors.push_back({"generator.directions_scale", {2}, {1, 1}});
                 },
                 kWrong, "generator.directions_scale has shape [2]"},
        BadModel{"scale_zero",
                 [](Weights& w) {
                   w.tensors.push_back({"generator.directions", {1, 6}, std::vector<float>(6, 1)});
                   w.tensors.push_back({"generator.directions_scale", {1}, {0}});
                 },
                 kWrong, "generator.directions_scale holds 0"},
        BadModel{"scale_tiny",
                 [](Weights& w) {
                   w.tensors.push_back({"generator.directions", {1, 6}, std::vector<float>(6, 1)});
                   w.tensors.push_back({"generator.directions_scale", {1}, {1e-45F}});
                 },
                 kWrong, "a number from 1e-6 to 1e6 is needed"},
        BadModel{"scale_huge",
                 [](Weights& w) {
                   w.tensors.push_back({"generator.directions", {1, 6}, std::vector<float>(6, 1)});
                   w.tensors.push_back({"generator.directions_scale", {1}, {3e38F}});
                 },
                 kWrong, "a number from 1e-6 to 1e6 is needed"},
        BadModel{"version", with_metadata("format_version", "2"), kUnknown, "format_version is \"2\""},
        BadModel{"prior", with_metadata("latent_prior", "cauchy"), kUnknown, "latent_prior is \"cauchy\""},
        BadModel{"conditional", with_metadata("conditional", "yes"), kUnknown, "conditional is \"yes\""},
        BadModel{"latent_dim", with_metadata("latent_dim", "100"), kUnknown,
                 "latent_dim is \"100\"; expected 6"},
        BadModel{"eps_count", with_metadata("bn_eps", "0.8,0.8"), kUnknown, "bn_eps"},
        BadModel{"eps_text", with_metadata("bn_eps", "0.8,0.8,x"), kUnknown, "bn_eps"},
        BadModel{"eps_hexadecimal", with_metadata("bn_eps", "0x1,0.8,0.8"), kUnknown, "bn_eps"},
        BadModel{"eps_too_large", with_metadata("bn_eps", "1e-5,0.8,1e999"), kUnknown, "bn_eps"},
        BadModel{"eps_negative", with_metadata("bn_eps", "0.8,0.8,-1"), kUnknown, "bn_eps"},
        BadModel{"eps_nan", with_metadata("bn_eps", "0.8,nan,1"), kUnknown, "bn_eps"},
        BadModel{"class_names", with_metadata("class_names", "a,b"), kUnknown, "class_names"}),
    [](const auto& test) { return std::string(test.param.name); });

void expect_too_large(const NetworkSizes& sizes, const char* message_part) {
  Model model;
  const Status status = load_model(random_weights_file(sizes, 1, DType::kI8), model);
  EXPECT_EQ(status.code(), StatusCode::kTooLarge);
  EXPECT_NE(status.message().find(message_part), std::string::npos) << status.message();
}

TEST(Model, RefusesToRunInMoreMemoryThanIsSane) {
  // Four images of 1024 x 1024 with 32 channels of padding, and one of 2048 x 2048.
  expect_too_large({1, 2048, {1, 1, 1}, {1, 1, 1, 1}, false, false},
                   "generator.conv_blocks.2 makes 134217728 values at once");
  expect_too_large({1, 1024, {1, 1, 65}, {1, 1, 1, 1}, false, false},
                   "generator.conv_blocks.6 makes 100663296 values at once");
  expect_too_large({1, 180, {1, 1, 1}, {8192, 1, 1, 1}, false, false},
                   "discriminator.conv_blocks.0 makes 265420800 values at once");
  expect_too_large({1, 4, {8193, 1, 1}, {1, 1, 1, 1}, false, false}, "at most 8192 channels");
}

TEST(Model, RefusesWeightsThatPaddingMakesTooLarge) {
  // Two million weights, each of which is read with 31 zeros beside it.
  expect_too_large({(1 << 21) + 1, 4, {1, 1, 1}, {1, 1, 1, 1}, false, false},
                   "generator.l1.0 has 67108896 packed weights");
  expect_too_large({1, 4, {8192, 321, 1}, {1, 1, 1, 1}, false, false},
                   "generator.conv_blocks.2 has 72089600 packed weights");
}

TEST(Model, RefusesMetadataThatNobodyCanRead) {
  Metadata many;
  for (int i = 0; i < 257; ++i) many["key " + std::to_string(i)] = "value";
  Model model;
  Status status = load_model(random_weights_file({}, 1, DType::kF32, many), model);
  EXPECT_EQ(status.code(), StatusCode::kTooLarge);
  EXPECT_NE(status.message().find("257 keys"), std::string::npos) << status.message();
  status = load_model(random_weights_file({}, 1, DType::kF32, {{"key", std::string(70'000, 'x')}}), model);
  EXPECT_EQ(status.code(), StatusCode::kTooLarge);
  status = load_model(
      random_weights_file({}, 1, DType::kF32, {{"class_names", "0,1,2,3,4,5,6,7,8," + std::string(65, 'x')}}),
      model);
  EXPECT_NE(status.message().find("at most 64 bytes"), std::string::npos) << status.message();
}

TEST(Model, RefusesNanWeights) {
  SafetensorsWriter writer;
  Weights weights = test::random_weights({}, 1);
  tensor_named(weights, "discriminator.conv_blocks.3.weight").values[4] =
      std::numeric_limits<float>::quiet_NaN();
  for (const NamedTensor& tensor : weights.tensors) writer.add_f32(tensor.name, tensor.shape, tensor.values);
  Model model;
  EXPECT_EQ(load_model(writer.finish(), model).message(),
            "tensor discriminator.conv_blocks.3.weight holds NaN at element 4");
}

}  // namespace
}  // namespace sgan
