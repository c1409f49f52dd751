// sgan-train itself on some hundred images of MNIST.

#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <cstdio>

#include "sgan/model.h"
#include "sgan/weights.h"
#include "sgan_io/file.h"
#include "train_run_fixture.h"

namespace sgan::test {
namespace {

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

TEST_F(TrainRun, APrecisionThatWasDecidedOnceStays) {
  ASSERT_EQ(
      train("run", {"--epochs", "2", "--max-steps", "5", "--precision", "auto", "--device", "cpu"}).status,
      0);
  const auto precision = [&](const std::string& run) {
    const std::string config = text_of(folder_ / run / "config.toml");
    const std::size_t place = config.find("\nprecision=");
    return place == std::string::npos ? ""
                                      : config.substr(place + 1, config.find('\n', place + 1) - place - 1);
  };
  const std::string decided = precision("run");
  EXPECT_TRUE(decided == "precision=\"fp32\"" || decided == "precision=\"bf16\"") << decided;
  ASSERT_EQ(resume("run", {"--max-steps", "0"}).status, 0);
  EXPECT_EQ(precision("run"), decided);
  const std::string config = (folder_ / "run/config.toml").string();
  ASSERT_EQ(run_train({"--config", config, "--out", (folder_ / "again").string()}).status, 0);
  EXPECT_EQ(model_bytes("again"), model_bytes("run"));
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

TEST_F(TrainRun, TheClassifierGoesOnWithTheTeachersThatItHad) {
  // A generator with latent directions, beside a classifier.
  const std::string shipped = std::filesystem::absolute("web/weights/conditional.safetensors").string();
  for (const char* seed : {"1", "2"}) {
    ASSERT_EQ(
        train_preset(std::string("teacher") + seed, "evaluator", {"--epochs", "1", "--seed", seed}).status,
        0);
  }
  const auto model = [&](const std::string& run) { return (folder_ / run / "model.safetensors").string(); };
  const std::vector<std::string> taught{
      "--generator", shipped,           "--start",  shipped, "--teacher",   model("teacher1"),
      "--teacher",   model("teacher2"), "--epochs", "2",     "--max-steps", "3"};
  ASSERT_EQ(train_preset("run", "classifier", taught).status, 0);
  ASSERT_EQ(resume("run", {"--max-steps", "0"}).status, 0);
  const Metadata metadata = weights_of(model("run")).metadata;
  EXPECT_EQ(metadata.at("teachers"), "2");
  EXPECT_EQ(metadata.at("generator_preset"), "conditional");
  const Ended changed = resume("run", {"--teacher", model("teacher1")});
  EXPECT_EQ(changed.status, 1);
  EXPECT_NE(changed.err.find("was trained with --teacher of the checksum"), std::string::npos) << changed.err;

  const Ended refused = train_preset("other", "classifier", {"--generator", shipped, "--teacher", shipped});
  EXPECT_EQ(refused.status, 1);
  EXPECT_NE(refused.err.find(shipped + ": --teacher takes"), std::string::npos) << refused.err;
  EXPECT_FALSE(std::filesystem::exists(folder_ / "other"));
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

TEST_F(TrainRun, StopsAfterAsManyStepsAsAsked) {
  const Ended ended = train("run", {"--epochs", "3", "--max-steps", "7"});
  ASSERT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(metrics("run", "step").size(), 7U);
  ASSERT_EQ(resume("run", {"--max-steps", "0"}).status, 0);
  expect_all_steps_once("run", 3);
}

}  // namespace
}  // namespace sgan::test
