#pragma once

#include "ui/state.h"

namespace sgan::app {

/// Draws the whole page between ImGui::NewFrame() and ImGui::Render() and takes the person's input into the
/// state.
void draw(UiState& state);

}  // namespace sgan::app
