#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "sgan/status.h"

namespace sgan::train {

/// How far a run is.
struct Position {
  int epoch = 0;           // to go on with
  std::int64_t batch = 0;  // of that epoch, to go on with
  double seconds = 0;      // spent on this epoch so far
  std::int64_t metrics_bytes = 0, timing_bytes = 0;
  double accuracy = 0;  // on images not trained on, of the last whole epoch
  double test_accuracy = 0;
  int tested_epochs = 0;  // after which the test accuracy was taken; 0: not yet
};

/// All that a run goes on with besides its position. The tensors are read and written in place, on any
/// device; their order is part of the format.
struct TrainingState {
  std::vector<torch::Tensor> tensors;
  std::string identity;  // run_identity(): what must not change between two parts of a run
};

/// The checkpoints of a run: one file each, written atomically, the last kKept of them kept.
class Checkpoints {
 public:
  static constexpr std::size_t kKept = 2;

  explicit Checkpoints(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// steps: done so far in the whole run, the file's name
  [[nodiscard]] Status save(std::int64_t steps, const TrainingState& state, const Position& position) const;

  /// Reads the newest one that is whole and adds those that are not to `damaged`. Refuses one of another
  /// identity or version, and a folder without a whole one; then the state is as before.
  [[nodiscard]] Status load(TrainingState& state, Position& position,
                            std::vector<std::filesystem::path>& damaged) const;

  [[nodiscard]] bool empty() const { return paths().empty(); }

 private:
  /// The newest first.
  [[nodiscard]] std::vector<std::filesystem::path> paths() const;

  std::filesystem::path folder_;
};

}  // namespace sgan::train
