#pragma once

#include <string>
#include <string_view>

#include "ui/state.h"

namespace sgan::app {

/// What stands behind '#' in the page's address so that it shows this view again: "tab=sample&seed=7&...".
/// ASCII, and nothing that an address would have to escape.
[[nodiscard]] std::string view_link(const UiState& state);

/// Shows the view of a link. Links come from anywhere: what is not understood or out of range is left as it
/// was, and the first of it is named in the line returned, which is empty if there is none.
[[nodiscard]] std::string open_link(UiState& state, std::string_view link);

}  // namespace sgan::app
