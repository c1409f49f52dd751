#pragma once

#include "ui/widgets.h"

namespace sgan::app {

enum class Icon { kDice, kLocked, kUnlocked, kPlay, kPause, kReset };

/// Draws a sign in the middle of the rectangle, about 18 CSS pixels high.
void icon(const Canvas& canvas, Icon which, Rect rect, ImU32 color);

/// A button with a sign and, if there is room, its label behind it. True in the frame in which it is pressed.
bool icon_button(const Canvas& canvas, std::string_view name, Rect rect, Icon which, std::string_view label,
                 ButtonKind kind, bool enabled = true);

}  // namespace sgan::app
