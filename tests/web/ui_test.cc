// The page's drawing and input without GL and without a browser: Dear ImGui runs frames of a plain state.

#include <gtest/gtest.h>
#include <imgui.h>

#include <algorithm>
#include <cfloat>
#include <string>

#include "platform/key_queue.h"
#include "platform/pointer_queue.h"
#include "ui/toast.h"
#include "ui/verdict.h"
#include "ui_page.h"

namespace sgan::app {
namespace {

TEST(PageLayout, FitsEveryWidthAndScale) {
  for (const float scale : {1.0F, 1.25F, 2.0F, 3.0F}) {
    for (const float width :
         {320.0F, 360.0F, 390.0F, 600.0F, 711.0F, 720.0F, 744.0F, 820.0F, 1024.0F, 1440.0F, 2560.0F}) {
      for (const float height : {330.0F, 560.0F, 820.0F, 1300.0F}) {
        Page page(width, height, scale);
        const std::string size =
            std::to_string(width) + "x" + std::to_string(height) + " @" + std::to_string(scale);
        page.info.conditional = Conditioning::kEmbedMul;
        for (const int side : {1, 5, 12, kMostSide}) {
          page.state.sample.side = side;
          page.fill_samples();
          page.frame();
          expect_sound_layout(page, "sample " + size);
        }
        page.state.tab = Tab::kDraw;
        page.frame();
        page.frame();
        expect_sound_layout(page, "draw " + size);
      }
    }
  }
}

TEST(PageLayout, SurvivesCirclesOfNearlyNoSize) {
  Page page(800, 600, 1);
  ImGui::GetForegroundDrawList()->AddCircleFilled({5, 5}, 1e-8F, IM_COL32_WHITE);
  page.frame();
}

TEST(PageLayout, ScrollsWithinItsEnds) {
  Page page(390, 1000, 1);
  const float top = page.state.widgets.at("sample.grid").y;
  const auto scrolled = [&](float by) {
    page.state.pointer.scroll = by;
    for (int i = 0; i < 3; ++i) page.frame();
    return top - page.state.widgets.at("sample.grid").y;
  };
  EXPECT_FALSE(page.state.widgets.contains("sample.histogram"));
  EXPECT_EQ(scrolled(100), 100);
  EXPECT_EQ(scrolled(-30), 70);
  EXPECT_EQ(scrolled(-500), 0);
  const float most = scrolled(5000);
  EXPECT_GT(most, 100);
  EXPECT_LT(most, 1000);
  EXPECT_TRUE(page.state.widgets.contains("sample.histogram"));
  EXPECT_EQ(scrolled(10), most);
}

TEST(PageLayout, AFingerPullsThePagePastASlider) {
  Page page(390, 600, 1);
  page.state.pointer.scroll = 400;
  for (int i = 0; i < 3; ++i) page.frame();
  const Rect slider = page.state.widgets.at("sample.side");
  ImVec2 at{slider.centre().x, slider.y - 60};
  page.pointer.push(PointerAction::kDown, at, true);
  page.frame();
  for (int i = 0; i < 15; ++i) {
    at.y -= 10;
    page.pointer.push(PointerAction::kMove, at, true);
    page.frame();
  }
  page.pointer.push(PointerAction::kUp, at, true);
  for (int i = 0; i < 3; ++i) page.frame();
  EXPECT_NEAR(page.state.widgets.at("sample.side").y, slider.y - 150, 1);
  EXPECT_EQ(page.state.sample.side, 5);
  EXPECT_EQ(page.state.sample.choice, SampleChoice{});
}

TEST(PageLayout, TheToolsKeepTheirWidthOnALowScreen) {
  Page page(844, 390, 1);
  page.press("tab.draw");
  EXPECT_GE(page.state.widgets.at("draw.undo").w, 44);
  EXPECT_GE(page.state.widgets.at("draw.brush").w, 100);
  const float left = page.state.widgets.at("draw.undo").x;
  const Rect tool = page.state.widgets.at("draw.tool");
  EXPECT_NEAR(page.centre("draw.canvas").x, (left + tool.x + tool.w) / 2, 1) << "not above their middle";
}

TEST(Toast, IsReadToItsEndOnAPhone) {
  Page page(390, 800, 1);
  show_toast(page.state, "Link copied");
  EXPECT_DOUBLE_EQ(page.state.toast.until, page.state.now + 5);
  const std::string words =
      "drawing-of-a-friend.json holds no strokes: point 17 of stroke 3 has no y, and without it nobody knows "
      "where the line goes";
  show_toast(page.state, words);
  EXPECT_GT(page.state.toast.until, page.state.now + 8);
  page.frame();
  const auto letters = std::count_if(words.begin(), words.end(), [](char c) { return c != ' '; });
  EXPECT_GE(ImGui::GetForegroundDrawList()->VtxBuffer.Size, 4 * letters) << "four corners each";
}

TEST(Toast, GoesAwayWhateverAFileNamesItself) {
  UiState state;
  std::string long_name;
  for (int i = 0; i < 80; ++i) long_name += "\u6570";
  show_toast(state, long_name);
  EXPECT_DOUBLE_EQ(state.toast.until, 80 * 0.08) << "three bytes are one character";
  show_toast(state, std::string(1000, 'a'));
  EXPECT_DOUBLE_EQ(state.toast.until, 15);
  EXPECT_EQ(short_name(long_name), long_name.substr(0, 40 * 3) + "\u2026");
  EXPECT_EQ(short_name("drawing.json"), "drawing.json");
}

TEST(Text, StaysOnItsLineWhateverAFileNamesItself) {
  Page page(800, 600, 1);
  ImGui::NewFrame();
  ImDrawList& list = *ImGui::GetForegroundDrawList();
  const Canvas canvas{page.state, palette(false), list};
  text(canvas, {10, 10, 200, 20}, {page.state.fonts.body, canvas.colors.text}, "first\nsecond");
  float lowest = 0;
  for (const ImDrawVert& corner : list.VtxBuffer) lowest = std::max(lowest, corner.pos.y);
  ImGui::EndFrame();
  EXPECT_GT(lowest, 10);
  EXPECT_LT(lowest, 32);
}

TEST(DrawTab, TakesTheWholeWayOfThePen) {
  Page page(1280, 800, 1);
  page.press("tab.draw");
  ASSERT_EQ(page.state.tab, Tab::kDraw);
  const ImVec2 at = page.centre("draw.canvas");
  page.pointer.push(PointerAction::kDown, at, false);
  for (int i = 1; i <= 50; ++i)
    page.pointer.push(PointerAction::kMove, {at.x + static_cast<float>(i), at.y}, false);
  page.frame();
  page.frame();
  ASSERT_EQ(page.state.draw.ink.size(), 1U);
  EXPECT_EQ(page.state.draw.ink[0].points.size(), 51U) << "positions between two frames are lost";
  EXPECT_TRUE(page.state.draw.changed);
  page.pointer.push(PointerAction::kUp, {at.x + 50, at.y}, false);
  page.frame();
  page.pointer.push(PointerAction::kMove, {at.x, at.y + 40}, false);
  page.frame();
  EXPECT_EQ(page.state.draw.ink[0].points.size(), 51U) << "the lifted pen draws";
}

TEST(DrawTab, AStrokeWithinOneFrameIsWhole) {
  Page page(1280, 800, 1);
  page.press("tab.draw");
  const ImVec2 at = page.centre("draw.canvas");
  page.pointer.push(PointerAction::kDown, at, false);
  for (int i = 1; i <= 10; ++i)
    page.pointer.push(PointerAction::kMove, {at.x + 5 * static_cast<float>(i), at.y}, false);
  page.pointer.push(PointerAction::kUp, {at.x + 60, at.y}, false);
  page.pointer.push(PointerAction::kMove, {at.x + 90, at.y}, false);
  for (int i = 0; i < 4; ++i) page.frame();
  ASSERT_EQ(page.state.draw.ink.size(), 1U);
  EXPECT_EQ(page.state.draw.ink[0].points.size(), 12U);
  EXPECT_FALSE(page.state.draw.pen_down);
}

TEST(DrawTab, StaysOnThePaperAndUndoes) {
  Page page(1280, 800, 1);
  page.press("tab.draw");
  page.press("draw.undo");
  page.press("draw.clear");
  EXPECT_FALSE(page.state.draw.changed) << "nothing was there to undo";
  const ImVec2 at = page.centre("draw.canvas");
  page.pointer.push(PointerAction::kDown, at, true);
  page.pointer.push(PointerAction::kMove, {at.x, -500}, true);
  page.pointer.push(PointerAction::kUp, {at.x, -500}, true);
  for (int i = 0; i < 3; ++i) page.frame();
  page.press("draw.canvas", true);
  ASSERT_EQ(page.state.draw.ink.size(), 2U);
  for (const PenPoint& point : page.state.draw.ink[0].points) EXPECT_GE(point.y, 0);
  page.press("draw.undo", true);
  EXPECT_EQ(page.state.draw.ink.size(), 1U);
  page.press("draw.clear", true);
  EXPECT_TRUE(page.state.draw.ink.empty());
}

TEST(DrawTab, AnEndlessDrawingStaysWithinTheLimit) {
  Page page(1280, 800, 1);
  page.press("tab.draw");
  const Rect paper = page.state.widgets.at("draw.canvas");
  page.pointer.push(PointerAction::kDown, paper.centre(), false);
  for (std::size_t i = 0; i < kMaxPointsPerDrawing + 100; ++i) {
    const float to = i % 2 == 0 ? 10.0F : -10.0F;
    page.pointer.push(PointerAction::kMove, {paper.centre().x + to, paper.centre().y}, false);
  }
  page.frame();
  page.frame();
  EXPECT_EQ(page.state.draw.ink.at(0).points.size(), kMaxPointsPerDrawing);
}

TEST(PointerQueue, ATapShorterThanAFrameIsSeen) {
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  PointerQueue queue;
  PointerState pointer;
  queue.push(PointerAction::kDown, {10, 20}, true);
  queue.push(PointerAction::kUp, {11, 20}, true);
  queue.apply(io, pointer);
  EXPECT_TRUE(io.MouseDown[0]);
  EXPECT_TRUE(pointer.touch);
  EXPECT_EQ(pointer.trail.size(), 1U);
  EXPECT_FALSE(queue.empty());
  queue.apply(io, pointer);
  EXPECT_TRUE(io.MouseDown[0]) << "the way to the release is part of the press";
  EXPECT_EQ(io.MousePos.x, 11);
  queue.apply(io, pointer);
  EXPECT_FALSE(io.MouseDown[0]);
  queue.apply(io, pointer);
  EXPECT_EQ(io.MousePos.x, -FLT_MAX) << "a lifted finger points nowhere";
  ImGui::DestroyContext();
}

TEST(KeyQueue, AKeyPressedAndReleasedWithinAFrameIsSeen) {
  constexpr int kControl = 341, kZ = 90, kPress = 1, kRelease = 0;
  KeyQueue queue;
  for (const auto& [key, action] :
       {std::pair{kControl, kPress}, {kZ, kPress}, {kZ, kRelease}, {kControl, kRelease}})
    queue.push({key, 0, action, 0});
  const std::vector<KeyEvent> first = queue.take_frame();
  ASSERT_EQ(first.size(), 2U);
  EXPECT_EQ(first[0].key, kControl);
  EXPECT_EQ(first[1].key, kZ);
  EXPECT_EQ(first[1].action, kPress);
  EXPECT_FALSE(queue.empty());
  const std::vector<KeyEvent> second = queue.take_frame();
  ASSERT_EQ(second.size(), 2U);
  EXPECT_EQ(second[0].key, kZ);
  EXPECT_EQ(second[0].action, kRelease);
  EXPECT_EQ(second[1].key, kControl);
  EXPECT_TRUE(queue.empty());
  EXPECT_TRUE(queue.take_frame().empty());
}

TEST(KeyQueue, WhatIsTypedAfterAShortcutComesAfterItsKeysAreUp) {
  constexpr int kControl = 341, kA = 65, kOne = 49, kPress = 1, kRelease = 0;
  KeyQueue queue;
  for (const auto& [key, action] :
       {std::pair{kControl, kPress}, {kA, kPress}, {kA, kRelease}, {kControl, kRelease}, {kOne, kPress}})
    queue.push({key, 0, action, 0});
  queue.push({0, 0, 0, 0, '1'});
  queue.push({kOne, 0, kRelease, 0});
  EXPECT_EQ(queue.take_frame().size(), 2U) << "Ctrl+A";
  const std::vector<KeyEvent> second = queue.take_frame();
  ASSERT_EQ(second.size(), 4U);
  EXPECT_EQ(second[1].key, kControl);
  EXPECT_EQ(second[1].action, kRelease);
  EXPECT_EQ(second[3].character, '1');
  EXPECT_EQ(queue.take_frame().size(), 1U);
}

TEST(Verdict, PercentagesNeverClaimCertainty) {
  EXPECT_EQ(percent(0.5F, 0), "50 %");
  EXPECT_EQ(percent(0.98765F, 1), "98.8 %");
  EXPECT_EQ(percent(0.9999F, 0), "99 %");
  EXPECT_EQ(percent(0.99999F, 1), "99.9 %");
  EXPECT_EQ(percent(1, 0), "100 %");
  EXPECT_EQ(percent(0, 1), "0.0 %");
}

}  // namespace
}  // namespace sgan::app
