// What the tab Draw is made of: ink, eraser and history, the challenge, the search for generated digits and
// the files.

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "ink_support.h"
#include "support/random_model.h"
#include "ui/draw_challenge.h"
#include "ui/draw_ink.h"
#include "work/drawing.h"
#include "work/lookalikes.h"
#include "work/strokes_file.h"

namespace sgan::app {
namespace {

TEST(EraseInk, CutsALineWhereItsDiscEntersAndLeaves) {
  Ink ink{line({0.1F, 0.5F}, {0.9F, 0.5F})};
  ASSERT_TRUE(erase_ink(ink, {0.5F, 0.5F}, {0.5F, 0.5F}, 0.1F));
  ASSERT_EQ(ink.size(), 2U);
  EXPECT_NEAR(ink[0].points.back().x, 0.4F, 1e-5);
  EXPECT_NEAR(ink[1].points.front().x, 0.6F, 1e-5);
  EXPECT_NEAR(length(ink), 0.6F, 1e-5);
}

TEST(EraseInk, LeavesWhatItDoesNotTouch) {
  Ink ink{line({0.1F, 0.5F}, {0.9F, 0.5F}), {{{0.2F, 0.2F}}, {1}}};
  EXPECT_FALSE(erase_ink(ink, {0.5F, 0.7F}, {0.9F, 0.7F}, 0.1F));
  EXPECT_EQ(ink.size(), 2U);
  EXPECT_FLOAT_EQ(length(ink), 0.8F);
}

TEST(EraseInk, TakesTheWholeWayNotOnlyItsEnds) {
  Ink ink{line({0.1F, 0.1F}, {0.1F, 0.9F}), line({0.5F, 0.1F}, {0.5F, 0.9F}),
          line({0.9F, 0.1F}, {0.9F, 0.9F})};
  ASSERT_TRUE(erase_ink(ink, {0.05F, 0.5F}, {0.95F, 0.5F}, 0.02F));
  EXPECT_EQ(ink.size(), 6U);
  EXPECT_NEAR(length(ink), 3 * (0.8F - 0.04F), 0.01);
}

TEST(EraseInk, RemovesDotsAndStrokesThatLieWhollyWithin) {
  Ink ink{{{{0.5F, 0.5F}}, {1}}, line({0.48F, 0.5F}, {0.52F, 0.5F})};
  ASSERT_TRUE(erase_ink(ink, {0.5F, 0.5F}, {0.5F, 0.5F}, 0.05F));
  EXPECT_TRUE(ink.empty());
}

TEST(InkHistory, GoesBackAndForth) {
  Ink ink;
  InkHistory history;
  for (int i = 0; i < 3; ++i) {
    history.record(ink);
    ink.push_back(line({0, 0}, {1, 1}));
  }
  EXPECT_FALSE(history.can_redo());
  history.undo(ink);
  history.undo(ink);
  EXPECT_EQ(ink.size(), 1U);
  history.redo(ink);
  EXPECT_EQ(ink.size(), 2U);
  history.record(ink);
  ink.clear();
  EXPECT_FALSE(history.can_redo()) << "what was undone is another course of things";
  history.undo(ink);
  EXPECT_EQ(ink.size(), 2U);
  for (int i = 0; i < 5; ++i) history.undo(ink);
  EXPECT_TRUE(ink.empty());
  EXPECT_FALSE(history.can_undo());
}

TEST(InkHistory, ForgetsTheOldestWhenTheyBecomeTooMany) {
  Ink ink{{Stroke(100'000), std::vector<float>(100'000, 1)}};
  InkHistory history;
  for (int i = 0; i < 50; ++i) history.record(ink);
  int steps = 0;
  for (; history.can_undo(); ++steps) history.undo(ink);
  EXPECT_EQ(steps, 20);
}

TEST(ToInk, KeepsDrawingsOfThePageAndFitsOthers) {
  const Drawing own{{{0.2F, 0.3F}, {0.2F, 0.9F}}};
  EXPECT_EQ(to_ink(own)[0].points[1].y, 0.9F);
  for (const Drawing& other : {Drawing{{{0, 0}, {500, 250}}}, Drawing{{{-3, 7}, {-2.9F, 7.1F}}, {}}}) {
    const Ink ink = to_ink(other);
    ASSERT_EQ(ink.size(), 1U);
    for (const PenPoint& point : ink[0].points) {
      EXPECT_GT(point.x, 0.1F);
      EXPECT_LT(point.y, 0.9F);
    }
  }
  EXPECT_TRUE(to_ink({}).empty());
}

Verdict reads(int digit, bool rejected = false) {
  Verdict verdict;
  verdict.digit = digit;
  verdict.rejected = rejected;
  return verdict;
}

TEST(Challenge, AsksEachDigitOnceInAnOrderOfChance) {
  std::set<std::array<int, kDigitClasses>> orders;
  for (std::uint32_t seed = 0; seed < 20; ++seed) {
    Challenge challenge;
    challenge.start(seed, 0);
    orders.insert(challenge.order);
    EXPECT_EQ(std::set<int>(challenge.order.begin(), challenge.order.end()).size(), 10U);
  }
  EXPECT_GT(orders.size(), 15U);
}

TEST(Challenge, KeepsScore) {
  Challenge challenge;
  challenge.start(3, 100);
  const auto right = [&](double now) { challenge.answer(reads(challenge.asked()), {{{0, 0}}}, now); };
  right(102);
  right(103);
  challenge.answer(reads((challenge.asked() + 1) % 10), {{{0, 0}}}, 104);
  challenge.answer(reads(challenge.asked(), true), {{{0, 0}}}, 105);  // the digit, but not taken for one
  challenge.answer(std::nullopt, {}, 106);
  EXPECT_EQ(challenge.right(), 2);
  EXPECT_EQ(challenge.wrong(), 3);
  EXPECT_EQ(challenge.misread(), 2);
  EXPECT_EQ(challenge.streak(), 0);
  EXPECT_EQ(challenge.best_streak(), 2);
  EXPECT_DOUBLE_EQ(challenge.seconds(), 6);
  EXPECT_DOUBLE_EQ(challenge.answers[0].seconds, 2);
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(challenge.asking());
    right(107 + i);
  }
  EXPECT_FALSE(challenge.asking());
  EXPECT_TRUE(challenge.open) << "the result stays";
  EXPECT_EQ(challenge.streak(), 5);
}

TEST(StrokesFile, IsReadBackAsItWas) {
  const Drawing first{{{0.1F, 0.2F}, {0.3F, 0.4F}}, {{0.5F, 0.6F}}}, second{{{1, 0}}};
  const Verdict verdict = reads(4);
  const std::vector<JudgedDrawing> drawings{{&first, &verdict, 7}, {&second, nullptr, std::nullopt}};
  std::vector<Drawing> read;
  ASSERT_TRUE(parse_drawings(strokes_file(drawings), read).ok());
  ASSERT_EQ(read.size(), 2U);
  ASSERT_EQ(read[0].size(), 2U);
  EXPECT_EQ(read[0][0][1].y, 0.4F) << "every bit of a coordinate counts";
  EXPECT_EQ(read[0][1].size(), 1U);
}

TEST(ImageDistance, ForgivesAShiftByAPixelMoreThanAnotherDigit) {
  constexpr int kSize = 32;
  const auto image_of = [](const Drawing& drawing) {
    std::vector<float> image(kSize * kSize);
    EXPECT_TRUE(rasterize(drawing, kSize, image).ok());
    return image;
  };
  const std::vector<float> one = image_of({{{0, 0}, {0, 9}}}), seven = image_of({{{0, 0}, {5, 0}, {2, 9}}});
  std::vector<float> shifted(one.size(), -1);
  for (std::size_t i = 1; i < one.size(); ++i) shifted[i] = one[i - 1];
  EXPECT_EQ(image_distance(one, one, kSize), 0);
  EXPECT_LT(image_distance(one, shifted, kSize), 0.7F * image_distance(one, seven, kSize));
}

TEST(LookalikeSearch, KeepsTheNearestOfTheClass) {
  Model model;
  ASSERT_TRUE(
      load_model(test::random_weights_file({}, 1, DType::kF32, {{"conditional", "embed_mul"}}), model).ok());
  Workspace workspace;
  const std::size_t pixels =
      static_cast<std::size_t>(model.info.image_size) * static_cast<std::size_t>(model.info.image_size);
  LookalikeSearch search;
  search.start(std::vector<float>(pixels, -1), 3);
  int turns = 0;
  while (search.busy() && turns < 10'000) {
    (void)search.advance(model, workspace, 1);
    ++turns;
  }
  EXPECT_GT(turns, 3) << "it does not work a little at a time";
  EXPECT_EQ(search.tried(), LookalikeSearch::kRound);
  for (std::size_t i = 0; i < search.best().size(); ++i) {
    EXPECT_EQ(search.best()[i].verdict.digit, 3);
    if (i > 0) {
      EXPECT_LE(search.best()[i - 1].distance, search.best()[i].distance);
    }
  }
}

}  // namespace
}  // namespace sgan::app
