// The tab Training, the files it reads and its plots: without GL and without a browser.

#include "work/training.h"

#include <gtest/gtest.h>

#include <array>
#include <cfloat>
#include <cmath>
#include <string>
#include <vector>

#include "ui/plot.h"
#include "ui_page.h"
#include "work/png.h"
#include "work/training_files.h"

namespace sgan::app {
namespace {

const std::string kHistory =
    R"({"schema": 1, "options": {"preset": "sgan", "n": 3}, "epochs": {"epoch": [0, 1, 3],
  "d_loss": [1.5, null, 1], "accuracy": [0.1, 0.5, 0.9], "other": "ignored"}, "steps": {"step": [0, 50], "d_loss": [2, 1]},
  "grids": ["epoch_00.png", "epoch_03.png"], "later": {}})";

TEST(ReadHistory, TakesTheColumnsThatAreThere) {
  TrainingHistory history;
  const Status status = read_history(kHistory, history);
  ASSERT_TRUE(status.ok()) << status.message();
  EXPECT_EQ(history.epoch, (Column{0, 1, 3}));
  EXPECT_TRUE(std::isnan(history.d_loss[1]));
  EXPECT_EQ(history.d_loss[2], 1);
  EXPECT_TRUE(history.g_loss.empty());
  EXPECT_EQ(history.step_d_loss, (Column{2, 1}));
  EXPECT_EQ(history.grid_epochs, (std::vector<int>{0, 3}));
  EXPECT_EQ(history.options.size(), 1U) << "an option that is no text is none";
}

TEST(ReadHistory, RefusesWhatIsNotAsDescribedAndKeepsWhatItHad) {
  TrainingHistory history;
  ASSERT_TRUE(read_history(kHistory, history).ok());
  const std::array refused{
      std::pair{"", "JSON"},
      std::pair{"[]", "object"},
      std::pair{"{}", "schema"},
      std::pair{R"({"schema": 2})", "newer"},
      std::pair{R"({"schema": 1, "epochs": []})", "epochs"},
      std::pair{R"({"schema": 1, "epochs": {"epoch": [0, 1], "d_loss": [1]}})", "length"},
      std::pair{R"({"schema": 1, "epochs": {"epoch": [1, 0]}})", "ascend"},
      std::pair{R"({"schema": 1, "epochs": {"epoch": ["x"]}})", "number"},
      std::pair{R"({"schema": 1, "epochs": {"d_loss": [1]}})", "length"},
      std::pair{R"({"schema": 1, "grids": ["../secret.png"]})", "file name"},
      std::pair{R"({"schema": 1, "grids": ["https://elsewhere/a.png"]})", "file name"},
  };
  for (const auto& [json, reason] : refused) {
    const Status status = read_history(json, history);
    EXPECT_FALSE(status.ok()) << json;
    EXPECT_NE(status.message().find(reason), std::string::npos) << json << ": " << status.message();
    EXPECT_EQ(history.epoch.size(), 3U);
  }
}

TEST(ReadHistory, SurvivesEveryTruncation) {
  TrainingHistory history;
  for (std::size_t size = 0; size < kHistory.size(); ++size) {
    EXPECT_FALSE(read_history(std::string_view(kHistory).substr(0, size), history).ok()) << size;
  }
}

TEST(ReadComparison, TakesSeriesWithAndWithoutSpread) {
  Comparison comparison;
  const char* json = R"({"schema": 1, "epoch": [1, 2], "floor": 0.5,
    "series": [{"name": "a", "mean": [3, 2], "spread": [0.1, 0.2]}, {"name": "b", "mean": [4, null]}]})";
  ASSERT_TRUE(read_comparison(json, "epoch", comparison).ok());
  EXPECT_EQ(comparison.series.size(), 2U);
  EXPECT_EQ(comparison.floor, 0.5F);
  EXPECT_TRUE(comparison.series[1].spread.empty());
  for (const char* refused :
       {R"({"schema": 1, "series": []})", R"({"schema": 1, "epoch": [1], "series": []})",
        R"({"schema": 1, "epoch": [1], "series": [{"mean": [1]}]})",
        R"({"schema": 1, "epoch": [1], "series": [{"name": "a", "mean": [1, 2]}]})",
        R"({"schema": 1, "epoch": [1], "series": [7]})"}) {
    EXPECT_FALSE(read_comparison(refused, "epoch", comparison).ok()) << refused;
  }
  EXPECT_EQ(comparison.series.size(), 2U);
}

TEST(ReadEvaluation, ShowsTheFiguresThatAreThere) {
  std::vector<CardFigure> card;
  ASSERT_TRUE(
      read_evaluation(R"({"test_accuracy": 0.99123, "quality": {"fid": 1.5, "recall": "?"}})", card).ok());
  ASSERT_EQ(card.size(), 2U);
  EXPECT_EQ(card[0].value, "99.12 %");
  EXPECT_EQ(card[1].name, "FID");
  EXPECT_FALSE(read_evaluation("nonsense", card).ok());
  EXPECT_EQ(card.size(), 2U);
}

