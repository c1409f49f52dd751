// sgan-train itself on some hundred images of MNIST.

#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <sstream>

#include "sgan/model.h"
#include "sgan/weights.h"
#include "sgan_io/file.h"
#include "sgan_io/png.h"
#include "train_program.h"

namespace sgan::test {
namespace {

using nlohmann::json;

// One thread: sums in the same order each time, and no waiting for a core that other tests use.
const std::vector<std::string> kQuick{"--threads", "1", "--log-every", "1", "--batch-size", "32"};
const std::vector<std::string> kReference{"--preset", "reference"};

class TrainRun : public testing::Test {
 protected:
  void SetUp() override {
    if (!write_small_mnist(folder_ / "data", 160, 50))
      GTEST_SKIP() << "build/data/mnist is missing; scripts/fetch-mnist.sh gets it";
  }

  std::vector<std::string> arguments(const std::string& run, std::vector<std::string> more) const {
    more.insert(more.end(), {"--data", (folder_ / "data").string(), "--out", (folder_ / run).string()});
    more.insert(more.end(), kQuick.begin(), kQuick.end());
    return more;
  }
  /// The article's recipe.
  Ended train(const std::string& run, std::vector<std::string> more) const {
    more.insert(more.end(), kReference.begin(), kReference.end());
    return run_train(arguments(run, more));
  }
  Ended train_preset(const std::string& run, const std::string& preset, std::vector<std::string> more) const {
    more.insert(more.end(), {"--preset", preset});
    return run_train(arguments(run, more));
  }
  Ended resume(const std::string& run, std::vector<std::string> more) const {
    more.insert(more.end(), {"--resume", "--out", (folder_ / run).string()});
    return run_train(more);
  }
  std::vector<json> metrics(const std::string& run, const std::string& type) const {
    std::vector<json> records;
    std::istringstream lines(text_of(folder_ / run / "metrics.jsonl"));
    for (std::string line; std::getline(lines, line);) {
      records.push_back(json::parse(line, nullptr, false));
      EXPECT_FALSE(records.back().is_discarded()) << line;
      if (records.back()["type"] != type) records.pop_back();
    }
    return records;
  }
  std::string model_bytes(const std::string& run) const {
    return text_of(folder_ / run / "model.safetensors");
  }
  void expect_picture(const std::string& name, int width, int height) const {
    GreyImage image;
    const Status status = io::read_png(folder_ / name, image);
    ASSERT_TRUE(status.ok()) << status.message();
    EXPECT_EQ(image.width, width) << name;
    EXPECT_EQ(image.height, height) << name;
  }
  /// Each step of `epochs` epochs once and in order.
  void expect_all_steps_once(const std::string& run, int epochs) const {
    const std::vector<json> steps = metrics(run, "step");
    ASSERT_EQ(steps.size(), static_cast<std::size_t>(5 * epochs));
    for (std::size_t i = 0; i < steps.size(); ++i) {
      EXPECT_EQ(steps[i]["epoch"], i / 5);
      EXPECT_EQ(steps[i]["batch"], i % 5);
    }
    EXPECT_EQ(metrics(run, "epoch").size(), static_cast<std::size_t>(epochs));
  }

