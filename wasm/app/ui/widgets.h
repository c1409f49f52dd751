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
[[nodiscard]] float text_width(const ImFont* font, std::string_view line);

/// A surface with a thin border.
void card(const Canvas& canvas, Rect rect);

enum class ButtonKind { kPrimary, kPlain };
/// True in the frame in which it is pressed.
bool button(const Canvas& canvas, std::string_view name, Rect rect, std::string_view label, ButtonKind kind,
            bool enabled = true);

/// One of several, side by side: the index that is chosen now.  Each is noted as "<name>_<label in lower
/// case>".
int segmented(const Canvas& canvas, std::string_view name, Rect rect, std::span<const std::string> labels,
              int chosen);

/// A value on a line; true while it changes.
bool slider(const Canvas& canvas, std::string_view name, Rect rect, float& value, float least, float most);

/// A tab of the page's tab bar; true when it is pressed.
bool tab_button(const Canvas& canvas, std::string_view name, Rect rect, std::string_view label, bool chosen);

}  // namespace sgan::app
