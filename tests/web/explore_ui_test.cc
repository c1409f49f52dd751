// The tab Explore without GL and without a browser: its controls, what moves by itself, its pictures.

#include <gtest/gtest.h>

#include <algorithm>

#include "explore_page.h"
#include "sgan/latent.h"
#include "sgan/random.h"
#include "work/link.h"

namespace sgan::app {
namespace {

TEST_F(Explore, FitsEveryWidth) {
  for (const float width : {320.0F, 360.0F, 390.0F, 711.0F, 744.0F, 820.0F, 1024.0F, 1440.0F, 2560.0F}) {
    for (const float height : {560.0F, 900.0F, 1300.0F}) {
      open(width, height);
      expect_sound_layout(*page, "explore " + std::to_string(width) + "x" + std::to_string(height));
      page.reset();
    }
  }
}

TEST_F(Explore, IsShownBeforeItsPicturesAreThere) {
  open(1280, 900);
  explore().large = explore().small = {};  // a link may lead here while another tab is shown
  page->frame();
  EXPECT_TRUE(page->state.widgets.contains("explore.picture"));
}

TEST_F(Explore, SlidersMoveAlongTheirDirectionsAlone) {
  open(1440, 900);
  const float second = coordinate_of(1);
  press_at("explore.direction_1", 0.999F);
  EXPECT_NEAR(coordinate_of(0), kMostSteps, 1e-3);
  EXPECT_NEAR(coordinate_of(1), second, 1e-3);
  press_at("explore.direction_1", 0.5F);
  EXPECT_NEAR(coordinate_of(0), 0, 0.15);
}

TEST_F(Explore, ThePadMovesAlongTwo) {
  open(1440, 900);
  const float third = coordinate_of(2);
  press_at("explore.pad", 0.99F, 0.01F);
  EXPECT_NEAR(coordinate_of(0), kMostSteps, 0.1);
  EXPECT_NEAR(coordinate_of(1), kMostSteps, 0.1);
  EXPECT_NEAR(coordinate_of(2), third, 1e-3);
  page->press("explore.across");
  EXPECT_EQ(explore().across, 2);
  press_at("explore.pad", 0.01F, 0.99F);
  EXPECT_NEAR(coordinate_of(2), -kMostSteps, 0.1);
  for (int i = 0; i < 20; ++i) {
    page->press("explore.up");
    EXPECT_NE(explore().up, explore().across);
  }
}

TEST_F(Explore, TheKeysGoOnFromThePadThatIsPressed) {
  open(1440, 900);
  for (const ImGuiKey key : {ImGuiKey_Space, ImGuiKey_RightArrow}) ImGui::GetIO().KeyMap[key] = key;
  const auto press = [&](ImGuiKey key) {
    for (const bool down : {true, false}) {
      ImGui::GetIO().KeysDown[key] = down;
      page->frame();
    }
  };
  page->press("explore.across");
  EXPECT_EQ(explore().across, 2);
  press_at("explore.pad", 0.5F);
  press(ImGuiKey_Space);
  EXPECT_EQ(explore().across, 2) << "the button pressed before is pressed again";
  const float before = coordinate_of(2);
  press(ImGuiKey_RightArrow);
  EXPECT_NEAR(coordinate_of(2), before + 0.2F, 1e-3);
}

TEST_F(Explore, ResetGoesBackAndSeedsGoOn) {
  open(1440, 900);
  press_at("explore.direction_2", 0.1F);
  EXPECT_NE(explore().point.latent, explore().start.latent);
  page->press("explore.reset");
  EXPECT_EQ(explore().point.latent, explore().start.latent);
  page->press("explore.next");
  EXPECT_EQ(explore().index, 1U);
  EXPECT_TRUE(explore().want_begin);
  page->press("explore.previous");
  page->press("explore.previous");
  EXPECT_EQ(explore().index, 0U);
  page->press("explore.new_seed");
  EXPECT_TRUE(explore().want_new_seed);
}

TEST_F(Explore, ResetLeavesNoMixtureOfTwoDigits) {
  open(1440, 1200);
  press_at("explore.part", 0.5F);
  ASSERT_NE(explore().point.mixture, mixture_of(explore().digit));
  page->press("explore.reset");
  for (int i = 0; i < 10; ++i) move(explore(), model.info, 0.1);
  EXPECT_EQ(explore().point.mixture, mixture_of(explore().digit));
  EXPECT_EQ(explore().point.latent, explore().start.latent);
}

TEST_F(Explore, AnotherDigitKeepsTheLatent) {
  open(390, 2000);
  const std::vector<float> latent = explore().point.latent;
  ASSERT_NE(explore().digit, 3);
  page->press("explore.class_3");
  EXPECT_EQ(explore().digit, 3);
  ASSERT_TRUE(moving(explore()));
  move(explore(), model.info, 0.1);
  EXPECT_GT(explore().point.mixture[3], 0) << "it morphs";
  EXPECT_LT(explore().point.mixture[3], 1);
  for (int i = 0; i < 10; ++i) move(explore(), model.info, 0.1);
  EXPECT_EQ(explore().point.mixture, mixture_of(3));
  EXPECT_EQ(explore().point.latent, latent);
  EXPECT_FALSE(moving(explore()));
}

TEST_F(Explore, KnowsNoClassesOfUnconditionalModels) {
  open(1440, 1200, {});
  EXPECT_FALSE(page->state.widgets.contains("explore.class"));
  EXPECT_TRUE(page->state.widgets.contains("explore.pad"));
  EXPECT_EQ(digit_of(explore().from), -1);
  press_at("explore.part", 0.5F);
  EXPECT_EQ(digit_of(explore().point), -1);
  page->press("explore.reset");
  EXPECT_FALSE(moving(explore())) << "there is no class to go to";
}

TEST_F(Explore, GoesToSample) {
  open(1440, 900);
  explore().seed = 99;
  explore().index = 3;
  page->press("explore.to_sample");
  EXPECT_EQ(page->state.tab, Tab::kSample);
  EXPECT_EQ(page->state.sample.seed, 99U);
  EXPECT_EQ(page->state.sample.chosen, 3);
  EXPECT_TRUE(page->state.sample.restart);
}

TEST_F(Explore, MarksNoOtherDigitInSample) {
  open(1440, 900);
  explore().seed = 99;
  explore().index = 3;
  page->state.sample.locked = true;
  page->press("explore.to_sample");
  EXPECT_EQ(page->state.sample.seed, 7U);
  EXPECT_EQ(page->state.sample.chosen, -1) << "another seed's tile is another digit";
  page.reset();
  open(1440, 900, {});
  page->state.sample.choice = {SampleChoice::Kind::kOne, 4};
  explore().index = 3;
  page->press("explore.to_sample");
  EXPECT_EQ(page->state.sample.chosen, -1) << "the digits that are found lie in another order";
}

TEST_F(Explore, TheFocusShowsWhatIsHigherThanTheScreenFromItsTop) {
  open(320, 256);
  const auto scroll = [&](float by) {
    page->state.pointer.scroll = by;
    for (int i = 0; i < 3; ++i) page->frame();
  };
  for (int i = 0; i < 20 && !page->state.widgets.contains("explore.pad"); ++i) scroll(100);
  scroll(page->state.widgets.at("explore.pad").y + 20);
  Focus& focus = page->state.focus;
  focus.on = "explore.pad";
  focus.visible = focus.moved = true;
  for (int i = 0; i < 3; ++i) page->frame();
  EXPECT_NEAR(page->state.widgets.at("explore.pad").y, 12, 1);
}

TEST_F(Explore, MorphsToAndFroBetweenItsEnds) {
  open(1440, 1200);
  page->press("explore.set_start");
  press_at("explore.direction_1", 0.9F);
  page->press("explore.set_end");
  EXPECT_EQ(explore().to, explore().point);
  page->press("explore.play");
  ASSERT_EQ(explore().motion, ExploreMotion::kMorph);
  bool at_start = false, at_end = false;
  for (int i = 0; i < 120; ++i) {
    move(explore(), model.info, 0.05);
    at_start |= explore().point == explore().from;
    at_end |= explore().point == explore().to;
  }
  EXPECT_TRUE(at_start && at_end);
  page->press("explore.play");
  EXPECT_EQ(explore().motion, ExploreMotion::kNone);
  press_at("explore.part", 0);
  EXPECT_EQ(explore().point, explore().from);
  page->press("explore.save_strip");
  EXPECT_TRUE(explore().want_strip);
}

TEST_F(Explore, TheWalkGoesThroughLatentsOfTheSeedAndPauses) {
  open(1440, 1200);
  page->press("explore.walk");
  ASSERT_EQ(explore().motion, ExploreMotion::kWalk);
  const auto walk = [&](int steps) {
    float farthest = 0;
    for (int i = 0; i < steps; ++i) {
      const std::vector<float> before = explore().point.latent;
      move(explore(), model.info, 0.05);
      for (std::size_t j = 0; j < before.size(); ++j)
        farthest = std::max(farthest, std::abs(explore().point.latent[j] - before[j]));
    }
    return farthest;
  };
  const float step = walk(200);
  EXPECT_GT(step, 0);
  EXPECT_LT(step, 0.3F) << "it jumps";
  EXPECT_GE(explore().walk_legs, 3U);
  page->press("explore.walk");
  EXPECT_EQ(explore().motion, ExploreMotion::kNone);
  const std::vector<float> paused = explore().point.latent;
  EXPECT_EQ(walk(10), 0);
  EXPECT_EQ(explore().point.latent, paused);
}

TEST_F(Explore, AHiddenPageDoesNotJump) {
  open(1440, 1200);
  explore().motion = ExploreMotion::kMorph;
  move(explore(), model.info, 3600);
  EXPECT_LT(explore().part, 0.1F);
}

TEST_F(Explore, MakesEveryPictureOfWhatItSays) {
  open(1440, 900);
  ExploreWork work;
  Workspace workspace;
  const auto pixels = static_cast<std::size_t>(model.info.image_size * model.info.image_size);
  std::vector<std::vector<float>> pictures(kSmallPictures);
  for (int frame = 0; frame == 0 || explore().small_busy; ++frame) {
    ASSERT_LT(frame, 1000);
    const ExploreWork::Made& made = work.advance(model, workspace, explore(), 0);
    EXPECT_EQ(made.image, frame == 0);
    for (std::size_t i = 0; i < made.pictures.size(); ++i)
      pictures[static_cast<std::size_t>(made.pictures[i])].assign(
          made.images.begin() + static_cast<std::ptrdiff_t>(i * pixels),
          made.images.begin() + static_cast<std::ptrdiff_t>((i + 1) * pixels));
  }
  const auto image_of = [&](const ExplorePoint& point) {
    std::vector<float> image(pixels);
    EXPECT_TRUE(generate_mixed(model, point.latent, point.mixture, workspace, image).ok());
    return image;
  };
  EXPECT_EQ(explore().image, image_of(explore().point));
  ExplorePoint high = explore().point;
  set_coordinate(explore().directions, 2, model.info.latent_prior, kMostSteps, high.latent);
  EXPECT_EQ(pictures[kEndPictures + 5], image_of(high));
  EXPECT_EQ(pictures[kStripPictures], image_of(explore().from));
  EXPECT_EQ(pictures[kStripPictures + kStripFrames - 1], image_of(explore().to));
  ExplorePoint middle = explore().point;
  for (const int k : {0, 1})
    set_coordinate(explore().directions, k, model.info.latent_prior, 0, middle.latent);
  const std::vector<float> wanted = image_of(middle);
  for (std::size_t i = 0; i < pixels; ++i)
    EXPECT_NEAR(pictures[kPadPictures + kPadSide * kPadSide / 2][i], wanted[i], 1e-4);
  EXPECT_FALSE(work.advance(model, workspace, explore(), 0).image) << "nothing has changed";
  EXPECT_FALSE(explore().small_busy);
}

}  // namespace
}  // namespace sgan::app
