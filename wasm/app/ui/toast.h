#pragma once

#include <string>

#include "ui/widgets.h"

namespace sgan::app {

/// Shows the words at the lower edge of the page for as long as they take to read, in place of what was shown
/// there.
void show_toast(UiState& state, std::string line);

/// Draws it, over everything else.
void draw_toast(const Canvas& canvas);

}  // namespace sgan::app
