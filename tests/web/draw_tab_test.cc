// The tab Draw without GL and without a browser: pen, eraser and keys.

#include <gtest/gtest.h>

#include <vector>

#include "ink_support.h"
#include "ui_page.h"
#include "work/drawing.h"

namespace sgan::app {
namespace {

TEST(DrawTab, PressureComesWithThePen) {
  Page page(1280, 800, 1);
  page.press("tab.draw");
  const ImVec2 at = page.centre("draw.canvas");
  page.pointer.push(PointerAction::kDown, at, false, 0.25F);
  page.pointer.push(PointerAction::kMove, {at.x + 30, at.y}, false, 0.75F);
  page.pointer.push(PointerAction::kUp, {at.x + 60, at.y}, false, 0);
  for (int i = 0; i < 4; ++i) page.frame();
  ASSERT_EQ(page.state.draw.ink.size(), 1U);
  EXPECT_EQ(page.state.draw.ink[0].pressure, (std::vector<float>{0.25F, 0.75F, 0.75F}))
      << "a lifted pen has no pressure, but its line does not end thin";
}

TEST(DrawTab, APointerThatIsTakenAwayDrawsNoFurtherAndPressesNothing) {
  Page page(1280, 800, 1);
  page.press("tab.draw");
  const ImVec2 at = page.centre("draw.canvas");
  page.pointer.push(PointerAction::kDown, at, true);
  page.pointer.push(PointerAction::kMove, {at.x + 30, at.y}, true);
  page.pointer.push(PointerAction::kCancel, {0, 0}, true);
  for (int i = 0; i < 4; ++i) page.frame();
  ASSERT_EQ(page.state.draw.ink.size(), 1U);
  const Stroke& points = page.state.draw.ink[0].points;
  ASSERT_EQ(points.size(), 2U);
  EXPECT_GT(points[1].x, points[0].x);
  EXPECT_EQ(points[1].y, points[0].y);
  EXPECT_FALSE(page.state.draw.pen_down);
  page.pointer.push(PointerAction::kDown, page.centre("draw.clear"), true);
  page.pointer.push(PointerAction::kCancel, {0, 0}, true);
  for (int i = 0; i < 4; ++i) page.frame();
  EXPECT_EQ(page.state.draw.ink.size(), 1U);
}

TEST(DrawTab, OneMovementOfTheEraserIsOneStepBack) {
  Page page(1280, 800, 1);
  page.press("tab.draw");
  const ImVec2 at = page.centre("draw.canvas");
  page.pointer.push(PointerAction::kDown, {at.x - 150, at.y}, false);
  page.pointer.push(PointerAction::kMove, {at.x + 150, at.y}, false);
  page.pointer.push(PointerAction::kUp, {at.x + 150, at.y}, false);
  for (int i = 0; i < 4; ++i) page.frame();
  page.press("draw.tool_eraser");
  page.pointer.push(PointerAction::kDown, {at.x, at.y - 100}, false);
  for (int y = -90; y <= 100; y += 10) {
    page.pointer.push(PointerAction::kMove, {at.x, at.y + static_cast<float>(y)}, false);
    page.frame();
  }
  page.pointer.push(PointerAction::kUp, {at.x, at.y + 100}, false);
  for (int i = 0; i < 4; ++i) page.frame();
  EXPECT_EQ(page.state.draw.ink.size(), 2U);
  page.press("draw.undo");
  EXPECT_EQ(page.state.draw.ink.size(), 1U);
  page.press("draw.redo");
  EXPECT_EQ(page.state.draw.ink.size(), 2U);
  page.press("draw.canvas");  // erases the paper's middle, where nothing is left
  page.press("draw.undo");
  EXPECT_EQ(page.state.draw.ink.size(), 1U) << "erasing nothing is a step";
}

void press_enter(Page& page) {
  for (const bool down : {true, false}) {
    ImGui::GetIO().KeysDown[ImGuiKey_Enter] = down;
    page.frame();
  }
}

TEST(DrawTab, EnterAnswersTheChallengeUnlessTheKeyboardIsOnAnotherButton) {
  Page page(1280, 800, 1);
  ImGui::GetIO().KeyMap[ImGuiKey_Enter] = ImGuiKey_Enter;
  page.press("tab.draw");
  DrawState& draw = page.state.draw;
  draw.play = DrawPlay::kChallenge;
  draw.challenge.start(1, 0);
  const auto draw_dot = [&] {
    page.press("draw.canvas");
    draw.verdict = Verdict{};
  };
  draw_dot();
  press_enter(page);
  ASSERT_EQ(draw.challenge.answers.size(), 1U);
  EXPECT_TRUE(draw.challenge.answers[0].read.has_value());
  draw_dot();
  page.state.focus.on = "draw.challenge_pass";
  page.state.focus.visible = true;
  press_enter(page);
  ASSERT_EQ(draw.challenge.answers.size(), 2U) << "one key, one answer";
  EXPECT_FALSE(draw.challenge.answers[1].read.has_value());
  draw_dot();
  page.press("draw.clear");
  draw_dot();
  press_enter(page);
  ASSERT_EQ(draw.challenge.answers.size(), 3U);
  EXPECT_EQ(draw.challenge.answers[2].strokes.size(), 1U) << "the button pressed last is pressed again";
  page.state.focus.on = "draw.challenge_start";  // which is no longer there
  page.state.focus.visible = true;
  draw_dot();
  press_enter(page);
  EXPECT_EQ(draw.challenge.answers.size(), 4U);
}

TEST(DrawTab, APenThatIsDownWhenThePaperChangesDrawsNoMore) {
  Page page(1280, 800, 1);
  page.press("tab.draw");
  DrawState& draw = page.state.draw;
  const ImVec2 at = page.centre("draw.canvas");
  const auto pen = [&](PointerAction action, float x) {
    page.pointer.push(action, {at.x + x, at.y}, false);
    for (int i = 0; i < 3; ++i) page.frame();
  };
  pen(PointerAction::kDown, 0);
  ASSERT_EQ(draw.ink.size(), 1U);
  draw.clear_paper();
  pen(PointerAction::kMove, 30);
  EXPECT_TRUE(draw.ink.empty());
  pen(PointerAction::kUp, 30);
  pen(PointerAction::kDown, 0);
  draw.replace_ink({line({0.1F, 0.5F}, {0.9F, 0.5F})});
  pen(PointerAction::kMove, 30);
  pen(PointerAction::kUp, 30);
  ASSERT_EQ(draw.ink.size(), 1U);
  EXPECT_EQ(draw.ink[0].points.size(), 2U);
  page.press("draw.undo");
  ASSERT_EQ(draw.ink.size(), 1U);
  EXPECT_EQ(draw.ink[0].points.size(), 1U) << "the dot before it";
}

TEST(DrawTab, WhatAnEraserTakesFromStrokesThatCameMeanwhileIsAStepBack) {
  Page page(1280, 800, 1);
  page.press("tab.draw");
  DrawState& draw = page.state.draw;
  draw.ink = {line({0.5F, 0.1F}, {0.5F, 0.9F})};
  draw.tool = PenTool::kEraser;
  const ImVec2 at = page.centre("draw.canvas");
  const auto erase = [&](PointerAction action, float y) {
    page.pointer.push(action, {at.x, at.y + y}, false);
    for (int i = 0; i < 3; ++i) page.frame();
  };
  erase(PointerAction::kDown, 0);
  ASSERT_EQ(draw.ink.size(), 2U);
  draw.replace_ink({line({0.1F, 0.5F}, {0.9F, 0.5F})});
  erase(PointerAction::kMove, 30);
  erase(PointerAction::kUp, 30);
  ASSERT_EQ(draw.ink.size(), 2U);
  page.press("draw.undo");
  ASSERT_EQ(draw.ink.size(), 1U);
  EXPECT_FLOAT_EQ(length(draw.ink), 0.8F) << "the strokes that came are lost";
  page.press("draw.undo");
  EXPECT_EQ(draw.ink.size(), 2U);
}

TEST(DrawTab, AFileIsNotNamedAfterAVerdictThatIsHidden) {
  Page page(1280, 800, 1);
  page.press("tab.draw");
  DrawState& draw = page.state.draw;
  draw.play = DrawPlay::kChallenge;
  draw.challenge.start(1, 0);
  page.press("draw.canvas");
  draw.verdict = Verdict{};
  page.press("draw.save_strokes");
  EXPECT_FALSE(draw.want_file);
  draw.challenge.close();
  page.press("draw.save_strokes");
  EXPECT_TRUE(draw.want_file);
}

TEST(DrawTab, AKeyThatIsHeldChangesTheToolOnce) {
  Page page(1280, 800, 1);
  page.press("tab.draw");
  ImGui::GetIO().KeysDown[std::size_t{'E'}] = true;
  int changes = 0;
  for (int i = 0; i < 60; ++i) {
    const PenTool before = page.state.draw.tool;
    page.frame();
    changes += page.state.draw.tool != before ? 1 : 0;
  }
  EXPECT_EQ(changes, 1);
}

}  // namespace
}  // namespace sgan::app