  TemporaryFolder folder_;
};

TEST_F(TrainRun, LearnsAndLeavesEverythingBehind) {
  const Ended ended = train("run", {"--epochs", "4", "--sample-every", "3"});
  ASSERT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(ended.err, "");
  EXPECT_NE(ended.out.find("[Epoch 0/4] [Batch 0/5] [D loss: 1."), std::string::npos) << ended.out;
  EXPECT_EQ(ended.out.find('\r'), std::string::npos) << "a progress bar outside a terminal";

  const std::vector<json> epochs = metrics("run", "epoch");
  ASSERT_EQ(epochs.size(), 4U);
  EXPECT_LT(epochs.back()["d_loss"], epochs.front()["d_loss"].get<double>() - 0.02);
  EXPECT_GE(epochs.back()["test_accuracy"], 0.0);
  EXPECT_LE(epochs.back()["test_accuracy"], 1.0);
  expect_all_steps_once("run", 4);

  constexpr int kTile = 32 + 2;
  expect_picture("run/samples/step_000003.png", 5 * kTile + 2, 5 * kTile + 2);
  expect_picture("run/samples/epoch_000003.png", 10 * kTile + 2, 10 * kTile + 2);
  EXPECT_NE(text_of(folder_ / "run/config.toml").find("epochs=4"), std::string::npos);
  EXPECT_TRUE(folder_.contents().contains("run/checkpoint/step_000000000020.ckpt"));
  EXPECT_TRUE(folder_.contents().contains("run/history.json"));
  EXPECT_EQ(epochs.back().count("seconds"), 0U) << "metrics are the same on any machine";
  EXPECT_GT(
      json::parse(text_of(folder_ / "run/timing.jsonl")
                      .substr(0, text_of(folder_ / "run/timing.jsonl").find('\n')))["images_per_second"],
      0);
}

TEST_F(TrainRun, WritesAModelThatTheCoreLoads) {
  ASSERT_EQ(train("run", {"--epochs", "1", "--seed", "5"}).status, 0);
  std::vector<std::byte> bytes;
  ASSERT_TRUE(io::read_file(folder_ / "run/model.safetensors", bytes).ok());
  Model model;
  const Status status = load_model(bytes, model);
  ASSERT_TRUE(status.ok()) << status.message();
  EXPECT_EQ(model.info.latent_dim, 100);
  EXPECT_EQ(model.info.image_size, 32);
  const Metadata& metadata = model.info.metadata;
  EXPECT_EQ(metadata.at("epochs"), "1");
  EXPECT_EQ(metadata.at("seed"), "5");
  EXPECT_EQ(metadata.at("labels_used"), "160");
  EXPECT_EQ(metadata.at("preset"), "reference");
  EXPECT_EQ(std::stod(metadata.at("test_accuracy")), metrics("run", "epoch").back()["test_accuracy"]);
}

TEST_F(TrainRun, SeedDecidesEverything) {
  ASSERT_EQ(train("a", {"--epochs", "1"}).status, 0);
  ASSERT_EQ(train("b", {"--epochs", "1"}).status, 0);
  ASSERT_EQ(train("c", {"--epochs", "1", "--seed", "2"}).status, 0);
  EXPECT_EQ(model_bytes("a"), model_bytes("b"));
  EXPECT_NE(model_bytes("a"), model_bytes("c"));
}

TEST_F(TrainRun, ResumingAfterAnEpochEqualsNeverHavingStopped) {
  ASSERT_EQ(train("parts", {"--epochs", "1"}).status, 0);
  const Ended more = resume("parts", {"--epochs", "2"});
  ASSERT_EQ(more.status, 0) << more.err;
  EXPECT_NE(more.out.find("going on at epoch 1, batch 0"), std::string::npos) << more.out;
  ASSERT_EQ(train("whole", {"--epochs", "2"}).status, 0);
  EXPECT_EQ(model_bytes("parts"), model_bytes("whole"));
  expect_all_steps_once("parts", 2);
}

TEST_F(TrainRun, ResumingAFinishedRunSaysSoAndChangesNothing) {
  ASSERT_EQ(train("run", {"--epochs", "1"}).status, 0);
  const std::string before = model_bytes("run");
  const Ended ended = resume("run", {});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_NE(ended.out.find("finished: all 1 epochs are done"), std::string::npos) << ended.out;
  EXPECT_EQ(model_bytes("run"), before);
  expect_all_steps_once("run", 1);
}

TEST_F(TrainRun, SignalsStopItInTheMiddleOfAnEpochWithoutLoss) {
  for (const int signal : {SIGINT, SIGTERM}) {
    const std::string run = "run" + std::to_string(signal);
    TrainProgram program(arguments(run, {"--epochs", "1000", "--preset", "reference"}));
    ASSERT_TRUE(program.wait_for("[Epoch 1/1000] [Batch 1/5]"));
    program.send(signal);
    const Ended stopped = program.wait();
    ASSERT_EQ(stopped.status, 0) << stopped.err;
    int epoch = -1;
    int batch = -1;
    const auto line = stopped.out.find("Stopped at epoch ");
    ASSERT_NE(line, std::string::npos) << stopped.out;
    ASSERT_EQ(std::sscanf(stopped.out.c_str() + line, "Stopped at epoch %d, batch %d;", &epoch, &batch), 2);

    const int epochs = epoch + 1;
    const Ended ended = resume(run, {"--epochs", std::to_string(epochs)});
    ASSERT_EQ(ended.status, 0) << ended.err;
    const std::string place = "epoch " + std::to_string(epoch) + ", batch " + std::to_string(batch);
    EXPECT_NE(ended.out.find("going on at " + place + "\n"), std::string::npos) << ended.out;
    ASSERT_EQ(train("whole" + run, {"--epochs", std::to_string(epochs)}).status, 0);
    EXPECT_EQ(model_bytes(run), model_bytes("whole" + run));
    expect_all_steps_once(run, epochs);
  }
}

TEST_F(TrainRun, KilledRunGoesOnFromItsLastEpoch) {
  TrainProgram program(arguments("run", {"--epochs", "1000", "--preset", "reference"}));
  ASSERT_TRUE(program.wait_for("[Epoch 1/1000] [Batch 1/5]"));
  program.send(SIGKILL);
  ASSERT_EQ(program.wait().status, 128 + SIGKILL);
  const Ended ended = resume("run", {"--epochs", "2"});
  ASSERT_EQ(ended.status, 0) << ended.err;
  EXPECT_NE(ended.out.find("going on at epoch 1, batch 0"), std::string::npos) << ended.out;
  expect_all_steps_once("run", 2);
}

TEST_F(TrainRun, ShowsProgressOnATerminal) {
  const Ended ended = run_train_on_terminal(arguments("run", {"--epochs", "1", "--validation", "20"}));
  EXPECT_EQ(ended.status, 0);
  EXPECT_NE(ended.out.find("ms/step"), std::string::npos) << ended.out;
  EXPECT_NE(ended.out.find(" left"), std::string::npos) << ended.out;
  EXPECT_NE(ended.out.find("images/s"), std::string::npos) << ended.out;
  EXPECT_NE(ended.out.find("[Epoch 0/1] [Batch 4/5]"), std::string::npos) << ended.out;
}

TEST_F(TrainRun, Bf16LearnsToo) {
  ASSERT_EQ(train("run", {"--epochs", "2", "--precision", "bf16"}).status, 0);
  const std::vector<json> epochs = metrics("run", "epoch");
  EXPECT_LT(epochs.back()["d_loss"], epochs.front()["d_loss"].get<double>());
}

TEST_F(TrainRun, EveryPresetTrainsWritesItsFiguresAndAModelThatSaysWhatItIs) {
  for (const char* preset : {"conditional", "sgan", "dcgan"}) {
    SCOPED_TRACE(preset);
    const Ended ended = train_preset(preset, preset, {"--epochs", "2", "--validation", "32"});
    ASSERT_EQ(ended.status, 0) << ended.err;
    const std::vector<json> epochs = metrics(preset, "epoch");
    ASSERT_EQ(epochs.size(), 2U);
    const bool classifies = preset != std::string("dcgan");
    EXPECT_EQ(epochs[0].contains("validation_accuracy"), classifies);
    EXPECT_EQ(epochs[0].contains("sample_entropy"), classifies);
    EXPECT_FALSE(epochs[0].contains("test_accuracy"));
    EXPECT_EQ(metrics(preset, "test").size(), classifies ? 1U : 0U);
    EXPECT_EQ(metrics(preset, "step").size(), 8U) << "128 of the 160 images, 32 a step";
    std::vector<std::byte> bytes;
    ASSERT_TRUE(io::read_file(folder_ / preset / "model.safetensors", bytes).ok());
    Model model;
    ASSERT_TRUE(load_model(bytes, model).ok());
    EXPECT_EQ(model.info.metadata.at("preset"), preset);
    EXPECT_EQ(model.info.latent_prior, LatentPrior::kNormal);
    EXPECT_EQ(model.info.conditional == Conditioning::kEmbedMul, preset == std::string("conditional"));
    EXPECT_EQ(model.info.metadata.contains("test_accuracy"), classifies);
    expect_picture(std::string(preset) + "/samples/epoch_000001.png", 10 * 34 + 2, 10 * 34 + 2);
  }
}

Weights weights_of(const std::filesystem::path& file) {
  Weights weights;
  std::vector<std::byte> bytes;
  EXPECT_TRUE(io::read_file(file, bytes).ok());
  EXPECT_TRUE(read_weights(bytes, weights).ok());
  return weights;
}

/// The values of the tensor of that name, none if there is no such tensor.
std::vector<float> values_of(const Weights& weights, const std::string& name) {
  const auto found = std::find_if(weights.tensors.begin(), weights.tensors.end(),
                                  [&](const NamedTensor& tensor) { return tensor.name == name; });
  return found == weights.tensors.end() ? std::vector<float>() : found->values;
}

TEST_F(TrainRun, BeginsWithTheWeightsThatItIsGiven) {
  ASSERT_EQ(train_preset("first", "conditional", {"--epochs", "1"}).status, 0);
  const std::string given = (folder_ / "first/model.safetensors").string();
  const Ended ended = train_preset(
      "second", "conditional",
      {"--start", given, "--epochs", "1", "--learning-rate", "1e-12", "--seed", "5", "--precision", "fp32"});
  ASSERT_EQ(ended.status, 0) << ended.err;
  const Weights before = weights_of(given), after = weights_of(folder_ / "second/model.safetensors");
  for (const NamedTensor& tensor : before.tensors) {
    if (tensor.name.find("running") != std::string::npos) continue;  // learn whatever the learning rate
    const std::vector<float> values = values_of(after, tensor.name);
    ASSERT_EQ(values.size(), tensor.values.size()) << tensor.name;
    for (std::size_t i = 0; i < values.size(); ++i)
      ASSERT_NEAR(values[i], tensor.values[i], 1e-6) << tensor.name << ' ' << i;
  }
  EXPECT_EQ(after.metadata.at("start_preset"), "conditional");
  EXPECT_EQ(after.metadata.at("start_epochs"), "1");

  const Ended refused = train_preset("other", "sgan", {"--start", given, "--epochs", "1"});
  EXPECT_EQ(refused.status, 1);
  EXPECT_NE(refused.err.find(given + ": --start takes"), std::string::npos) << refused.err;
  EXPECT_FALSE(std::filesystem::exists(folder_ / "other"));
}

TEST_F(TrainRun, TheClassifierKeepsTheGeneratorThatItWasGiven) {
  ASSERT_EQ(train_preset("gan", "conditional", {"--epochs", "1"}).status, 0);
  const std::string given = (folder_ / "gan/model.safetensors").string();
  const Ended ended =
      train_preset("run", "classifier", {"--generator", given, "--epochs", "1", "--labels", "50"});
  ASSERT_EQ(ended.status, 0) << ended.err;
  EXPECT_TRUE(metrics("run", "epoch")[0]["g_loss"].is_null());
  const Weights before = weights_of(given), after = weights_of(folder_ / "run/model.safetensors");
  for (const NamedTensor& tensor : before.tensors)
    EXPECT_EQ(values_of(after, tensor.name) == tensor.values, tensor.name.starts_with("generator."))
        << tensor.name;
  EXPECT_EQ(after.metadata.at("preset"), "classifier");
  EXPECT_EQ(after.metadata.at("generator_preset"), "conditional");
  EXPECT_EQ(after.metadata.at("conditional"), "embed_mul");

  ASSERT_EQ(train("article", {"--epochs", "1"}).status, 0);
  const std::string article = (folder_ / "article/model.safetensors").string();
  const Ended refused = train_preset("other", "classifier", {"--generator", article});
  EXPECT_EQ(refused.status, 1);
  EXPECT_NE(refused.err.find(article + ": --generator takes"), std::string::npos) << refused.err;
  EXPECT_FALSE(std::filesystem::exists(folder_ / "other"));
  ASSERT_EQ(train_preset("another", "sgan", {"--epochs", "1"}).status, 0);
  const Ended changed = resume("run", {"--generator", (folder_ / "another/model.safetensors").string()});
  EXPECT_EQ(changed.status, 1);
  EXPECT_NE(changed.err.find("cannot go on with"), std::string::npos) << changed.err;
}

TEST_F(TrainRun, FewLabelsTrainOnAllImagesAndTheBaselineOnThemAlone) {
  const std::vector<std::string> few{"--epochs", "1", "--labels", "20", "--validation", "0"};
  const Ended ended = train_preset("few", "sgan", few);
  ASSERT_EQ(ended.status, 0) << ended.err;
  EXPECT_NE(ended.out.find("Training on 160 images, 20 of them labelled"), std::string::npos) << ended.out;
  EXPECT_EQ(metrics("few", "step").size(), 5U);
  std::vector<std::string> baseline = few;
  baseline.insert(baseline.end(), {"--baseline", "--batch-size", "10"});
  ASSERT_EQ(run_train({"--data", (folder_ / "data").string(), "--out", (folder_ / "alone").string(),
                       "--epochs", "1", "--labels", "20", "--baseline", "--batch-size", "10", "--log-every",
                       "1", "--threads", "1"})
                .status,
            0);
  const std::vector<json> steps = metrics("alone", "step");
  EXPECT_EQ(steps.size(), 2U) << "20 images, 10 a step";
  EXPECT_TRUE(steps[0]["g_loss"].is_null());
}

TEST_F(TrainRun, KilledBetweenEpochsItGoesOnToTheSameBits) {
  const std::vector<std::string> options{"--epochs", "3",  "--checkpoint-every", "2", "--precision", "fp32",
                                         "--labels", "40", "--validation",       "16"};
  ASSERT_EQ(train_preset("whole", "conditional", options).status, 0);
  std::vector<std::string> more = options;
  more.insert(more.end(), {"--preset", "conditional"});
  TrainProgram program(arguments("killed", more));
  ASSERT_TRUE(program.wait_for("[Epoch 1/3] [Batch 3/5]"));
  program.send(SIGKILL);
  ASSERT_EQ(program.wait().status, 128 + SIGKILL);
  const Ended ended = resume("killed", {});
  ASSERT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(model_bytes("killed"), model_bytes("whole"));
  EXPECT_EQ(text_of(folder_ / "killed/metrics.jsonl"), text_of(folder_ / "whole/metrics.jsonl"));
}

TEST_F(TrainRun, StopsAfterAsManyStepsAsAsked) {
  const Ended ended = train("run", {"--epochs", "3", "--max-steps", "7"});
  ASSERT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(metrics("run", "step").size(), 7U);
  ASSERT_EQ(resume("run", {"--max-steps", "0"}).status, 0);
  expect_all_steps_once("run", 3);
}

TEST_F(TrainRun, ADamagedCheckpointFallsBackToTheOneBefore) {
  ASSERT_EQ(train("run", {"--epochs", "2"}).status, 0);
  ASSERT_TRUE(io::write_file(folder_ / "run/checkpoint/step_000000000010.ckpt", "torn").ok());
  const Ended ended = resume("run", {});
  ASSERT_EQ(ended.status, 0) << ended.err;
  EXPECT_NE(ended.err.find("step_000000000010.ckpt: damaged checkpoint; going back to the one before"),
            std::string::npos)
      << ended.err;
  EXPECT_NE(ended.out.find("going on at epoch 1, batch 0"), std::string::npos) << ended.out;
  expect_all_steps_once("run", 2);
}

TEST_F(TrainRun, ResumingRemovesWhatAKilledWriteLeft) {
  ASSERT_EQ(train("run", {"--epochs", "1"}).status, 0);
  const std::vector<std::string> left{"run/model.safetensors.a1B2c3",
                                      "run/checkpoint/step_000000000009.ckpt.Zz0000",
                                      "run/samples/epoch_000001.png.123456"};
  for (const std::string& name : left) ASSERT_TRUE(io::write_file(folder_ / name, "half").ok());
  ASSERT_TRUE(io::write_file(folder_ / "run/notes.md", "mine").ok());
  const Ended ended = resume("run", {"--epochs", "2"});
  ASSERT_EQ(ended.status, 0) << ended.err;
  for (const std::string& name : left) EXPECT_FALSE(folder_.contents().contains(name)) << name;
  EXPECT_TRUE(folder_.contents().contains("run/notes.md"));
}

TEST_F(TrainRun, OverwritingBeginsAnew) {
  ASSERT_EQ(train("run", {"--epochs", "2"}).status, 0);
  ASSERT_EQ(train("run", {"--epochs", "1", "--overwrite"}).status, 0);
  expect_all_steps_once("run", 1);
  EXPECT_FALSE(folder_.contents().contains("run/samples/epoch_000001.png"));
}

TEST_F(TrainRun, ALossThatIsNoNumberStopsItWithTheStepAndKeepsTheLastCheckpoint) {
  // Where a gradient's square is forgotten at once and its mean is not, steps have no bound.
  const Ended ended = run_train({"--data",
                                 (folder_ / "data").string(),
                                 "--out",
                                 (folder_ / "run").string(),
                                 "--threads",
                                 "1",
                                 "--preset",
                                 "sgan",
                                 "--learning-rate",
                                 "10",
                                 "--beta1",
                                 "0.9",
                                 "--beta2",
                                 "0",
                                 "--batch-size",
                                 "2",
                                 "--checkpoint-every",
                                 "1",
                                 "--log-every",
                                 "1000"});
  ASSERT_EQ(ended.status, 1) << ended.out;
  int epoch = -1, batch = -1;
  ASSERT_EQ(std::sscanf(ended.err.c_str(),
                        "sgan-train: the loss is no longer a number at epoch %d, batch %d;", &epoch, &batch),
            2)
      << ended.err;
  EXPECT_EQ(epoch, 0);
  EXPECT_GT(batch, 0);
  std::string digits = std::to_string(batch);
  digits.insert(0, 12 - digits.size(), '0');
  EXPECT_TRUE(folder_.contents().contains("run/checkpoint/step_" + digits + ".ckpt"))
      << "from before that step";
}

}  // namespace
}  // namespace sgan::test
