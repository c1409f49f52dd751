// Runs of sgan-train that are stopped, killed or damaged, and go on.

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

class TrainResume : public TrainRun {};

TEST_F(TrainResume, ResumingAfterAnEpochEqualsNeverHavingStopped) {
  ASSERT_EQ(train("parts", {"--epochs", "1"}).status, 0);
  const Ended more = resume("parts", {"--epochs", "2"});
  ASSERT_EQ(more.status, 0) << more.err;
  EXPECT_NE(more.out.find("going on at epoch 1, batch 0"), std::string::npos) << more.out;
  ASSERT_EQ(train("whole", {"--epochs", "2"}).status, 0);
  EXPECT_EQ(model_bytes("parts"), model_bytes("whole"));
  expect_all_steps_once("parts", 2);
}

TEST_F(TrainResume, ResumingAFinishedRunSaysSoAndChangesNothing) {
  ASSERT_EQ(train("run", {"--epochs", "1"}).status, 0);
  const std::string before = model_bytes("run");
  const Ended ended = resume("run", {});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_NE(ended.out.find("finished: all 1 epochs are done"), std::string::npos) << ended.out;
  EXPECT_EQ(model_bytes("run"), before);
  expect_all_steps_once("run", 1);
}

TEST_F(TrainResume, WithoutClassesAFinishedRunSaysSoToo) {
  ASSERT_EQ(train_preset("run", "dcgan", {"--epochs", "1"}).status, 0);
  const Ended ended = resume("run", {});
  EXPECT_NE(ended.out.find("finished: all 1 epochs are done"), std::string::npos) << ended.out;
  EXPECT_EQ(ended.out.find("Training on"), std::string::npos) << ended.out;
}

TEST_F(TrainResume, TheTestAccuracyIsOfTheWeightsBesideIt) {
  const auto metadata = [&] {
    std::vector<std::byte> bytes;
    Model model;
    EXPECT_TRUE(io::read_file(folder_ / "run/model.safetensors", bytes).ok());
    EXPECT_TRUE(load_model(bytes, model).ok());
    return model.info.metadata;
  };
  ASSERT_EQ(train_preset("run", "sgan", {"--epochs", "1"}).status, 0);
  EXPECT_TRUE(metadata().contains("test_accuracy"));
  ASSERT_EQ(resume("run", {"--epochs", "3", "--max-steps", "10"}).status, 0);
  EXPECT_EQ(metadata().at("epochs"), "2");
  EXPECT_FALSE(metadata().contains("test_accuracy")) << "of the epoch before";
}

TEST_F(TrainResume, MetricsThatLostTheirEndGoOnWithAWarning) {
  ASSERT_EQ(train("run", {"--epochs", "1"}).status, 0);
  const std::filesystem::path path = folder_ / "run/metrics.jsonl";
  std::filesystem::resize_file(path, std::filesystem::file_size(path) - 10);
  const Ended ended = resume("run", {"--epochs", "2"});
  ASSERT_EQ(ended.status, 0) << ended.err;
  EXPECT_NE(ended.err.find("metrics.jsonl: some lines from before the checkpoint are lost"),
            std::string::npos)
      << ended.err;
  EXPECT_EQ(metrics("run", "step").size(), 10U);
  EXPECT_EQ(metrics("run", "epoch").size(), 1U);
}

TEST_F(TrainResume, OneProgramAtATimeTrainsInAFolder) {
  TrainProgram program(arguments("run", {"--epochs", "1000", "--preset", "reference"}));
  ASSERT_TRUE(program.wait_for("[Epoch 1/1000] [Batch 0/5]"));
  const Ended second = resume("run", {});
  EXPECT_EQ(second.status, 1);
  EXPECT_NE(second.err.find("run: another sgan-train is at work here"), std::string::npos) << second.err;
  program.send(SIGINT);
  EXPECT_EQ(program.wait().status, 0);
  EXPECT_EQ(resume("run", {"--epochs", "2"}).status, 0);
}

