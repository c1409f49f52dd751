#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "sgan/image.h"
#include "sgan/model.h"
#include "sgan/weights.h"
#include "sgan_io/idx.h"

namespace sgan::test {

/// What a program left behind.
struct Outcome {
  int status = -1;  // its exit status; 128 + n after signal n
  std::string out, err;
};

/// Runs the built sgan with these arguments.  out: where its standard output goes instead of into the outcome
[[nodiscard]] Outcome run_sgan(const std::vector<std::string>& arguments, const std::string& out = "");

/// A folder of its own for each test, with small models of random weights in it.
class CliTest : public testing::Test {
 protected:
  void SetUp() override;
  void TearDown() override;

  [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }
  /// Names of the files in the folder, sorted.
  [[nodiscard]] std::vector<std::string> files() const;

  /// Runs sgan, expects success without a word on standard error, returns standard output.
  std::string must(const std::vector<std::string>& arguments) const;

  std::string model_path, conditional_path;  // 16x16 images, latent 6; classes vary between images
  Model model, conditional;                  // the same, loaded

 private:
  std::filesystem::path folder_;
};

/// Sizes of the fixture's models.
inline constexpr std::size_t kPixels = 16 * 16, kLatent = 6;

/// What the core makes of images, worked out in the test's own process.
struct Expected {
  std::vector<float> images, validity, class_probs;
};
[[nodiscard]] Expected judged(const Model& model, std::vector<float> images);
/// latents: [n, kLatent]; labels: [n], or empty
[[nodiscard]] Expected generated(const Model& model, const std::vector<float>& latents,
                                 const std::vector<int>& labels);

/// One object per line.
[[nodiscard]] std::vector<nlohmann::json> json_lines(const std::string& text);

[[nodiscard]] std::vector<std::byte> file_bytes(const std::string& path);
/// Tensor of a safetensors file as F32.
[[nodiscard]] std::vector<float> tensor_of(const std::string& path, const std::string& name);
/// Grey noise, [count, height, width].
[[nodiscard]] io::IdxImages random_images(int count, int height, int width, std::uint64_t seed);
/// Bytes resized to the model's size and brought to [-1, 1].
[[nodiscard]] std::vector<float> as_network_input(const io::IdxImages& data, int size);

}  // namespace sgan::test
