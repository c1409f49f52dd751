#pragma once

#include <string>

#include "ui/state.h"

namespace sgan::app {

/// What window.sgan.state() and window.sgan.widgets() return, as JSON (web/boot.mjs adds `ready` and
/// `error`).
[[nodiscard]] std::string state_json(const UiState& state, double frame_ms);
[[nodiscard]] std::string widgets_json(const UiState& state);  // name -> [x, y, w, h] in CSS pixels

}  // namespace sgan::app
