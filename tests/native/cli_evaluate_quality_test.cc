// sgan evaluate: samples beside real images, and what is rejected, on data whose answers are known.

#include <algorithm>
#include <cmath>
#include <map>
#include <span>

#include "cli_fixture.h"
#include "sgan_io/file.h"

namespace sgan::test {
namespace {

constexpr int kImages = 60;

class EvaluateQuality : public CliTest {
 protected:
  void SetUp() override {
    CliTest::SetUp();
    std::filesystem::create_directory(path("data"));
  }
  /// Makes a half of the data folder of the model's own samples.
  void use_samples(const std::string& half, const std::string& seed) const {
    const std::string prefix = path("data/" + half);
    must({"sample", "--model", model_path, "--count", std::to_string(kImages), "--seed", seed, "--idx",
          prefix});
  }
  [[nodiscard]] nlohmann::json evaluate(const std::vector<std::string>& more = {}) const {
    return evaluate(model_path, kImages, more);
  }
  [[nodiscard]] nlohmann::json evaluate(const std::string& model_file, int samples,
                                        const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{
        "evaluate", "--model", model_file, "--data", path("data"), "--samples", std::to_string(samples),
        "--seed",   "9",       "--json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return nlohmann::json::parse(must(arguments));
  }
};

TEST_F(EvaluateQuality, OfTheTestImagesThemselvesIsPerfect) {
  use_samples("t10k", "9");
  const nlohmann::json quality = evaluate().at("quality");
  EXPECT_EQ(quality.at("samples"), kImages);
  EXPECT_NEAR(quality.at("fid"), 0, 1e-3);
  EXPECT_EQ(quality.at("precision"), 1);
  EXPECT_EQ(quality.at("recall"), 1);
  EXPECT_EQ(quality.at("coverage"), 1);
  EXPECT_GT(quality.at("class_entropy_bits"), 0);
}

TEST_F(EvaluateQuality, OfOtherImagesIsWorseAndTheFloorIsThatOfTrainingImages) {
  use_samples("train", "9");
  ASSERT_TRUE(
      io::write_idx_images(path("data/t10k-images-idx3-ubyte"), random_images(kImages, 16, 16, 3)).ok());
  std::filesystem::copy(path("data/train-labels-idx1-ubyte"), path("data/t10k-labels-idx1-ubyte"));
  const nlohmann::json report = evaluate();
  // Training images are the samples, so the floor is what the samples are; both are far from noise.
  const nlohmann::json& quality = report.at("quality");
  EXPECT_GT(quality.at("fid"), 1);
  EXPECT_LT(quality.at("precision"), 0.2);
  EXPECT_NEAR(quality.at("fid_ratio"), 1, 1e-6);
  for (const char* figure : {"fid", "precision", "recall", "density", "coverage", "class_entropy_bits"})
    EXPECT_NEAR(report.at("floor").at(figure), quality.at(figure), 1e-6) << figure;
  EXPECT_NEAR(quality.at("nearest_distance_ratio"), 0, 1e-3) << "samples that are training images";
  EXPECT_FALSE(report.contains("left_out"));
}

TEST_F(EvaluateQuality, TheFloorHasAsManyImagesAsThereAreSamples) {
  use_samples("train", "9");
  constexpr int kFew = kImages / 2;
  ASSERT_TRUE(io::write_idx_images(path("data/t10k-images-idx3-ubyte"), random_images(kFew, 16, 16, 3)).ok());
  std::vector<std::uint8_t> labels(kFew);
  for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = static_cast<std::uint8_t>(i % 10);
  ASSERT_TRUE(io::write_idx_labels(path("data/t10k-labels-idx1-ubyte"), labels).ok());
  labels.insert(labels.end(), labels.begin(), labels.end());
  ASSERT_TRUE(io::write_idx_labels(path("data/train-labels-idx1-ubyte"), labels).ok());
  EXPECT_NEAR(evaluate().at("quality").at("fid_ratio"), 1, 1e-6)
      << "samples and training images are the same";
}

TEST_F(EvaluateQuality, MeasuresDistancesToTheNearestTrainingImage) {
  const auto write_grey = [&](const std::string& half, std::uint8_t grey) {
    const std::vector<std::uint8_t> pixels(kImages * kPixels, grey);
    ASSERT_TRUE(
        io::write_idx_images(path("data/" + half + "-images-idx3-ubyte"), {kImages, 16, 16, pixels}).ok());
    ASSERT_TRUE(io::write_idx_labels(path("data/" + half + "-labels-idx1-ubyte"),
                                     std::vector<std::uint8_t>(kImages, 1))
                    .ok());
  };
  write_grey("train", 0);
  write_grey("t10k", 51);
  use_samples("samples", "9");
  io::IdxImages samples;
  ASSERT_TRUE(io::read_idx_images(path("data/samples-images-idx3-ubyte"), samples).ok());
  const std::vector<float> values = as_network_input(samples, 32);
  std::vector<double> distances;
  for (std::size_t i = 0; i < kImages; ++i) {
    double sum = 0;  // to -1, which is black
    for (const float value : std::span(values).subspan(i * 1024, 1024))
      sum += (double{value} + 1) * (double{value} + 1);
    distances.push_back(std::sqrt(sum));
  }
  std::sort(distances.begin(), distances.end());
  const double grey = 32 * 51 / 127.5;
  EXPECT_NEAR(evaluate().at("quality").at("nearest_distance_ratio"), distances[kImages / 2] / grey, 1e-3);
}

TEST_F(EvaluateQuality, GivesNoRatioOfDistancesWhereTestImagesAreTrainingImages) {
  use_samples("train", "3");
  use_samples("t10k", "3");
  const nlohmann::json report = evaluate();
  EXPECT_FALSE(report.at("quality").contains("nearest_distance_ratio"));
  EXPECT_EQ(report.at("left_out").at(0), "nearest_distance_ratio: most test images are training images");
}

TEST_F(EvaluateQuality, SaysWhatIsLeftOutWithoutTrainingImages) {
  use_samples("t10k", "3");
  const nlohmann::json report = evaluate();
  EXPECT_FALSE(report.contains("floor"));
  EXPECT_FALSE(report.at("quality").contains("fid_ratio"));
  EXPECT_FALSE(report.at("quality").contains("nearest_distance_ratio"));
  EXPECT_NE(report.at("left_out").at(0).get<std::string>().find("no training images"), std::string::npos);
  const std::string table =
      must({"evaluate", "--model", model_path, "--data", path("data"), "--samples", "20"});
  EXPECT_NE(table.find("left out: floor"), std::string::npos) << table;
}

TEST_F(EvaluateQuality, CountsRequestedDigitsInTheTestImagesProportions) {
  use_samples("t10k", "3");
  const std::vector<std::uint8_t> labels = [] {
    std::vector<std::uint8_t> all(kImages, 8);  // what the evaluator reads in such noise
    std::fill_n(all.begin(), kImages / 4, std::uint8_t{5});
    return all;
  }();
  ASSERT_TRUE(io::write_idx_labels(path("data/t10k-labels-idx1-ubyte"), labels).ok());
  EXPECT_FALSE(evaluate().at("quality").contains("requested_class_accuracy"));
  for (const int samples : {kImages, kImages / 3, kImages * 4 / 3}) {
    const nlohmann::json quality = evaluate(conditional_path, samples).at("quality");
    const nlohmann::json& per_class = quality.at("requested_per_class");
    ASSERT_EQ(per_class.size(), 10U);
    const double expected = 0.75 * per_class[8].get<double>() + 0.25 * per_class[5].get<double>();
    EXPECT_NEAR(quality.at("requested_class_accuracy"), expected, 1e-9) << samples;
    EXPECT_GT(expected, 0);
  }
}

TEST_F(EvaluateQuality, RejectionIsChanceForTheTestImagesThemselves) {
  use_samples("t10k", "3");
  const nlohmann::json others = evaluate({"--others", path("data")}).at("reject").at("others");
  EXPECT_EQ(others.at("images"), kImages);
  EXPECT_NEAR(others.at("auroc"), 0.5, 1e-12);
  EXPECT_NEAR(others.at("validity").at("auroc"), 0.5, 1e-12);
  EXPECT_NEAR(others.at("not_generated").at("auroc"), 0.5, 1e-12);
}

TEST_F(EvaluateQuality, RejectionCountsPairsByEachScore) {
  use_samples("t10k", "3");
  std::filesystem::create_directory(path("others"));
  ASSERT_TRUE(io::write_idx_images(path("others/t10k-images-idx3-ubyte"), random_images(30, 20, 20, 5)).ok());
  ASSERT_TRUE(
      io::write_idx_labels(path("others/t10k-labels-idx1-ubyte"), std::vector<std::uint8_t>(30, 0)).ok());
  using Score = double (*)(const nlohmann::json&);
  const Score validity = [](const nlohmann::json& v) { return v.at("validity").get<double>(); };
  const Score not_generated = [](const nlohmann::json& v) { return 1 - v.at("probs").at(10).get<double>(); };
  const Score combined = [](const nlohmann::json& v) {
    return v.at("validity").get<double>() * (1 - v.at("probs").at(10).get<double>());
  };
  const auto verdicts = [&](const std::string& folder) {
    return json_lines(
        must({"classify", "--model", model_path, "--idx", path(folder + "/t10k-images-idx3-ubyte")}));
  };
  const std::vector<nlohmann::json> digits = verdicts("data"), rejects = verdicts("others");
  const auto expected = [&](Score score) {
    double wins = 0;
    for (const auto& digit : digits) {
      for (const auto& reject : rejects) wins += score(digit) > score(reject) ? 1 : 0;
    }
    return wins / static_cast<double>(digits.size() * rejects.size());
  };
  const nlohmann::json others = evaluate({"--others", path("others")}).at("reject").at("others");
  const double tolerance = 3.0 / (kImages * 30);  // scores that print alike
  EXPECT_NEAR(others.at("auroc"), expected(combined), tolerance);
  EXPECT_NEAR(others.at("validity").at("auroc"), expected(validity), tolerance);
  EXPECT_NEAR(others.at("not_generated").at("auroc"), expected(not_generated), tolerance);
  EXPECT_GT(std::abs(expected(validity) - 0.5), 0.05) << "a case that tells little";
}

/// A light bar and a broad, dim one opposite it that is no ink; the middle of their greys lies between them.
/// across: the bars lie above each other, the light one at the top; else it is on the left
std::vector<std::uint8_t> light_and_dim_bars(bool across) {
  std::vector<std::uint8_t> pixels(kPixels);
  for (int y = 0; y < 16; ++y) {
    for (int x = 0; x < 16; ++x) {
      const int along = across ? x : y, from_edge = across ? y : x;
      if (along < 3 || along > 12) continue;
      std::uint8_t& pixel = pixels[static_cast<std::size_t>(y * 16 + x)];
      if (from_edge >= 2 && from_edge < 5) pixel = 255;
      if (from_edge >= 8 && from_edge < 14) pixel = 50;
    }
  }
  return pixels;
}

// A 3, a 4 and a 9 have ink only on the side that their cut keeps, and a 7, which is not to be cut, has none:
// halves without ink are left out.
TEST_F(EvaluateQuality, CutsTheRightDigitsOnTheRightSide) {
  const std::vector<std::uint8_t> left = light_and_dim_bars(false), top = light_and_dim_bars(true);
  const std::map<std::uint8_t, std::vector<std::uint8_t>> pictures{
      {0, std::vector<std::uint8_t>(kPixels, 255)},
      {3, left},
      {4, top},
      {9, left},
      {7, std::vector<std::uint8_t>(kPixels)}};
  io::IdxImages images{kImages, 16, 16, {}};
  std::vector<std::uint8_t> labels;
  while (labels.size() < kImages) {
    for (const auto& [digit, pixels] : pictures) {
      labels.push_back(digit);
      images.pixels.insert(images.pixels.end(), pixels.begin(), pixels.end());
    }
  }
  ASSERT_TRUE(io::write_idx_images(path("data/t10k-images-idx3-ubyte"), images).ok());
  ASSERT_TRUE(io::write_idx_labels(path("data/t10k-labels-idx1-ubyte"), labels).ok());
  const nlohmann::json non_digits = evaluate().at("reject").at("non_digits");
  EXPECT_EQ(non_digits.at("kinds").at("partial_digits").at("images"), kImages * 4 / 5);
  EXPECT_EQ(non_digits.at("images"), 2000 + kImages * 4 / 5);
}

TEST_F(EvaluateQuality, DrawsNonDigitsUnlessTheClassesAreNone) {
  use_samples("t10k", "3");
  const nlohmann::json non_digits = evaluate().at("reject").at("non_digits");
  EXPECT_EQ(non_digits.at("kinds").at("scribbles").at("images"), 1000);
  EXPECT_EQ(non_digits.at("kinds").at("letters").at("images"), 1000);
  EXPECT_GE(non_digits.at("images"), 2000);

  Weights weights;
  ASSERT_TRUE(read_weights(file_bytes(model_path), weights).ok());
  weights.metadata["class_names"] = "shirt,b,c,d,e,f,g,h,i,j";
  std::vector<std::byte> bytes;
  ASSERT_TRUE(write_weights(weights, DType::kF32, bytes).ok());
  ASSERT_TRUE(io::write_file(path("fashion"), bytes).ok());
  const nlohmann::json report = evaluate(path("fashion"), kImages);
  EXPECT_FALSE(report.contains("reject"));
  EXPECT_NE(report.at("left_out").at(0).get<std::string>().find("non_digits"), std::string::npos);
}

TEST_F(EvaluateQuality, BadEvaluatorsAreNamedInOneLine) {
  use_samples("t10k", "3");
  const auto refuse = [&](const std::string& file, const std::string& reason) {
    const Outcome outcome =
        run_sgan({"evaluate", "--model", model_path, "--data", path("data"), "--evaluator", file});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_EQ(outcome.out, "");
    EXPECT_NE(outcome.err.find(reason), std::string::npos) << outcome.err;
    EXPECT_EQ(outcome.err.find('\n') + 1, outcome.err.size()) << outcome.err;
  };
  refuse(path("none"), "none");
  refuse(model_path, "model.safetensors: tensor evaluator.0.conv.weight is missing");

  // One block, one feature, which is as large as its bias.
  SafetensorsWriter huge;
  const auto add = [&](const std::string& name, const Shape& shape, std::size_t count, float value) {
    huge.add_f32("evaluator." + name, shape, std::vector<float>(count, value));
  };
  const auto add_norm = [&](const std::string& name, float bias) {
    for (const char* part : {"weight", "running_mean", "running_var"}) add(name + "." + part, {1}, 1, 1);
    add(name + ".bias", {1}, 1, bias);
  };
  add("0.conv.weight", {1, 1, 3, 3}, 9, 1);
  add_norm("0.norm", 0);
  add("features.linear.weight", {1, 1024}, 1024, 0);
  add_norm("features.norm", 1e20F);
  add("classes.weight", {10, 1}, 10, 0);
  add("classes.bias", {10}, 10, 0);
  ASSERT_TRUE(io::write_file(path("huge"), huge.finish()).ok());
  refuse(path("huge"), "the evaluator gives no numbers, or numbers too large to be compared");
}

}  // namespace
}  // namespace sgan::test
