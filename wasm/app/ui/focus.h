#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ui/geometry.h"

namespace sgan::app {

struct Canvas;
struct UiState;

/// What the arrow keys do on a widget: move the focus to its neighbour, or belong to the widget itself, left
/// and right or all four.
enum class Arrows { kMove, kHorizontal, kAll };

/// A widget that the keyboard reaches.
struct FocusStop {
  std::string name, label;  // label: what a screen reader says
  Rect rect;
  Arrows arrows = Arrows::kMove;
};

/// Where the keyboard is. Dear ImGui 1.86 knows no order of tabs for widgets like ours, so the page keeps its
/// own: the order in which they are drawn. ui/widgets.h takes part in it; other code need not.
struct Focus {
  std::string on;                // the widget that has the focus; none: empty
  bool visible = false;          // the ring is shown: a key brought the focus here, not the pointer
  bool moved = false;            // by a key since the last frame
  bool arrived = false;          // by a key just before this frame
  std::string press;             // a widget that a shortcut presses in the next frame
  std::vector<FocusStop> stops;  // of this frame, in their order

  [[nodiscard]] bool shows(std::string_view name) const { return visible && on == name; }
  /// What a screen reader says of the widget; empty if none shows the focus.
  [[nodiscard]] std::string_view label() const;
};

/// The Tab key: on to the next widget, or back. False, and no widget has the focus any longer, at the end of
/// the page, where the browser moves on; from there the next call enters the page at that end.
bool move_focus(Focus& focus, bool backwards);

/// The pointer gave the focus to a widget; to one that keys do not reach: empty.
void point_focus(Focus& focus, std::string_view name);

/// The pointer or the browser took the focus away.
void clear_focus(Focus& focus);

/// Before the widgets of a frame are drawn. A text field that lost the focus takes no more keys.
void begin_focus(Focus& focus);

/// After them: arrow keys that no widget wanted, the keys 1 to 9 for the tabs, and scrolling to what has the
/// focus.
void end_focus(const Canvas& canvas);

}  // namespace sgan::app
