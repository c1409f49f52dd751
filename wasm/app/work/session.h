#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "sgan/generator.h"
#include "sgan/model.h"
#include "ui/state.h"

namespace sgan::app {

/// Larger images would not fit into one texture twenty in a row.
inline constexpr int kMostImageSize = 128;

/// Owns the model that is loaded and the memory it works in.
class Session {
 public:
  /// Takes a weights file, of images of at most kMostImageSize; on failure the model before stays. All that
  /// is shown is made anew with the new one.
  [[nodiscard]] Status load(std::span<const std::byte> bytes, UiState& state);

  /// The model that is loaded, or none.
  [[nodiscard]] const Model* model() const { return loaded_ ? &model_ : nullptr; }
  [[nodiscard]] Workspace& workspace() { return workspace_; }

 private:
  Model model_;
  bool loaded_ = false;
  Workspace workspace_;
};

}  // namespace sgan::app
