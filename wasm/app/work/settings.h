#pragma once

#include <string>
#include <string_view>

#include "ui/state.h"

namespace sgan::app {

/// What the page remembers of itself between visits, as JSON: {tab, brush, side, variety}. What is made or
/// drawn is no setting.
[[nodiscard]] std::string settings_json(const UiState& state);

/// Takes them back. Whatever is missing, of another kind or out of its range is left as it is; so is
/// everything if the text is no JSON.
void apply_settings(UiState& state, std::string_view json);

}  // namespace sgan::app
