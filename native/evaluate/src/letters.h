#pragma once

#include <span>

#include "sgan/strokes.h"

namespace sgan::evaluation {

/// Letters in handwriting that cannot be taken for digits. Each is some strokes in a box that is 4 wide and 6
/// high.
struct Letter {
  char name;
  Drawing strokes;
};
[[nodiscard]] std::span<const Letter> letters();

}  // namespace sgan::evaluation
