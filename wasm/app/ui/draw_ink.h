#pragma once

#include <cstddef>
#include <vector>

#include "sgan/strokes.h"

namespace sgan::app {

/// One line of the pen on the paper.
struct InkStroke {
  Stroke points;                // in units of the paper's side
  std::vector<float> pressure;  // [points], 0..1; 1 where the pen knows none
};
using Ink = std::vector<InkStroke>;

[[nodiscard]] std::size_t count_points(const Ink& ink);

/// The strokes as the core and the command line take them: without their pressure.
[[nodiscard]] Drawing to_drawing(const Ink& ink);

/// Strokes from elsewhere: as they are where they lie on the paper and span a fifth of it, else fitted into
/// its middle.
[[nodiscard]] Ink to_ink(const Drawing& drawing);

/// Takes away the ink whose line lies within `radius` of the way from one point to the other, cutting strokes
/// where it enters and leaves them. True if anything was there.
bool erase_ink(Ink& ink, PenPoint from, PenPoint to, float radius);

/// What was on the paper before, and after, each change.
class InkHistory {
 public:
  /// To be called with the ink as it is, before it changes. What had been undone is forgotten.
  void record(const Ink& before);
  /// Put the paper back to what it was before the last change, or after the one undone last.
  void undo(Ink& ink);
  void redo(Ink& ink);

  [[nodiscard]] bool can_undo() const { return !past_.empty(); }
  [[nodiscard]] bool can_redo() const { return !future_.empty(); }

 private:
  void forget_oldest();

  std::vector<Ink> past_, future_;  // the latest last
};

}  // namespace sgan::app
