#pragma once

#include <optional>
#include <vector>

#include "sgan/strokes.h"
#include "ui/picture.h"

namespace sgan::app {

inline constexpr float kThinnestBrush = 0.02F, kThickestBrush = 0.12F;  // of the drawing area's side

/// The tab Draw: a drawing and what the networks make of it.
struct DrawState {
  Drawing strokes;  // in units of the drawing area's side
  bool pen_down = false;
  float brush = 0.055F;            // line width on the screen, in the same unit
  bool changed = false;            // strokes differ from what verdict and seen are about
  std::optional<Verdict> verdict;  // none: nothing to judge
  std::vector<float> seen;         // [size, size], what the network sees; empty: nothing
  Atlas seen_atlas;                // that image alone
};

}  // namespace sgan::app
