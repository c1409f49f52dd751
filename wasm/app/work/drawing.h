#pragma once

#include <string>

#include "ui/state.h"
#include "work/lookalikes.h"

namespace sgan::app {

/// The models' part of the tab Draw.
class DrawingWork {
 public:
  struct Changes {
    bool judged = false;  // verdict and pictures of the drawing are new
    bool found = false;   // so are the digits like it
  };

  /// Rasterises and judges the drawing if it has changed, and goes on looking for digits like it for
  /// `budget_ms`.
  Changes advance(DrawState& draw, const Model& model, Workspace& workspace, double budget_ms);

  [[nodiscard]] const std::vector<Lookalike>& lookalikes() const { return search_.best(); }

 private:
  static void judge(DrawState& draw, const Model& model, Workspace& workspace);

  LookalikeSearch search_;
};

/// The drawing, or the challenge's misread ones, as a file for `sgan classify --strokes`.
[[nodiscard]] std::string drawing_file(const DrawState& draw);
[[nodiscard]] std::string misread_file(const Challenge& challenge);

}  // namespace sgan::app