TEST_F(TrainResume, SignalsStopItInTheMiddleOfAnEpochWithoutLoss) {
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

TEST_F(TrainResume, KilledRunGoesOnFromItsLastEpoch) {
  TrainProgram program(arguments("run", {"--epochs", "1000", "--preset", "reference"}));
  ASSERT_TRUE(program.wait_for("[Epoch 1/1000] [Batch 1/5]"));
  program.send(SIGKILL);
  ASSERT_EQ(program.wait().status, 128 + SIGKILL);
  const Ended ended = resume("run", {"--epochs", "2"});
  ASSERT_EQ(ended.status, 0) << ended.err;
  EXPECT_NE(ended.out.find("going on at epoch 1, batch 0"), std::string::npos) << ended.out;
  expect_all_steps_once("run", 2);
}

TEST_F(TrainResume, KilledBetweenEpochsItGoesOnToTheSameBits) {
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

TEST_F(TrainResume, ADamagedCheckpointFallsBackToTheOneBefore) {
  ASSERT_EQ(train("run", {"--epochs", "2"}).status, 0);
  ASSERT_TRUE(io::write_file(folder_ / "run/checkpoint/step_000000000010.ckpt", "torn").ok());
  const Ended ended = resume("run", {});
  ASSERT_EQ(ended.status, 0) << ended.err;
  EXPECT_NE(ended.err.find("step_000000000010.ckpt: damaged checkpoint; going back to the one before"),
            std::string::npos)
      << ended.err;
  EXPECT_NE(ended.out.find("going on at epoch 1, batch 0"), std::string::npos) << ended.out;
  expect_all_steps_once("run", 2);
  EXPECT_EQ(resume("run", {}).err, "") << "the damaged one is gone";
}

TEST_F(TrainResume, ResumingRemovesWhatAKilledWriteLeft) {
  ASSERT_EQ(train("run", {"--epochs", "1"}).status, 0);
  const std::vector<std::string> left{"run/model.safetensors.tmp-a1B2c3",
                                      "run/checkpoint/step_000000000009.ckpt.tmp-Zz0000",
                                      "run/samples/epoch_000001.png.tmp-123456"};
  const std::vector<std::string> own{"run/notes.md", "run/model.safetensors.backup",
                                     "run/config.toml.sha256"};
  for (const std::string& name : left) ASSERT_TRUE(io::write_file(folder_ / name, "half").ok());
  for (const std::string& name : own) ASSERT_TRUE(io::write_file(folder_ / name, "mine").ok());
  const Ended ended = resume("run", {"--epochs", "2"});
  ASSERT_EQ(ended.status, 0) << ended.err;
  for (const std::string& name : left) EXPECT_FALSE(folder_.contents().contains(name)) << name;
  for (const std::string& name : own) EXPECT_TRUE(folder_.contents().contains(name)) << name;
}

TEST_F(TrainResume, OverwritingBeginsAnew) {
  ASSERT_EQ(train("run", {"--epochs", "2"}).status, 0);
  ASSERT_EQ(train("run", {"--epochs", "1", "--overwrite"}).status, 0);
  expect_all_steps_once("run", 1);
  EXPECT_FALSE(folder_.contents().contains("run/samples/epoch_000001.png"));
}

/// Where a gradient's square is forgotten at once and its mean is not, steps have no bound.
const std::vector<std::string> kDiverging{"--learning-rate", "10", "--beta1",     "0.9", "--beta2", "0",
                                          "--batch-size",    "2",  "--log-every", "1000"};

TEST_F(TrainResume, ALossThatIsNoNumberStopsItWithTheStep) {
  std::vector<std::string> options = kDiverging;
  options.insert(options.end(), {"--data", (folder_ / "data").string(), "--out", (folder_ / "run").string(),
                                 "--threads", "1", "--preset", "sgan"});
  const Ended ended = run_train(options);
  ASSERT_EQ(ended.status, 1) << ended.out;
  int epoch = -1, batch = -1;
  ASSERT_EQ(std::sscanf(ended.err.c_str(),
                        "sgan-train: the loss is no longer a number at epoch %d, batch %d;", &epoch, &batch),
            2)
      << ended.err;
  EXPECT_EQ(epoch, 0);
  EXPECT_GT(batch, 0);
}

TEST_F(TrainResume, WeightsThatAreNoNumbersAreNotSaved) {
  std::vector<std::string> options = kDiverging;
  options.insert(options.end(), {"--data", (folder_ / "data").string(), "--out", (folder_ / "run").string(),
                                 "--threads", "1", "--preset", "sgan", "--checkpoint-every", "1"});
  const Ended ended = run_train(options);
  ASSERT_EQ(ended.status, 1) << ended.out;
  int batch = -1;
  ASSERT_EQ(std::sscanf(ended.err.c_str(),
                        "sgan-train: the weights are no longer numbers at epoch 0, batch %d;", &batch),
            1)
      << ended.err;
  const auto checkpoint = [](int steps) {
    std::string digits = std::to_string(steps);
    digits.insert(0, 12 - digits.size(), '0');
    return "run/checkpoint/step_" + digits + ".ckpt";
  };
  EXPECT_FALSE(folder_.contents().contains(checkpoint(batch)));
  EXPECT_TRUE(folder_.contents().contains(checkpoint(batch - 1))) << "from before that step";
}

}  // namespace
}  // namespace sgan::test
