// The keyboard on the page, without GL and without a browser: one frame of three widgets and a text field.

#include "ui/focus.h"

#include <gtest/gtest.h>
#include <imgui.h>

#include <array>
#include <string>
#include <vector>

#include "ui/state.h"
#include "ui/widgets.h"

namespace sgan::app {
namespace {

const std::vector<std::string> kChoices{"One", "Two", "Three"};

/// Two buttons side by side and one that can be pressed once at most; a choice, a slider and a text field one
/// below the other.
class Form {
 public:
  Form() {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {400, 400};
    for (int key = ImGuiKey_Tab; key < ImGuiKey_COUNT; ++key) io.KeyMap[key] = key;
    state.fonts = build_fonts(1);
    frame();
  }
  ~Form() { ImGui::DestroyContext(); }
  Form(const Form&) = delete;
  Form& operator=(const Form&) = delete;

  void frame() {
    ImGuiIO& io = ImGui::GetIO();
    io.DeltaTime = 1.0F / 60;
    ImGui::NewFrame();
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(io.DisplaySize);
    ImGui::Begin("form", nullptr, ImGuiWindowFlags_NoDecoration);
    const Canvas canvas{state, palette(false), *ImGui::GetWindowDrawList()};
    begin_focus(state.focus);
    pressed.clear();
    if (button(canvas, "tab.a", {10, 10, 80, 30}, "A", ButtonKind::kPlain)) pressed += 'a';
    if (button(canvas, "tab.b", {100, 10, 80, 30}, "B", ButtonKind::kPlain)) pressed += 'b';
    if (button(canvas, "form.once", {190, 10, 80, 30}, "Once", ButtonKind::kPlain, usable)) {
      pressed += 'o';
      usable = false;
    }
    choice = segmented(canvas, "form.choice", {10, 60, 200, 30}, "Choice", kChoices, choice);
    slider(canvas, "form.amount", {10, 110, 200, 30}, "Amount", amount, 0, 1);
    const Rect field{10, 160, 200, 30};
    reach_text_field(canvas, "form.text", field, "Text");
    ImGui::SetCursorScreenPos(field.min());
    ImGui::InputText("##text", text.data(), text.size());
    end_focus(canvas);
    ImGui::End();
    ImGui::Render();
  }

  /// Down for one frame, up for the next.
  void key(int index) {
    ImGui::GetIO().KeysDown[index] = true;
    frame();
    const std::string during = pressed;
    ImGui::GetIO().KeysDown[index] = false;
    frame();
    pressed = during + pressed;
  }

  bool tab(bool backwards = false) {
    const bool moved = move_focus(state.focus, backwards);
    for (int i = 0; i < 3; ++i) frame();
    return moved;
  }

