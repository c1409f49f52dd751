#pragma once

#include <filesystem>
#include <string>
#include <utility>

#include "sgan/status.h"

namespace sgan::train {

/// Where a run keeps what.
class RunFolder {
 public:
  explicit RunFolder(std::filesystem::path root) : root_(std::move(root)) {}

  [[nodiscard]] const std::filesystem::path& root() const { return root_; }
  [[nodiscard]] std::filesystem::path config() const { return root_ / "config.toml"; }
  [[nodiscard]] std::filesystem::path metrics() const { return root_ / "metrics.jsonl"; }
  [[nodiscard]] std::filesystem::path model() const { return root_ / "model.safetensors"; }
  [[nodiscard]] std::filesystem::path checkpoint() const { return root_ / "checkpoint" / "state.pt"; }
  /// samples/<name>_<number with six digits>.png
  [[nodiscard]] std::filesystem::path sample(const std::string& name, long number) const;

  /// For a new run: refuses a folder that holds something. Writes nothing.
  [[nodiscard]] Status check_unused() const;
  /// For a run that goes on: refuses a folder without a checkpoint.
  [[nodiscard]] Status check_resumable() const;
  /// Makes the folder and the ones inside it.
  [[nodiscard]] Status create() const;

 private:
  std::filesystem::path root_;
};

}  // namespace sgan::train
