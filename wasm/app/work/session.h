#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "sgan/generator.h"
#include "sgan/model.h"
#include "ui/state.h"

namespace sgan::app {

/// The models' part of the page: fills in what the state asks for, a little in each frame.
class Session {
 public:
  /// Takes a weights file; on failure the model before stays. All that is shown is made anew with the new
  /// one.
  [[nodiscard]] Status load(std::span<const std::byte> bytes, UiState& state);

  /// The model that is loaded, or none.
  [[nodiscard]] const Model* model() const { return loaded_ ? &model_ : nullptr; }
  [[nodiscard]] Workspace& workspace() { return workspace_; }

  /// Generates and judges samples until they are all there or `budget_ms` have passed, at least one.
  /// Returns the indices [first, last) of the new ones.
  struct Range {
    int first = 0, last = 0;
  };
  Range advance_samples(UiState& state, double budget_ms);

  /// Rasterises and judges the drawing if it has changed; true if it had.
  bool judge_drawing(UiState& state);

  /// The samples that are there as one PNG, as `sgan sample --png` lays them out; empty if there are none.
  [[nodiscard]] std::vector<std::byte> samples_png(const SampleState& sample) const;

 private:
  void generate_one(SampleState& sample, int index);
  [[nodiscard]] std::size_t pixels() const;

  Model model_;
  bool loaded_ = false;
  Workspace workspace_;
  std::vector<float> latent_;  // [latent_dim]
};

}  // namespace sgan::app
