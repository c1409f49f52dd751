#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "sgan/status.h"

namespace sgan::train {

/// Keeps a folder for this process until it is destroyed, or the process ends in whatever way.
class FolderLock {
 public:
  FolderLock() = default;
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

  /// False if another process keeps it. File systems that cannot lock let everyone in.
  [[nodiscard]] bool take(const std::filesystem::path& folder);

 private:
  int descriptor_ = -1;
};

/// Where a run keeps what.
class RunFolder {
 public:
  explicit RunFolder(std::filesystem::path root) : root_(std::move(root)) {}

  [[nodiscard]] const std::filesystem::path& root() const { return root_; }
  [[nodiscard]] std::filesystem::path config() const { return root_ / "config.toml"; }
  [[nodiscard]] std::filesystem::path metrics() const { return root_ / "metrics.jsonl"; }
  [[nodiscard]] std::filesystem::path model() const { return root_ / "model.safetensors"; }
  [[nodiscard]] std::filesystem::path history() const { return root_ / "history.json"; }
  [[nodiscard]] std::filesystem::path report() const { return root_ / "report.html"; }
  [[nodiscard]] std::filesystem::path timing() const { return root_ / "timing.jsonl"; }
  [[nodiscard]] std::filesystem::path checkpoints() const { return root_ / "checkpoint"; }
  [[nodiscard]] std::filesystem::path samples() const { return root_ / "samples"; }
  /// samples/<name>_<number with six digits>.png
  [[nodiscard]] std::filesystem::path sample(const std::string& name, long number) const;

  /// For a new run: refuses a folder that holds something; with `overwrite`, something that is not a run.
  /// Writes nothing.
  [[nodiscard]] Status check_usable(bool overwrite) const;
  /// For a run that goes on: refuses a folder without a checkpoint.
  [[nodiscard]] Status check_resumable() const;
  /// Refuses a disk with less than `bytes` free where the folder is or will be.
  [[nodiscard]] Status check_space(std::uint64_t bytes) const;
  /// Makes the folder if need be, and refuses one that another process trains in.
  [[nodiscard]] Status lock(FolderLock& lock) const;
  /// Bytes of what clear() removes.
  [[nodiscard]] std::uint64_t size() const;
  /// Removes the temporary files of a run that was killed while it wrote.
  [[nodiscard]] Status remove_leftovers() const;
  /// Removes what a run has written, and nothing else.
  [[nodiscard]] Status clear() const;
  /// Makes the folders inside it.
  [[nodiscard]] Status create() const;

 private:
  /// What a run writes.
  [[nodiscard]] std::vector<std::filesystem::path> contents() const;

  std::filesystem::path root_;
};

}  // namespace sgan::train
