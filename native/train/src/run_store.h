#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "checkpoint.h"
#include "console.h"
#include "metrics.h"
#include "options.h"
#include "run_folder.h"

namespace sgan::train {

/// A run on disk: its folder with options, metrics and checkpoints. Of several processes the first alone
/// writes; the others' calls that write do nothing.
class RunStore {
 public:
  RunStore(const Options& options, bool writes);

  [[nodiscard]] const RunFolder& folder() const { return folder_; }

  /// Refuses a folder that does not suit the options, and a disk without room for checkpoints of `state`.
  /// Writes nothing.
  [[nodiscard]] Status check(const TrainingState& state) const;
  /// Reads the newest checkpoint that is whole, and warns of damaged ones. Writes nothing.
  [[nodiscard]] Status load(TrainingState& state, Position& position, Console& console);
  /// Keeps the folder for this process and makes it ready for a run that goes on at `position`.
  [[nodiscard]] Status open(const Position& position, Console& console);

  [[nodiscard]] Status write(const StepRecord& record) { return writes_ ? metrics_.write(record) : Status(); }
  [[nodiscard]] Status write(const EpochRecord& record) {
    return writes_ ? metrics_.write(record) : Status();
  }
  [[nodiscard]] Status write(const TimingRecord& record) {
    return writes_ ? timing_.write(record) : Status();
  }
  [[nodiscard]] Status write_test(double accuracy) {
    return writes_ ? metrics_.write_test(accuracy) : Status();
  }
  /// A checkpoint, after all lines before it.  steps: done so far in the whole run
  [[nodiscard]] Status save(std::int64_t steps, const TrainingState& state, Position& position);

 private:
  [[nodiscard]] Status check_space(const TrainingState& state) const;

  const Options& options_;
  bool writes_;
  RunFolder folder_;
  FolderLock lock_;
  Checkpoints checkpoints_;
  std::vector<std::filesystem::path> damaged_;  // checkpoints, to be removed
  JsonLines metrics_, timing_;
};

}  // namespace sgan::train
