// sgan evaluate: its figures are worked out here a second time from what classify prints.

#include <algorithm>
#include <cmath>

#include "cli_fixture.h"
#include "sgan/discriminator.h"
#include "sgan/generator.h"
#include "sgan/random.h"
#include "sgan_io/file.h"
#include "support/random_model.h"

namespace sgan::test {
namespace {

constexpr int kImages = 120;

class EvaluateTest : public CliTest {
 protected:
  void SetUp() override {
    CliTest::SetUp();
    data_ = random_images(kImages, 20, 20, 5);
    labels_.resize(kImages);
    for (int i = 0; i < kImages; ++i) labels_[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(i % 7);
    // Every second label is what the model reads, so that the confusion matrix has a diagonal.
    ASSERT_TRUE(io::write_idx_images(path("t10k-images-idx3-ubyte"), data_).ok());
    verdicts_ =
        json_lines(must({"classify", "--model", model_path, "--idx", path("t10k-images-idx3-ubyte")}));
    for (std::size_t i = 0; i < kImages; i += 2) labels_[i] = verdicts_[i].at("digit").get<std::uint8_t>();
    ASSERT_TRUE(io::write_idx_labels(path("t10k-labels-idx1-ubyte"), labels_).ok());
  }

  [[nodiscard]] nlohmann::json evaluate(const std::string& model_file, const std::string& samples) const {
    return nlohmann::json::parse(must({"evaluate", "--model", model_file, "--data", path("."), "--samples",
                                       samples, "--seed", "9", "--threads", "2", "--json"}));
  }

  io::IdxImages data_;
  std::vector<std::uint8_t> labels_;
  std::vector<nlohmann::json> verdicts_;
};

TEST_F(EvaluateTest, CountsRightAndWrong) {
  const nlohmann::json report = evaluate(model_path, "0");
  std::vector<std::vector<int>> confusion(10, std::vector<int>(10));
  int correct = 0;
  for (std::size_t i = 0; i < kImages; ++i) {
    const int digit = verdicts_[i]["digit"];
    ++confusion[labels_[i]][static_cast<std::size_t>(digit)];
    correct += digit == labels_[i];
  }
  EXPECT_GE(correct, kImages / 2);
  EXPECT_LT(correct, kImages);
  EXPECT_EQ(report.at("confusion_matrix"), nlohmann::json(confusion));
  EXPECT_NEAR(report.at("test_accuracy"), static_cast<double>(correct) / kImages, 1e-12);
  for (std::size_t d = 0; d < 10; ++d) {
    int shown = 0, read = 0;
    for (std::size_t other = 0; other < 10; ++other) {
      shown += confusion[d][other];
      read += confusion[other][d];
    }
    const nlohmann::json& row = report.at("per_class").at(d);
    EXPECT_EQ(row.at("images"), shown);
    EXPECT_NEAR(row.at("recall"), shown > 0 ? double{1} * confusion[d][d] / shown : 0, 1e-12);
    EXPECT_NEAR(row.at("precision"), read > 0 ? double{1} * confusion[d][d] / read : 0, 1e-12);
  }
  EXPECT_FALSE(report.contains("generated"));
}

TEST_F(EvaluateTest, MeasuresRealnessAndCalibration) {
  const nlohmann::json report = evaluate(model_path, "0");
  double validity = 0, real = 0, fake_probability = 0, fake = 0, confidence = 0;
  std::vector<double> promised(15), kept(15);
  for (std::size_t i = 0; i < kImages; ++i) {
    const nlohmann::json& verdict = verdicts_[i];
    const std::vector<double> probs = verdict["probs"];
    validity += verdict["validity"].get<double>() / kImages;
    real += verdict["validity"].get<double>() >= 0.5 ? 1.0 / kImages : 0;
    fake_probability += probs[10] / kImages;
    fake += std::max_element(probs.begin(), probs.end()) - probs.begin() == 10 ? 1.0 / kImages : 0;
    double digits = 0;
    for (std::size_t d = 0; d < 10; ++d) digits += probs[d];
    const double p = probs[verdict["digit"].get<std::size_t>()] / digits;
    confidence += p / kImages;
    const auto bin = std::min<std::size_t>(14, static_cast<std::size_t>(p * 15));
    promised[bin] += p / kImages;
    kept[bin] += verdict["digit"] == labels_[i] ? 1.0 / kImages : 0;
  }
  double gap = 0;
  for (std::size_t bin = 0; bin < 15; ++bin) gap += std::abs(promised[bin] - kept[bin]);
  EXPECT_EQ(report.at("real").at("images"), kImages);
  EXPECT_NEAR(report["real"].at("mean_validity"), validity, 1e-6);
  EXPECT_NEAR(report["real"].at("judged_real"), real, 1e-9);
  EXPECT_NEAR(report["real"].at("mean_fake_probability"), fake_probability, 1e-6);
  EXPECT_NEAR(report["real"].at("classed_fake"), fake, 1e-9);
  EXPECT_NEAR(report.at("mean_confidence"), confidence, 1e-6);
  EXPECT_NEAR(report.at("expected_calibration_error"), gap, 1e-5);
  EXPECT_GT(gap, 0.01);
}

TEST_F(EvaluateTest, AllOfTheImagesAreExactlyAll) {
  Weights weights;
  ASSERT_TRUE(read_weights(file_bytes(model_path), weights).ok());
  tensor_named(weights, "discriminator.adv_layer.0.bias").values[0] = 100;
  tensor_named(weights, "discriminator.aux_layer.0.bias").values[10] = 1000;
  std::vector<std::byte> bytes;
  ASSERT_TRUE(write_weights(weights, DType::kF32, bytes).ok());
  ASSERT_TRUE(io::write_file(path("sure"), bytes).ok());
  const nlohmann::json report = evaluate(path("sure"), "0");
  EXPECT_EQ(report.at("real").at("judged_real"), 1.0);
  EXPECT_EQ(report.at("real").at("classed_fake"), 1.0);
}

TEST_F(EvaluateTest, MeasuresItsOwnSamples) {
  constexpr std::size_t kSamples = 50;
  std::vector<float> latents(kSamples * 6);
  sample_latents(9, 0, LatentPrior::kUniform01, 6, latents);
  std::vector<int> labels(kSamples);
  sample_labels(9, 0, labels);
  std::vector<float> images(kSamples * 256), validity(kSamples), probs(kSamples * 11);
  Workspace workspace;
  ASSERT_TRUE(generate(conditional, latents, labels, workspace, images).ok());
  ASSERT_TRUE(judge(conditional, images, workspace, validity, probs).ok());

  std::vector<double> mean(10);
  std::vector<int> digits(10);
  double image_bits = 0, class_bits = 0, mean_validity = 0;
  int as_asked = 0;
  const auto bits = [](double p) { return p > 0 ? -p * std::log2(p) : 0.0; };
  for (std::size_t i = 0; i < kSamples; ++i) {
    const auto row = std::span(probs).subspan(i * 11, 11);
    double sum = 0;
    for (std::size_t d = 0; d < 10; ++d) sum += double{row[d]};
    for (std::size_t d = 0; d < 10; ++d) {
      mean[d] += double{row[d]} / sum / kSamples;
      image_bits += bits(double{row[d]} / sum) / kSamples;
    }
    const int digit = most_probable_digit(row);
    ++digits[static_cast<std::size_t>(digit)];
    as_asked += digit == labels[i];
    mean_validity += double{validity[i]} / kSamples;
  }
  for (const double p : mean) class_bits += bits(p);

  const nlohmann::json report = evaluate(conditional_path, "50").at("generated");
  EXPECT_EQ(report.at("images"), kSamples);
  EXPECT_EQ(report.at("seed"), 9);
  EXPECT_EQ(report.at("digits"), nlohmann::json(digits));
  EXPECT_NEAR(report.at("mean_validity"), mean_validity, 1e-6);
  EXPECT_NEAR(report.at("class_entropy_bits"), class_bits, 1e-6);
  EXPECT_NEAR(report.at("image_entropy_bits"), image_bits, 1e-6);
  EXPECT_NEAR(report.at("requested_class_accuracy"), double{1} * as_asked / kSamples, 1e-12);
  EXPECT_FALSE(evaluate(model_path, "50").at("generated").contains("requested_class_accuracy"));
}

TEST_F(EvaluateTest, PrintsTables) {
  const std::string out = must({"evaluate", "--model", model_path, "--data", path("."), "--samples", "20"});
  for (const char* part :
       {"test accuracy", "confusion", "120 test images", "20 samples of seed 0", "class entropy"}) {
    EXPECT_NE(out.find(part), std::string::npos) << part << " is missing in\n" << out;
  }
}

TEST_F(EvaluateTest, CutsNoCharacterOfAClassName) {
  Weights weights;
  ASSERT_TRUE(read_weights(file_bytes(model_path), weights).ok());
  weights.metadata["class_names"] = "äöüäöüäöüäöü,1,2,3,4,5,6,7,8,9";
  std::vector<std::byte> bytes;
  ASSERT_TRUE(write_weights(weights, DType::kF32, bytes).ok());
  ASSERT_TRUE(io::write_file(path("umlauts"), bytes).ok());
  const std::string out =
      must({"evaluate", "--model", path("umlauts"), "--data", path("."), "--samples", "0"});
  EXPECT_NE(out.find("\n0 äöüäöüäöü "), std::string::npos) << out;
}

}  // namespace
}  // namespace sgan::test
