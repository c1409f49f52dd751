#pragma once

#include "platform/textures.h"
#include "work/drawing.h"
#include "work/session.h"

namespace sgan::app {

/// The tab Draw between the models and the browser: its textures, its downloads.
class DrawScreen {
 public:
  /// After another model has been loaded.
  void create(UiState& state);
  /// Does what the person has asked for.
  void serve(UiState& state);
  /// Judges the drawing if it has changed, and looks for digits like it; true if there is something new.
  bool work(Session& session, UiState& state, double budget_ms);

 private:
  DrawingWork work_;
  DigitTexture seen_, boxed_, lookalikes_;
};

}  // namespace sgan::app
