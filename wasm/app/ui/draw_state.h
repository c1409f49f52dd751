#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "sgan/strokes.h"
#include "ui/draw_challenge.h"
#include "ui/draw_ink.h"
#include "ui/picture.h"

namespace sgan::app {

inline constexpr float kThinnestBrush = 0.02F, kThickestBrush = 0.12F;  // of the drawing area's side

enum class PenTool { kPen, kEraser };

/// What the card below the verdict offers.
enum class DrawPlay { kLookalikes, kChallenge };

inline constexpr std::size_t kLookalikes = 5;

/// The generated digits that are most like the drawing.
struct LookalikeState {
  bool want = false;  // asked for by the person; whoever serves it clears it
  bool busy = false;
  int tried = 0;                 // digits generated so far
  std::vector<float> distances;  // of those found, the nearest first; at most kLookalikes
  Atlas atlas;                   // their images

  [[nodiscard]] int found() const { return static_cast<int>(distances.size()); }
};

/// The tab Draw: a drawing and what the networks make of it.
struct DrawState {
  Ink ink;
  InkHistory history;
  PenTool tool = PenTool::kPen;
  float brush = 0.055F;  // line width on the screen, in units of the paper's side
  bool pen_down = false;
  bool stroke_begun = false;          // by the pen that is down
  bool eraser_cut = false;            // the eraser that is down has taken something away
  std::optional<PenPoint> eraser_at;  // where it was last

  bool changed = false;            // ink differs from what the following are about
  std::optional<Verdict> verdict;  // none: nothing to judge
  std::vector<float> boxed;        // [kStrokeBox, kStrokeBox], the drawing fitted into its box
  std::vector<float> seen;         // [size, size], what the network sees; empty: nothing
  Atlas boxed_atlas, seen_atlas;   // those images alone

  DrawPlay play = DrawPlay::kLookalikes;
  LookalikeState like;
  Challenge challenge;
  bool want_file = false;  // wants the strokes as a file; whoever serves it clears it

  /// A new sheet: nothing to undo. A pen that is down draws no more until it is lifted, and what an eraser
  /// goes on to erase is a step of its own.
  void clear_paper() {
    ink.clear();
    history = {};
    stroke_begun = eraser_cut = false;
    changed = true;
  }
  /// Other strokes in place of these, which Undo brings back. Pen and eraser are as with a new sheet.
  void replace_ink(Ink strokes) {
    history.record(ink);
    ink = std::move(strokes);
    stroke_begun = eraser_cut = false;
    changed = true;
  }
  [[nodiscard]] float eraser_radius() const { return brush; }
  /// The verdict that may be shown: the challenge keeps it to itself until the answer is given.
  [[nodiscard]] const Verdict* shown_verdict() const {
    return verdict && !challenge.asking() ? &*verdict : nullptr;
  }
};

}  // namespace sgan::app
