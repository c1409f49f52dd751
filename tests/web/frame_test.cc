// What the page says to screen readers and what it remembers, without a browser.

#include <gtest/gtest.h>

#include <cmath>

#include "ui/explore_path.h"
#include "ui/state.h"
#include "work/announce.h"
#include "work/settings.h"

namespace sgan::app {
namespace {

Verdict read_as(int digit, bool rejected = false) {
  Verdict verdict;
  verdict.digit = digit;
  verdict.confidence = 0.875F;
  verdict.validity = 0.25F;
  verdict.rejected = rejected;
  return verdict;
}

TEST(Announcement, SaysWhatWasMade) {
  UiState state;
  EXPECT_EQ(announcement(state), "Making digits.");
  state.sample.restart = false;
  state.sample.exhausted = true;  // no more of them are found
  state.sample.done = 3;
  for (const int digit : {4, 0, 4}) state.sample.tiles.push_back({true, 0, 0, read_as(digit)});
  EXPECT_EQ(announcement(state), "3 digits made from seed 7: 1 of 0, 2 of 4.");
  state.sample.chosen = 1;
  EXPECT_EQ(announcement(state), "Digit 2. Read as 0, 87.5 % sure. Looks 25 % real.");
  state.sample.tiles[1].verdict.rejected = true;
  EXPECT_EQ(announcement(state), "Digit 2. Taken for a generated image, most like a 0.");
}

TEST(Announcement, SaysWhatIsReadAndClaimsNothingOfAnEmptyDrawing) {
  UiState state;
  state.tab = Tab::kDraw;
  EXPECT_EQ(announcement(state), "Nothing drawn yet.");
  state.draw.verdict = read_as(7);
  EXPECT_EQ(announcement(state), "Read as 7, 87.5 % sure. Looks 25 % real.");
  state.draw.verdict = read_as(7, true);
  EXPECT_EQ(announcement(state), "Not a digit, most like a 7.");
}

TEST(Announcement, KeepsTheChallengesSecretUntilTheAnswer) {
  UiState state;
  state.tab = Tab::kDraw;
  state.draw.challenge.start(1, 0);
  state.draw.verdict = read_as(7);
  const auto question = [&] { return "Draw a " + std::to_string(state.draw.challenge.asked()) + "."; };
  EXPECT_EQ(announcement(state), question());
  state.draw.challenge.answer(read_as(state.draw.challenge.asked()), {{{0, 0}}}, 1);
  EXPECT_EQ(announcement(state), "Right. " + question());
  state.draw.challenge.answer(std::nullopt, {}, 2);
  EXPECT_EQ(announcement(state), "Wrong. " + question());
}

TEST(Announcement, FollowsWhatMovesInExplore) {
  UiState state;
  state.tab = Tab::kExplore;
  EXPECT_EQ(announcement(state), "Looking for directions.");
  ExploreState& explore = state.explore;
  explore.ready = true;
  explore.verdict = read_as(7);
  EXPECT_EQ(announcement(state), "Read as 7, 87.5 % sure. Looks 25 % real.");
  explore.motion = ExploreMotion::kMorph;
  EXPECT_EQ(announcement(state), "Moving.") << "a model without classes";
  explore.from.mixture = mixture_of(4);
  explore.to.mixture = mixture_of(9);
  EXPECT_EQ(announcement(state), "Going to and fro between a 4 and a 9.");
  explore.motion = ExploreMotion::kWalk;
  EXPECT_EQ(announcement(state), "Walking at random.");
}

TEST(Announcement, SaysTheFiguresOfTheEpochThatIsShown) {
  UiState state;
  state.tab = Tab::kTraining;
  TrainingState& training = state.training;
  EXPECT_EQ(announcement(state), "Looking for the training's history.");
  training.files[TrainingState::kHistory] = {TrainingFile::Status::kAbsent, "there is none"};
  EXPECT_EQ(announcement(state), "there is none.");
  training.files[TrainingState::kHistory] = {TrainingFile::Status::kHere, {}};
  EXPECT_EQ(announcement(state), "No epoch of the training is over.");
  training.history.epoch = {0, 1, 2};
  training.history.d_loss = {0.9F, 0.8F, 0.7F};
  training.history.validation_accuracy = {std::nanf(""), 0.5F, 0.25F};
  EXPECT_EQ(announcement(state), "Epoch 2, discriminator's loss 0.700, validation accuracy 25.0 %.");
  training.history.grid_epochs = {0, 2};
  training.grids.shown = 0;
  EXPECT_EQ(announcement(state), "Epoch 0, discriminator's loss 0.900.");
}

TEST(Announcement, SaysWhichWeightsAreLoadedAndHowLoadingWent) {
  UiState state;
  state.tab = Tab::kModel;
  EXPECT_EQ(announcement(state), "No weights are loaded.");
  state.model_tab.name = "mine.safetensors";
  state.model_tab.bytes = 2'500'000;
  EXPECT_EQ(announcement(state), "mine.safetensors is loaded, 2.50 MB.");
  state.model_tab.message = "bad.safetensors is refused.";
  EXPECT_EQ(announcement(state), "bad.safetensors is refused.");
}

TEST(Settings, ComeBackAsTheyWere) {
  UiState state;
  state.tab = Tab::kDraw;
  state.draw.brush = 0.1F;
  state.sample.side = 12;
  state.sample.variety = 0.5F;
  UiState other;
  apply_settings(other, settings_json(state));
  EXPECT_EQ(other.tab, Tab::kDraw);
  EXPECT_FLOAT_EQ(other.draw.brush, 0.1F);
  EXPECT_EQ(other.sample.side, 12);
  EXPECT_FLOAT_EQ(other.sample.variety, 0.5F);
}

TEST(Settings, WhatIsNoneChangesNothing) {
  for (const char* text :
       {"", "{", "null", "[]", "7", R"({"tab":7,"brush":"wide"})", R"({"tab":"nowhere","brush":99})",
        R"({"brush":-1,"side":0,"variety":-0.1})", R"({"side":21,"variety":"all"})", R"({"side":1e99})",
        R"({"brush":null,"tab":{}})", R"({"brush":1e999})"}) {
    UiState state;
    apply_settings(state, text);
    EXPECT_EQ(settings_json(state), settings_json(UiState{})) << text;
  }
  UiState state;
  apply_settings(state, R"({"tab":"nowhere","brush":0.03,"more":[1,2]})");
  EXPECT_FLOAT_EQ(state.draw.brush, 0.03F) << "what is good is not taken";
}

}  // namespace
}  // namespace sgan::app
