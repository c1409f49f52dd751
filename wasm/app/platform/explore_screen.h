#pragma once

#include "platform/textures.h"
#include "work/explore_work.h"
#include "work/session.h"

namespace sgan::app {

/// The tab Explore between the models and the browser: its textures, its downloads, its clock.
class ExploreScreen {
 public:
  /// Does what the person has asked for.
  void serve(Session& session, UiState& state);
  /// Moves what moves by itself and makes the pictures that are missing; true if there is more to do in the
  /// next frame.
  bool work(Session& session, UiState& state, double budget_ms);

 private:
  ExploreWork work_;
  DigitTexture large_, small_;
  double last_ = 0;  // UiState::now of the frame before
};

}  // namespace sgan::app
