#pragma once

#include <string>

#include "ui/state.h"

namespace sgan::app {

/// What is on the screen in a sentence or two, for people who do not see it: what the networks made, and what
/// they make of a drawing.
[[nodiscard]] std::string announcement(const UiState& state);

}  // namespace sgan::app
