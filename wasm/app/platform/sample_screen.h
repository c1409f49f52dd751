#pragma once

#include "platform/textures.h"
#include "work/sample_work.h"
#include "work/session.h"

namespace sgan::app {

/// The tab Sample between the models and the browser: its texture, its downloads.
class SampleScreen {
 public:
  /// Does what the person has asked for.
  void serve(UiState& state);
  /// Makes some of the digits that are missing; true if any are.
  bool work(Session& session, UiState& state, double budget_ms);

 private:
  SampleWork work_;
  DigitTexture texture_;
};

}  // namespace sgan::app
