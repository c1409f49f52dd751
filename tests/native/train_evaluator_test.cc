// sgan-train --preset evaluator, as a user runs it.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "sgan_evaluate/evaluator.h"
#include "sgan_io/file.h"
#include "train_program.h"

namespace sgan::test {
namespace {

class TrainEvaluator : public testing::Test {
 protected:
  void SetUp() override {
    if (!write_small_mnist(folder_ / "data", 300, 60)) GTEST_SKIP() << "MNIST is not there";
  }
  [[nodiscard]] std::vector<std::string> arguments(const std::string& run,
                                                   const std::vector<std::string>& more = {}) const {
    std::vector<std::string> all{"--data",       (folder_ / "data").string(),
                                 "--out",        (folder_ / run).string(),
                                 "--preset",     "evaluator",
                                 "--threads",    "1",
                                 "--epochs",     "2",
                                 "--precision",  "fp32",
                                 "--batch-size", "50"};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  [[nodiscard]] std::vector<std::byte> model(const std::string& run) const {
    std::vector<std::byte> bytes;
    EXPECT_TRUE(io::read_file(folder_ / run / "model.safetensors", bytes).ok());
    return bytes;
  }

  TemporaryFolder folder_;
};

TEST_F(TrainEvaluator, WritesWhatTheProgramReads) {
  const Ended ended = run_train(arguments("run"));
  ASSERT_EQ(ended.status, 0) << ended.err;
  EXPECT_NE(ended.out.find("Test accuracy"), std::string::npos) << ended.out;
  evaluation::Evaluator evaluator;
  const Status status = evaluation::Evaluator::load(model("run"), evaluator);
  ASSERT_TRUE(status.ok()) << status.message();
  EXPECT_EQ(evaluator.metadata().at("preset"), "evaluator");
  EXPECT_EQ(evaluator.metadata().at("epochs"), "2");
  const std::string metrics = text_of(folder_ / "run" / "metrics.jsonl");
  EXPECT_NE(metrics.find("\"validation_accuracy\""), std::string::npos) << metrics;
  EXPECT_NE(metrics.find("\"test_accuracy\""), std::string::npos) << metrics;
}

TEST_F(TrainEvaluator, TheSameSeedGivesTheSameBits) {
  ASSERT_EQ(run_train(arguments("a", {"--max-steps", "3"})).status, 0);
  ASSERT_EQ(run_train(arguments("b", {"--max-steps", "3"})).status, 0);
  ASSERT_EQ(run_train(arguments("c", {"--max-steps", "3", "--seed", "5"})).status, 0);
  EXPECT_EQ(model("a"), model("b"));
  EXPECT_NE(model("a"), model("c"));
}

TEST_F(TrainEvaluator, ARestOfOneImageIsNoStep) {
  // Of 251 training images, five batches of 50 and one image, which the mean must not count as a sixth.
  ASSERT_EQ(run_train(arguments("rest", {"--validation", "49"})).status, 0);
  ASSERT_EQ(run_train(arguments("none", {"--validation", "50"})).status, 0);
  const auto loss = [&](const std::string& run) {
    const std::string lines = text_of(folder_ / run / "metrics.jsonl");
    return nlohmann::json::parse(lines.substr(0, lines.find('\n')))["d_loss"].get<double>();
  };
  EXPECT_NEAR(loss("rest"), loss("none"), 0.1 * loss("none"));
}

TEST_F(TrainEvaluator, ALossThatIsNoNumberStopsIt) {
  const Ended ended =
      run_train(arguments("run", {"--learning-rate", "10", "--beta1", "0.9", "--beta2", "0"}));
  EXPECT_EQ(ended.status, 1);
  EXPECT_EQ(ended.err.find("sgan-train: the loss is no longer a number at epoch "), 0U) << ended.err;
}

TEST_F(TrainEvaluator, OneImageIsTooFew) {
  const Ended ended = run_train(arguments("run", {"--validation", "299"}));
  EXPECT_EQ(ended.status, 1);
  EXPECT_NE(ended.err.find("one image is too few to train on"), std::string::npos) << ended.err;
  EXPECT_FALSE(std::filesystem::exists(folder_ / "run"));
}

TEST_F(TrainEvaluator, RefusesWhatItHasNoPlaceFor) {
  for (const std::vector<std::string>& more : std::vector<std::vector<std::string>>{
           {"--labels", "100"}, {"--baseline"}, {"--shift", "1"}, {"--resume"}, {"--generator", "g"}}) {
    const Ended ended = run_train(arguments("run", more));
    EXPECT_EQ(ended.status, 2);
    EXPECT_NE(ended.err.find(more.front()), std::string::npos) << ended.err;
    EXPECT_EQ(ended.err.find('\n') + 1, ended.err.size()) << ended.err;
    EXPECT_FALSE(std::filesystem::exists(folder_ / "run"));
  }
}

}  // namespace
}  // namespace sgan::test
