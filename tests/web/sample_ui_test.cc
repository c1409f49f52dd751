// The tab Sample without GL and without a browser: its controls and its order.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "ui/digit_grid.h"
#include "ui/sample_seed.h"
#include "ui/sample_view.h"
#include "ui_page.h"

namespace sgan::app {
namespace {

using Kind = SampleChoice::Kind;

TEST(SampleTab, ButtonsAskForWhatTheySay) {
  Page page(1280, 800, 1);
  page.press("sample.seed_up");
  EXPECT_EQ(page.state.sample.seed, 8U);
  EXPECT_TRUE(page.state.sample.restart);
  page.fill_samples();
  page.press("sample.new_seed");
  EXPECT_TRUE(page.state.sample.want_new_seed);
  page.press("sample.save_png");
  EXPECT_TRUE(page.state.sample.want_png);
  page.press("sample.copy_link");
  EXPECT_TRUE(page.state.sample.want_link);
}

TEST(SampleTab, ALockedSeedStays) {
  Page page(1280, 800, 1);
  page.press("sample.lock");
  ASSERT_TRUE(page.state.sample.locked);
  for (const char* name : {"sample.seed_up", "sample.seed_down", "sample.new_seed"}) page.press(name);
  EXPECT_EQ(page.state.sample.seed, 7U);
  EXPECT_FALSE(page.state.sample.want_new_seed);
  EXPECT_FALSE(page.state.sample.restart);
  page.press("sample.lock");
  page.press("sample.seed_down");
  EXPECT_EQ(page.state.sample.seed, 6U);
}

TEST(SampleTab, ChoosesClasses) {
  Page page(390, 1600, 1);
  const auto chosen = [&](const char* name) {
    page.press(name);
    return page.state.sample.choice;
  };
  EXPECT_EQ(chosen("sample.class_3"), (SampleChoice{Kind::kOne, 3}));
  EXPECT_TRUE(page.state.sample.restart);
  EXPECT_EQ(chosen("sample.class_9"), (SampleChoice{Kind::kOne, 9}));
  page.fill_samples();
  EXPECT_EQ(chosen("sample.class_9"), (SampleChoice{Kind::kOne, 9}));
  EXPECT_FALSE(page.state.sample.restart) << "nothing has changed";
  EXPECT_EQ(chosen("sample.class_rows"), (SampleChoice{Kind::kRows, 0}));
  EXPECT_EQ(page.state.sample.count(), 50);
  EXPECT_EQ(chosen("sample.class_any"), SampleChoice{});
}

TEST(SampleTab, SlidersSetGridAndVariety) {
  Page page(1280, 800, 1);
  const auto press_at = [&](const char* name, float part) {
    const Rect rect = page.state.widgets.at(name);
    const ImVec2 at{rect.x + rect.w * part, rect.centre().y};
    page.pointer.push(PointerAction::kDown, at, false);
    page.pointer.push(PointerAction::kUp, at, false);
    for (int i = 0; i < 4; ++i) page.frame();
  };
  press_at("sample.side", 0.999F);
  EXPECT_EQ(page.state.sample.side, kMostSide);
  EXPECT_TRUE(page.state.sample.restart);
  press_at("sample.side", 0.001F);
  EXPECT_EQ(page.state.sample.side, 1);
  page.fill_samples();
  press_at("sample.variety", 0.5F);
  EXPECT_NEAR(page.state.sample.variety, 0.5F, 0.02F);
  EXPECT_TRUE(page.state.sample.restart);
}

TEST(SampleTab, DoesNotSaveWhatIsNotThereYet) {
  Page page(1280, 800, 1);
  page.state.sample.done = 3;
  page.press("sample.save_png");
  EXPECT_FALSE(page.state.sample.want_png);
}

TEST(SampleTab, AChosenTileCanBeSavedAndExplored) {
  Page page(390, 1600, 1);
  EXPECT_FALSE(page.state.widgets.contains("sample.explore"));
  page.press("sample.tile_7", true);
  ASSERT_EQ(page.state.sample.chosen, 7);
  page.press("sample.save_tile", true);
  EXPECT_EQ(page.state.sample.want_tile_png, 7);
  page.press("sample.explore", true);
  EXPECT_EQ(page.state.sample.want_explore, 7);
  page.press("sample.tile_7", true);
  EXPECT_EQ(page.state.sample.chosen, -1);
}

TEST(SampleTab, TheKeysGoOnFromATileThatIsPressed) {
  Page page(1280, 800, 1);
  const auto key = [&](ImGuiKey which) {
    ImGui::GetIO().KeyMap[which] = which;
    for (const bool down : {true, false}) {
      ImGui::GetIO().KeysDown[which] = down;
      page.frame();
    }
  };
  SampleState& sample = page.state.sample;
  page.press("sample.lock");
  page.press("sample.tile_7");
  ASSERT_EQ(sample.chosen, 7);
  key(ImGuiKey_Space);
  EXPECT_TRUE(sample.locked) << "the button pressed before is pressed again";
  EXPECT_EQ(sample.chosen, 7);
  EXPECT_FALSE(page.state.focus.visible);
  key(ImGuiKey_RightArrow);
  EXPECT_EQ(sample.cursor, 8);
  EXPECT_TRUE(page.state.focus.shows("sample.grid"));
  key(ImGuiKey_Space);
  EXPECT_EQ(sample.chosen, 8);
}

TEST(SampleTab, ALongPressShowsTheVerdictAndChoosesNothing) {
  Page page(390, 1600, 1);
  const ImVec2 at = page.centre("sample.tile_7");
  page.pointer.push(PointerAction::kDown, at, true);
  for (int i = 0; i < 60; ++i) page.frame();
  EXPECT_EQ(page.state.sample.hovered, 7);
  EXPECT_TRUE(page.state.widgets.contains("sample.bubble"));
  page.pointer.push(PointerAction::kUp, at, true);
  for (int i = 0; i < 4; ++i) page.frame();
  EXPECT_EQ(page.state.sample.hovered, -1);
  EXPECT_EQ(page.state.sample.chosen, -1);
}

TEST(SampleTab, SeedsStopAtBothEnds) {
  Page page(1280, 800, 1);
  page.state.sample.seed = 0;
  page.press("sample.seed_down");
  EXPECT_EQ(page.state.sample.seed, 0U);
  page.state.sample.seed = ~std::uint64_t{0};
  page.press("sample.seed_up");
  EXPECT_EQ(page.state.sample.seed, ~std::uint64_t{0});
}

TEST(SampleTab, SaysWhyASeedIsNotTaken) {
  Page page(1280, 800, 1);
  const auto type = [&](const char* text) {
    page.press("sample.seed");
    ImGui::GetIO().AddInputCharactersUTF8(text);
    page.frame();
    page.press("tab.sample");
  };
  type("99");
  EXPECT_EQ(page.state.sample.seed, 99U);
  EXPECT_EQ(page.state.toast.line, "");
  type("1.5");
  EXPECT_EQ(page.state.sample.seed, 99U);
  EXPECT_NE(page.state.toast.line.find("whole number"), std::string::npos);
  EXPECT_STREQ(page.state.sample.seed_text.data(), "99");
  page.state.toast = {};
  EXPECT_FALSE(take_seed_text(page.state, ""));
  EXPECT_EQ(page.state.toast.line, "") << "an emptied field is no mistake";
}

TEST(SampleTab, TellsAScreenReaderWhatItsWidgetsAreAndShow) {
  Page page(1280, 800, 1);
  const auto said = [&](const char* name) {
    page.state.focus.on = name;
    page.state.focus.visible = true;
    page.frame();
    return std::string(page.state.focus.label());
  };
  EXPECT_EQ(said("sample.seed_down"), "Seed minus one");
  EXPECT_EQ(said("sample.class"), "Digit to look for, Any");
  EXPECT_EQ(said("sample.class_more"), "Digit to look for");
  EXPECT_EQ(said("sample.side"), "Grid, 5 \u00d7 5");
  page.state.sample.least = 0.4F;
  EXPECT_EQ(said("sample.least"), "At least, 40 % sure");
  EXPECT_EQ(said("sample.order"), "Order, Made");
}

TEST(SampleSeed, TakesWholeNumbersBelowTwoToThe64) {
  SampleState sample;
  sample.restart = false;
  for (const char* refused : {"", "-1", "1.5", "7x", " 7", "18446744073709551616"}) {
    EXPECT_FALSE(set_seed_text(sample, refused)) << refused;
    EXPECT_EQ(sample.seed, 7U);
  }
  EXPECT_FALSE(sample.restart);
  EXPECT_TRUE(set_seed_text(sample, "18446744073709551615"));
  EXPECT_EQ(sample.seed, ~std::uint64_t{0});
  EXPECT_TRUE(sample.restart);
}

/// Tiles read with these confidences, as digit i % 10; a confidence below 0 stands for one not made yet.
SampleState tiles_of(int side, const std::vector<float>& confidences) {
  SampleState sample;
  sample.restart = false;
  sample.side = side;
  for (std::size_t i = 0; i < confidences.size(); ++i) {
    SampleTile& tile = sample.tiles.emplace_back();
    tile.made = confidences[i] >= 0;
    tile.verdict.confidence = confidences[i];
    tile.verdict.digit = static_cast<int>(i % 10);
    sample.done += tile.made ? 1 : 0;
  }
  return sample;
}

TEST(SampleView, SortsAndFilters) {
  SampleState sample = tiles_of(2, {0.5F, 0.9F, -1, 0.7F});
  EXPECT_EQ(shown_tiles(sample), (std::vector{0, 1, 2, 3}));
  sample.order = SampleOrder::kSurest;
  EXPECT_EQ(shown_tiles(sample), (std::vector{1, 3, 0, 2}));
  sample.order = SampleOrder::kLeastSure;
  EXPECT_EQ(shown_tiles(sample), (std::vector{0, 3, 1, 2}));
  sample.least = 0.6F;
  EXPECT_EQ(shown_tiles(sample), (std::vector{3, 1, 2, -1}));
}

TEST(SampleView, KeepsClassesInTheirRows) {
  std::vector<float> confidences;
  for (int i = 0; i < 20; ++i) confidences.push_back(i % 2 == 0 ? 0.5F : 0.9F);
  SampleState sample = tiles_of(2, confidences);
  sample.choice = {Kind::kRows, 0};
  sample.order = SampleOrder::kSurest;
  const std::vector<int> shown = shown_tiles(sample);
  for (int row = 0; row < 10; ++row) {
    EXPECT_EQ(shown[static_cast<std::size_t>(2 * row)], 2 * row + 1);
    EXPECT_EQ(shown[static_cast<std::size_t>(2 * row) + 1], 2 * row);
  }
}

TEST(SampleView, CountsClasses) {
  SampleState sample = tiles_of(2, {0.5F, 0.9F, -1, 0.7F});
  sample.tiles[3].verdict.rejected = true;
  const std::array<int, kJudgedClasses> counts = class_counts(sample);
  EXPECT_EQ(counts, (std::array<int, kJudgedClasses>{1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1}));
  EXPECT_EQ(sample_summary(sample), "3 of 4");
}

TEST(DigitGrid, TilesLieInTheAtlas) {
  EXPECT_EQ(grid_columns(16), 4);
  EXPECT_EQ(grid_columns(17), 5);
  EXPECT_EQ(grid_columns(0), 1);
  const Atlas atlas{nullptr, 32, 10};
  for (const int index : {0, 9, 10, 99}) {
    const auto [from, to] = tile_uv(atlas, index);
    EXPECT_GT(from.x, 0);
    EXPECT_LT(to.y, 1);
    EXPECT_NEAR((to.x - from.x) * static_cast<float>(atlas.side()), 32, 1e-3);
  }
}

}  // namespace
}  // namespace sgan::app