TEST(TrainingWork, AsksForFilesOnceAndOnlyWhenTheTabIsOpened) {
  TrainingState training;
  TrainingWork work;
  EXPECT_TRUE(work.wanted(training).empty());
  training.opened = true;
  EXPECT_EQ(work.wanted(training).size(), 4U);
  EXPECT_TRUE(work.wanted(training).empty());
  const std::span<const std::byte> history = std::as_bytes(std::span(kHistory));
  EXPECT_TRUE(work.take(training, "training/history.json", history, ""));
  EXPECT_TRUE(work.take(training, "training/fid.json", {}, "the server answers 404"));
  EXPECT_FALSE(work.take(training, "weights/x.safetensors", {}, ""));
  EXPECT_EQ(training.grids.shown, 1) << "the last epoch";
  const std::vector<std::string> pictures{"training/samples/epoch_03.png", "training/samples/epoch_00.png"};
  EXPECT_EQ(work.wanted(training), pictures) << "the chosen one first, then its neighbours";
  const std::vector<std::byte> png = encode_png({2, 1, {0, 255}});
  work.take(training, "training/samples/epoch_03.png", png, "");
  ASSERT_NE(work.to_upload(training), nullptr);
  EXPECT_EQ(work.to_upload(training)->pixels, (std::vector<std::uint8_t>{0, 255}));
  EXPECT_EQ(square_image(*work.to_upload(training)), (std::vector<float>{-1, 1, -1, -1}));
  training.want_again = true;
  EXPECT_EQ(work.wanted(training), (std::vector<std::string>{"training/fid.json"}));
}

TEST(TrainingWork, AsksAgainForWhatFailed) {
  TrainingState training;
  TrainingWork work;
  training.opened = true;
  (void)work.wanted(training);
  const std::string picture = "training/samples/epoch_03.png";
  work.take(training, "training/history.json", std::as_bytes(std::span(kHistory)), "");
  ASSERT_EQ(work.wanted(training).front(), picture);
  for (const bool cut : {true, false}) {
    const std::vector<std::byte> png = encode_png({2, 1, {0, 255}});
    work.take(training, picture, std::span(png).first(cut ? 20 : 0), cut ? "" : "the server answers 404");
    EXPECT_EQ(work.to_upload(training), nullptr);
    EXPECT_FALSE(training.grids.files.back().problem.empty());
    EXPECT_TRUE(work.wanted(training).empty()) << "only when it is wanted";
    training.want_again = true;
    EXPECT_EQ(work.wanted(training), std::vector<std::string>{picture});
    EXPECT_TRUE(training.grids.files.back().problem.empty());
  }
  work.take(training, "training/labels.json", std::as_bytes(std::span("{")), "");
  training.want_again = true;
  EXPECT_EQ(work.wanted(training), std::vector<std::string>{"training/labels.json"});
}

TEST(DecodePng, RefusesOtherBytes) {
  const std::vector<std::byte> png = encode_png({3, 3, std::vector<std::uint8_t>(9, 7)});
  GreyImage image;
  ASSERT_TRUE(decode_png(png, image).ok());
  EXPECT_EQ(image.pixels, std::vector<std::uint8_t>(9, 7));
  EXPECT_FALSE(decode_png(std::span(png).first(png.size() / 2), image).ok());
  EXPECT_FALSE(decode_png({}, image).ok());
  EXPECT_EQ(image.width, 3);
}

TEST(PlotTicks, AreRoundAndWithinTheRange) {
  EXPECT_EQ(linear_ticks(0, 50, 5), (std::vector<float>{0, 10, 20, 30, 40, 50}));
  EXPECT_EQ(linear_ticks(0.13F, 0.98F, 4), (std::vector<float>{0.5F}));
  EXPECT_EQ(log_ticks(0.9F, 250), (std::vector<float>{1, 10, 100}));
  EXPECT_EQ(log_ticks(2, 21), (std::vector<float>{2, 5, 10, 20}));
  EXPECT_TRUE(log_ticks(0, 1).empty());
  EXPECT_TRUE(log_ticks(1, INFINITY).empty());
  EXPECT_EQ(log_ticks(1e38F, FLT_MAX).size(), 2U);
  EXPECT_EQ(plot_value(0.97163F, true), "97.2 %");
  EXPECT_EQ(plot_value(1.36F, false), "1.36");
  EXPECT_EQ(plot_value(123.4F, false), "123");
  EXPECT_EQ(plot_value(NAN, false), "\u2013");
}

