#include <gtest/gtest.h>

#include "history.h"
#include "run_files.h"

namespace sgan::train {
namespace {

TEST(History, HasWhatTheFilesSay) {
  RunFiles files;
  files.write_run(/*epochs=*/2, /*batches=*/3);
  History history;
  ASSERT_TRUE(read_history(files.run, history).ok());
  ASSERT_EQ(history.steps.size(), 6U);
  EXPECT_EQ(history.steps[4].step, 4);
  EXPECT_EQ(history.steps[4].g_loss, 0.70000001);
  ASSERT_EQ(history.epochs.size(), 2U);
  EXPECT_EQ(history.epochs[1].validation_accuracy, 0.9771);
  EXPECT_EQ(history.epochs[1].sample_classes, 10);
  EXPECT_FALSE(history.epochs[1].test_accuracy.has_value());
  EXPECT_EQ(history.test_accuracy, 0.98125);
  EXPECT_EQ(history.timing[1].seconds, 12.5);
  EXPECT_EQ(history.options.size(), 5U);
  EXPECT_EQ(history.option("preset"), "conditional");
  EXPECT_EQ(history.option("seed"), "7");
  EXPECT_EQ(history.option("speed"), "");
  ASSERT_EQ(history.grids.size(), 2U);
  EXPECT_EQ(history.grids[1].name, "epoch_000001.png");
}

TEST(History, ReadsRunsFromBeforeTiming) {
  RunFiles files;
  files.write(
      files.run.metrics(),
      R"({"type":"epoch","epoch":0,"d_loss":1,"g_loss":2,"accuracy":0.5,"test_accuracy":0.9,"seconds":104.25})"
      "\n");
  History history;
  ASSERT_TRUE(read_history(files.run, history).ok());
  ASSERT_EQ(history.timing.size(), 1U);
  EXPECT_EQ(history.timing[0].seconds, 104.25);
  EXPECT_EQ(history.epochs.at(0).test_accuracy, 0.9);
  EXPECT_TRUE(history.options.empty());
}

TEST(History, MissingAndUnknownKeysAreNoDamage) {
  RunFiles files;
  files.write(files.run.metrics(),
              R"({"type":"step","epoch":0,"batch":0,"d_loss":1.5,"g_loss":null,"new":[1]})"
              "\n"
              R"({"type":"weather","epoch":"none"})"
              "\n"
              R"({"type":"epoch","epoch":0})"
              "\n");
  History history;
  const Status status = read_history(files.run, history);
  ASSERT_TRUE(status.ok()) << status.message();
  ASSERT_EQ(history.steps.size(), 1U);
  EXPECT_EQ(history.steps[0].d_loss, 1.5);
  EXPECT_FALSE(history.steps[0].g_loss.has_value());
  EXPECT_FALSE(history.steps[0].accuracy.has_value());
  EXPECT_EQ(history.epochs.size(), 1U);
}

TEST(History, ALastLineCutOffIsIgnoredAtEveryLength) {
  const std::string first = R"({"type":"step","epoch":0,"batch":0,"d_loss":1.5})";
  const std::string last = R"({"type":"step","epoch":0,"batch":1,"d_loss":1.25})";
  RunFiles files;
  for (std::size_t length = 0; length <= last.size(); ++length) {
    files.write(files.run.metrics(), first + "\n" + last.substr(0, length));
    History history;
    const Status status = read_history(files.run, history);
    ASSERT_TRUE(status.ok()) << status.message();
    EXPECT_EQ(history.steps.size(), length == last.size() ? 2U : 1U) << length;
  }
}

TEST(History, ADamagedLineIsNamed) {
  const std::string good = R"({"type":"step","epoch":0,"batch":0,"d_loss":1.5})";
  const std::vector<std::pair<std::string, std::string>> cases{
      {R"({"type":"step","ep)", "no JSON object"},
      {"", "no JSON object"},
      {"[1]", "no JSON object"},
      {R"({"epoch":0})", "no \"type\""},
      {R"({"type":"step","epoch":0})", "no \"batch\""},
      {R"({"type":"epoch","epoch":-1})", "\"epoch\" is no whole number"},
      {R"({"type":"epoch","epoch":1e9})", "\"epoch\" is no whole number"},
      {R"({"type":"epoch","epoch":99999999999})", "\"epoch\" is no whole number"},
      {R"({"type":"epoch","epoch":0,"d_loss":"low"})", "\"d_loss\" is no number"},
      {R"({"type":"test","test_accuracy":"high"})", "\"test_accuracy\" is no number"}};
  RunFiles files;
  for (const auto& [line, complaint] : cases) {
    files.write(files.run.metrics(), good + "\n" + line + "\n" + good + "\n");
    History history;
    const Status status = read_history(files.run, history);
    EXPECT_EQ(status.code(), StatusCode::kMalformed) << line;
    EXPECT_TRUE(contains(status.message(), "metrics.jsonl: line 2 is damaged: " + complaint))
        << status.message();
  }
  files.write(files.run.metrics(), good + "\n");
  files.write(files.run.timing(), "{\"epoch\":0}\n{\"seconds\":1}\n");
  History history;
  EXPECT_TRUE(contains(read_history(files.run, history).message(), "timing.jsonl: line 2 is damaged"));
}

TEST(History, WhatGoesBackReplacesWhatWasSaid) {
  RunFiles files;
  const std::string epochs = R"({"type":"epoch","epoch":0,"d_loss":1})"
                             "\n"
                             R"({"type":"epoch","epoch":1,"d_loss":2})"
                             "\n"
                             R"({"type":"test","test_accuracy":0.5})"
                             "\n";
  files.write(files.run.metrics(), epochs + R"({"type":"epoch","epoch":1,"d_loss":3})" + "\n" +
                                       R"({"type":"step","epoch":1,"batch":5,"d_loss":4})" + "\n" +
                                       R"({"type":"step","epoch":1,"batch":4,"d_loss":5})" + "\n");
  History history;
  ASSERT_TRUE(read_history(files.run, history).ok());
  ASSERT_EQ(history.epochs.size(), 2U);
  EXPECT_EQ(history.epochs[1].d_loss, 3);
  EXPECT_FALSE(history.test_accuracy.has_value()) << "of the shorter run";
  ASSERT_EQ(history.steps.size(), 1U);
  EXPECT_EQ(history.steps[0].d_loss, 5);
  files.write(files.run.metrics(), epochs + R"({"type":"step","epoch":2,"batch":0,"d_loss":4})" + "\n");
  ASSERT_TRUE(read_history(files.run, history).ok());
  EXPECT_FALSE(history.test_accuracy.has_value()) << "the run went on";
}

TEST(History, OnlyGridsCount) {
  RunFiles files;
  files.write_run(1, 1);
  for (const char* name : {"epoch_1.png", "epoch_0000002.png", "epoch_.png", "epoch_000003.jpg",
                           "step_000004.png", "epoch_00000x.png", "epoch_99999999999999.png"})
    files.write(files.run.samples() / name, "x");
  std::filesystem::create_directory(files.run.sample("epoch", 5));
  History history;
  ASSERT_TRUE(read_history(files.run, history).ok());
  ASSERT_EQ(history.grids.size(), 1U);
  EXPECT_EQ(history.grids[0].epoch, 0);
}

TEST(History, NeedsARun) {
  RunFiles files;
  History history;
  EXPECT_TRUE(contains(read_history(files.run, history).message(), "no run here"));
}

TEST(Decimate, AveragesBuckets) {
  std::vector<StepFigures> steps;
  for (int i = 0; i < 7; ++i) steps.push_back({i * 10.0, i * 1.0, {}, {}});
  steps[3].g_loss = 8;
  EXPECT_EQ(decimate(steps, 7).size(), 7U);
  const std::vector<StepFigures> points = decimate(steps, 3);
  ASSERT_EQ(points.size(), 3U);
  EXPECT_EQ(points[0].step, 10);
  EXPECT_EQ(points[1].d_loss, 4);
  EXPECT_FALSE(points[0].g_loss.has_value());
  EXPECT_EQ(points[1].g_loss, 8) << "the mean of those that have it";
  EXPECT_EQ(points[2].step, 60);
  EXPECT_EQ(points[2].d_loss, 6);
}

TEST(RoundFigure, KeepsFiveDigits) {
  EXPECT_EQ(round_figure(1.23456789), 1.2346);
  EXPECT_EQ(round_figure(0.000123456789), 0.00012346);
  EXPECT_EQ(round_figure(-46912.3), -46912);
  EXPECT_EQ(round_figure(0), 0);
}

TEST(WriteHistory, IsAsDocumented) {
  RunFiles files;
  files.write_run(/*epochs=*/1, /*batches=*/2);
  EXPECT_EQ(
      files.history(),
      R"({"schema":1,"options":{"preset":"conditional","labels":"1000","seed":"7","epochs":"1"},)"
      R"("epochs":{"epoch":[0],"d_loss":[1.25],"g_loss":[0.75],"accuracy":[0.625],)"
      R"("validation_accuracy":[0.9771],"sample_entropy":[0.9912],"sample_classes":[10]},)"
      R"("steps":{"logged":2,"step":[0,1],"d_loss":[1.3333,1.3333],"g_loss":[0.7,0.7],"accuracy":[0.5,0.5]},)"
      R"("test_accuracy":0.98125,"grids":["epoch_000000.png"],)"
      R"("timing":{"epoch":[0],"seconds":[12.5],"images_per_second":[4400]}})"
      "\n");
}

TEST(WriteHistory, IsSmall) {
  RunFiles files;
  files.write_run(/*epochs=*/50, /*batches=*/41);
  const std::string json = files.history();
  EXPECT_LE(json.size(), 64U * 1024U);
  EXPECT_TRUE(contains(json, R"("logged":2050)"));
  EXPECT_LE(count(json, "1.3333"), 500);
  EXPECT_GE(count(json, "1.3333"), 400);
}

TEST(WriteHistory, LeavesOutWhatARunHasNotAndSurvivesOddBytes) {
  RunFiles files;
  files.write(files.run.config(), "preset=\"\xff\"\nbaseline=true\nout=\"/home/someone\"\n");
  files.write(files.run.metrics(),
              R"({"type":"step","epoch":0,"batch":0,"d_loss":0.5,"g_loss":null,"accuracy":0.5})"
              "\n"
              R"({"type":"step","epoch":0,"batch":1,"d_loss":null,"g_loss":null,"accuracy":0.5})"
              "\n");
  const std::string json = files.history();
  EXPECT_FALSE(contains(json, "g_loss"));
  EXPECT_TRUE(contains(json, R"("d_loss":[0.5,null])")) << json;
  EXPECT_TRUE(contains(json, R"("baseline":"true")"));
  EXPECT_FALSE(contains(json, "someone"));
  EXPECT_FALSE(contains(json, "test_accuracy"));
}

}  // namespace
}  // namespace sgan::train
