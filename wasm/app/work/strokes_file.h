#pragma once

#include <optional>
#include <span>
#include <string>

#include "sgan/strokes.h"
#include "ui/picture.h"

namespace sgan::app {

/// A drawing with what was made of it.
struct JudgedDrawing {
  const Drawing* strokes;
  const Verdict* read;       // none: not judged
  std::optional<int> asked;  // what it should be, where that is known
};

/// A file that `sgan classify --strokes` reads: an array of objects with "strokes", and beside them "read",
/// "rejected", "validity", "probs" and "asked" for whoever wants to know what went wrong.
[[nodiscard]] std::string strokes_file(std::span<const JudgedDrawing> drawings);

}  // namespace sgan::app
