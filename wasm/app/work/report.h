#pragma once

#include <string>

#include "ui/state.h"

namespace sgan::app {

/// How long the last frame took, in milliseconds.
struct FrameTimes {
  double frame;  // all of it
  double work;   // generating and judging
};

/// What window.sgan.state() and window.sgan.widgets() return, as JSON (web/boot.mjs adds `ready` and
/// `error`).
[[nodiscard]] std::string state_json(const UiState& state, const FrameTimes& times);
[[nodiscard]] std::string widgets_json(const UiState& state);  // name -> [x, y, w, h] in CSS pixels

}  // namespace sgan::app
