#pragma once

#include "platform/textures.h"
#include "ui/state.h"
#include "work/training.h"

namespace sgan::app {

/// The tab Training between its files and the browser: fetches them, and holds the picture that is shown.
class TrainingScreen {
 public:
  /// Asks the page for the files that are wanted.
  void serve(UiState& state);
  /// Takes one that has come; false if it is not for this tab.  problem: why it did not come, or empty
  bool take(UiState& state, const std::string& path, std::span<const std::byte> bytes,
            const std::string& problem);
  /// Puts the chosen epoch's picture into the texture; true if it is new.
  bool work(UiState& state);

 private:
  TrainingWork work_;
  DigitTexture texture_;
};

}  // namespace sgan::app