  UiState state;
  std::string pressed;
  bool usable = false;  // the button "form.once"
  int choice = 1;
  float amount = 0.5F;
  std::array<char, 16> text{"old"};
};

TEST(Focus, TabGoesThroughWhatCanBeUsedAndLeavesAtBothEnds) {
  Form form;
  for (const char* name : {"tab.a", "tab.b", "form.choice", "form.amount", "form.text"}) {
    ASSERT_TRUE(form.tab());
    EXPECT_EQ(form.state.focus.on, name);
    EXPECT_TRUE(form.state.focus.visible);
  }
  EXPECT_FALSE(form.tab());
  EXPECT_EQ(form.state.focus.on, "");
  EXPECT_TRUE(form.tab(true));
  EXPECT_EQ(form.state.focus.on, "form.text");
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(form.tab(true));
  EXPECT_EQ(form.state.focus.label(), "A");
  EXPECT_FALSE(form.tab(true));
}

TEST(Focus, SpaceAndEnterPressWhatHasItAndNothingElse) {
  Form form;
  form.key(ImGuiKey_Space);
  EXPECT_EQ(form.pressed, "");
  form.tab();
  form.key(ImGuiKey_Space);
  EXPECT_EQ(form.pressed, "a");
  form.tab();
  form.key(ImGuiKey_Enter);
  EXPECT_EQ(form.pressed, "b");
}

TEST(Focus, ArrowsChooseSlideAndOtherwiseMoveOn) {
  Form form;
  form.tab();
  form.key(ImGuiKey_RightArrow);
  EXPECT_EQ(form.state.focus.on, "tab.b");
  form.key(ImGuiKey_LeftArrow);
  EXPECT_EQ(form.state.focus.on, "tab.a");
  form.key(ImGuiKey_DownArrow);
  ASSERT_EQ(form.state.focus.on, "form.choice");
  form.key(ImGuiKey_RightArrow);
  EXPECT_EQ(form.choice, 2);
  form.key(ImGuiKey_RightArrow);
  EXPECT_EQ(form.choice, 2) << "it goes beyond the last";
  EXPECT_EQ(form.state.focus.label(), "Choice, Three");
  form.key(ImGuiKey_DownArrow);
  ASSERT_EQ(form.state.focus.on, "form.amount");
  form.key(ImGuiKey_LeftArrow);
  EXPECT_FLOAT_EQ(form.amount, 0.45F);
  EXPECT_EQ(form.state.focus.on, "form.amount");
}

TEST(Focus, StaysOnAButtonThatItsPressDisables) {
  Form form;
  form.usable = true;
  for (int i = 0; i < 3; ++i) form.tab();
  ASSERT_EQ(form.state.focus.on, "form.once");
  form.key(ImGuiKey_Space);
  EXPECT_EQ(form.pressed, "o");
  EXPECT_EQ(form.state.focus.label(), "Once");
  form.key(ImGuiKey_Space);
  EXPECT_EQ(form.pressed, "");
  form.tab();
  EXPECT_EQ(form.state.focus.on, "form.choice");
  form.tab(true);
  EXPECT_EQ(form.state.focus.on, "tab.b") << "what can no longer be pressed is reached";
}

TEST(Focus, ThePageKeysScrollWhereverItIs) {
  Form form;
  form.tab();
  form.state.pointer.scroll = 0;
  form.key(ImGuiKey_PageDown);
  EXPECT_FLOAT_EQ(form.state.pointer.scroll, 360);
  form.key(ImGuiKey_PageUp);
  EXPECT_FLOAT_EQ(form.state.pointer.scroll, 0);
}

TEST(Focus, ATextFieldTakesKeysOnlyWhileItHasIt) {
  Form form;
  form.tab(true);
  ASSERT_EQ(form.state.focus.on, "form.text");
  EXPECT_TRUE(ImGui::GetIO().WantTextInput);
  ImGui::GetIO().AddInputCharacter('7');
  form.frame();
  EXPECT_STREQ(form.text.data(), "7") << "what was there is not replaced";
  form.tab(true);
  EXPECT_FALSE(ImGui::GetIO().WantTextInput);
  ImGui::GetIO().AddInputCharacter('8');
  form.frame();
  EXPECT_STREQ(form.text.data(), "7");
}

TEST(Focus, TheDigitKeysPressTheTabsButNotInAText) {
  Form form;
  form.key('2');
  EXPECT_EQ(form.pressed, "b");
  form.key('1');
  EXPECT_EQ(form.pressed, "a");
  form.key('3');
  EXPECT_EQ(form.pressed, "");
  ImGui::GetIO().KeyCtrl = true;
  form.key('1');
  EXPECT_EQ(form.pressed, "") << "Ctrl+1 is the browser's";
  ImGui::GetIO().KeyCtrl = false;
  form.tab(true);
  form.key('1');
  EXPECT_EQ(form.pressed, "");
}

TEST(Focus, TheRingComesWithKeysOnly) {
  Form form;
  ImGuiIO& io = ImGui::GetIO();
  io.MousePos = {20, 20};
  form.frame();
  io.MouseDown[0] = true;
  form.frame();
  io.MouseDown[0] = false;
  form.frame();
  EXPECT_EQ(form.pressed, "a");
  EXPECT_EQ(form.state.focus.on, "tab.a");
  EXPECT_FALSE(form.state.focus.visible);
  form.tab();
  EXPECT_EQ(form.state.focus.on, "tab.b") << "Tab does not go on from where the pointer was";
  io.MousePos = {40, 75};
  for (const bool down : {false, true, false}) {
    io.MouseDown[0] = down;
    form.frame();
  }
  EXPECT_EQ(form.choice, 0);
  EXPECT_EQ(form.state.focus.on, "form.choice");
  EXPECT_FALSE(form.state.focus.visible);
  clear_focus(form.state.focus);
  form.frame();
  EXPECT_EQ(form.state.focus.label(), "");
}

}  // namespace
}  // namespace sgan::app
