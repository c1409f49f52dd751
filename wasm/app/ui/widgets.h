#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

#include "ui/state.h"

namespace sgan::app {

/// What the tabs draw with during one frame.
struct Canvas {
  UiState& state;
  const Palette& colors;
  ImDrawList& list;

  /// CSS pixels to whole device pixels.
  [[nodiscard]] float px(float css) const;
  /// Remembers where a widget is, for tests and for the browser; "<tab>.<what>".
  void note(std::string_view name, Rect rect) const;
  /// A finger that starts here drags what is here and not the page.
  void keep_drags(Rect rect) const { state.drag_areas.push_back(rect); }
  /// Asks for a frame after so many seconds, 0 for the next one: without that the page rests until it is
  /// touched.
  void redraw_in(double seconds) const { state.redraw_at = std::min(state.redraw_at, state.now + seconds); }
};

struct TextStyle {
  ImFont* font;
  ImU32 color;
  float align = 0;  // 0 left, 0.5 centre, 1 right
};

/// One line, vertically in the middle of the rectangle, cut with "..." where it is too long.
void text(const Canvas& canvas, Rect rect, const TextStyle& style, std::string_view line);
/// Several lines from the top of the rectangle, broken between words.
void paragraph(const Canvas& canvas, Rect rect, const TextStyle& style, std::string_view words);
/// How high a paragraph of that width becomes.
[[nodiscard]] float paragraph_height(const ImFont* font, float width, std::string_view words);
[[nodiscard]] float text_width(const ImFont* font, std::string_view line);

/// How a widget takes part in the pointer's and the keyboard's work.
struct Reach {
  std::string_view label{};       // what a screen reader says when it gets the focus
  Arrows arrows = Arrows::kMove;  // what the arrow keys do on it
  bool stop = true;               // the Tab key stops here
  bool enabled = true;            // if not, it is there but takes nothing
  float rounding = 8;             // of its focus ring, in CSS pixels
};

/// What the person does to a widget in this frame.
struct Interaction {
  bool pressed = false;  // clicked or tapped, or Space or Enter
  bool hovered = false, held = false;
  bool focused = false;     // keys go here
  int right = 0, down = 0;  // arrow keys it claimed, -1, 0 or 1 each
};

/// An invisible button over the rectangle, reached by pointer and keyboard, with a hand cursor and a ring
/// when a key brought the focus. What every widget of the page is made of.
Interaction interact(const Canvas& canvas, std::string_view name, Rect rect, const Reach& reach = {});

/// The keyboard's half of it, for a widget that takes the pointer itself or consists of several.
Interaction by_keyboard(const Canvas& canvas, std::string_view name, Rect rect, const Reach& reach);

/// To be called before an ImGui::InputText() over the rectangle: the Tab key then reaches the field.
void reach_text_field(const Canvas& canvas, std::string_view name, Rect rect, std::string_view label);

void focus_ring(const Canvas& canvas, Rect rect, float css_rounding);

/// A filled rectangle for what may take much of the screen: quicker than ImDrawList's own where
/// UiState::clear_box is set.
void surface(const Canvas& canvas, Rect rect, ImU32 color, float rounding);

/// A surface with a thin border.
void card(const Canvas& canvas, Rect rect);

/// Cuts a row of a table off the top of `rest`, with a faint line above it.
Rect table_row(const Canvas& canvas, Rect& rest, float height);

enum class ButtonKind { kPrimary, kPlain };
/// True in the frame in which it is pressed.  spoken: what a screen reader says, if not the label
bool button(const Canvas& canvas, std::string_view name, Rect rect, std::string_view label, ButtonKind kind,
            bool enabled = true, std::string_view spoken = {});

/// One of several, side by side: the index that is chosen now.  Each is noted as "<name>_<label in lower
/// case>".  spoken: what a screen reader says before the chosen label; stop: its name for the keyboard, where
/// several rows share a name
int segmented(const Canvas& canvas, std::string_view name, Rect rect, std::string_view spoken,
              std::span<const std::string> labels, int chosen, std::string_view stop = {});

/// A value on a line; true while it changes. The arrow keys change it by `step`.  spoken: what a screen
/// reader says, with the value
bool slider(const Canvas& canvas, std::string_view name, Rect rect, std::string_view spoken, float& value,
            float least, float most, float step);
inline bool slider(const Canvas& canvas, std::string_view name, Rect rect, std::string_view spoken,
                   float& value, float least, float most) {
  return slider(canvas, name, rect, spoken, value, least, most, (most - least) / 20);
}

/// A tab of the page's tab bar; true when it is pressed.
bool tab_button(const Canvas& canvas, std::string_view name, Rect rect, std::string_view label, bool chosen);

}  // namespace sgan::app