/// A page whose tab Training has all its files.
void fill_training(TrainingState& training, TrainingWork& work) {
  (void)work.wanted(training);
  const auto give = [&](const char* path, const std::string& text) {
    work.take(training, path, std::as_bytes(std::span(text)), "");
  };
  give("training/history.json", kHistory);
  give("training/labels.json", R"({"schema": 1, "labels": [25, 100, 1000],
    "series": [{"name": "with generator", "mean": [0.8, 0.9, 0.96], "spread": [0.02, 0.01, 0.01]},
               {"name": "without", "mean": [0.7, 0.85, 0.95]}]})");
  give("training/fid.json", R"({"schema": 1, "epoch": [0, 5, 10], "floor": 0.3,
    "series": [{"name": "sgan", "mean": [90, 10, 3]}]})");
  give("training/evaluation.json", R"({"test_accuracy": 0.99})");
}

TEST(TrainingTab, FitsEveryWidthAndScale) {
  for (const float scale : {1.0F, 3.0F}) {
    for (const float width : {320.0F, 390.0F, 720.0F, 820.0F, 1440.0F}) {
      Page page(width, 800, scale);
      TrainingWork work;
      page.press("tab.training");
      EXPECT_TRUE(page.state.training.opened);
      expect_sound_layout(page, "training, empty");
      fill_training(page.state.training, work);
      for (int i = 0; i < 40; ++i) {
        page.state.pointer.scroll = 60 * scale;
        page.frame();
        expect_sound_layout(page, "training " + std::to_string(width) + " @" + std::to_string(scale));
      }
    }
  }
}

TEST(TrainingTab, ALogarithmicAxisTakesWhatAFileHolds) {
  for (const char* mean : {"null", "0", "-1", "1e-45", "3e38"}) {
    Page page(1440, 1300, 1);
    TrainingWork work;
    page.press("tab.training");
    fill_training(page.state.training, work);
    const std::string json =
        std::string(R"({"schema": 1, "epoch": [1], "series": [{"name": "a", "mean": [)") + mean + "]}]}";
    ASSERT_TRUE(read_comparison(json, "epoch", page.state.training.fid).ok()) << mean;
    page.frame();
    EXPECT_TRUE(page.state.training.shown_values.contains("fid")) << mean;
  }
}

TEST(TrainingTab, ShowsWhatIsThereWithoutAHistory) {
  Page page(1440, 1300, 1);
  TrainingWork work;
  page.press("tab.training");
  TrainingState& training = page.state.training;
  (void)work.wanted(training);
  const std::string labels =
      R"({"schema": 1, "labels": [25, 100], "series": [{"name": "a", "mean": [0.8, 0.9]}]})";
  work.take(training, "training/labels.json", std::as_bytes(std::span(labels)), "");
  page.frame();
  EXPECT_FALSE(training.shown_values.contains("labels")) << "the history may still come";
  work.take(training, "training/history.json", {}, "the server answers 404");
  page.frame();
  EXPECT_TRUE(training.shown_values.contains("labels"));
}

TEST(TrainingTab, TheArrowKeysGoFromPictureToPicture) {
  Page page(1440, 1300, 1);
  ImGui::GetIO().KeyMap[ImGuiKey_LeftArrow] = ImGuiKey_LeftArrow;
  page.press("tab.training");
  TrainingState& training = page.state.training;
  training.files[TrainingState::kHistory].status = TrainingFile::Status::kHere;
  training.history.grids = {"0.png", "1.png", "2.png", "3.png"};
  training.history.grid_epochs = {0, 1, 2, 3};
  training.grids.files.resize(4);
  training.grids.shown = 3;
  page.state.focus.on = "training.scrubber";
  page.state.focus.visible = true;
  for (const bool down : {true, false}) {
    ImGui::GetIO().KeysDown[ImGuiKey_LeftArrow] = down;
    page.frame();
  }
  EXPECT_EQ(training.grids.shown, 2);
  EXPECT_EQ(page.state.focus.label(), "Samples of epoch 2");
}

TEST(TrainingTab, ThePointerReadsValuesAndAPressChoosesTheEpoch) {
  Page page(1440, 1300, 1);
  TrainingWork work;
  page.press("tab.training");
  fill_training(page.state.training, work);
  page.frame();
  page.frame();
  const Rect plot = page.state.widgets.at("training.losses");
  page.pointer.push(PointerAction::kMove, {plot.x + 60, plot.centre().y + 20}, false);
  page.frame();
  page.frame();
  const auto& [x, values] = page.state.training.shown_values.at("losses");
  EXPECT_EQ(x, 0);
  EXPECT_EQ(values.at(0).second, 1.5F);
  EXPECT_EQ(page.state.training.grids.shown, 1);
  page.pointer.push(PointerAction::kDown, {plot.x + 60, plot.centre().y + 20}, false);
  page.pointer.push(PointerAction::kUp, {plot.x + 60, plot.centre().y + 20}, false);
  for (int i = 0; i < 4; ++i) page.frame();
  EXPECT_EQ(page.state.training.grids.shown, 0);
}

}  // namespace
}  // namespace sgan::app
