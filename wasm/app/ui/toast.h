#pragma once

#include <string>
#include <string_view>

#include "ui/widgets.h"

namespace sgan::app {

/// As much of a file's name as belongs into a toast: any length of it would cover the page.
[[nodiscard]] std::string short_name(std::string_view name);

/// Shows the words at the lower edge of the page for as long as they take to read, but a quarter of a minute
/// at most, in place of what was shown there.
void show_toast(UiState& state, std::string line);

/// Draws it, over everything else.
void draw_toast(const Canvas& canvas);

}  // namespace sgan::app
