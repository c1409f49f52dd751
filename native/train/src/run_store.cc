#include "run_store.h"

#include <algorithm>
#include <string>
#include <system_error>

#include "sgan_io/file.h"

namespace sgan::train {
namespace {

constexpr std::uint64_t kSpareBytes = 20'000'000;  // for what a run writes besides checkpoints
constexpr std::uint64_t kCheckpointsAtOnce = Checkpoints::kKept + 2;  // one being written, one to spare

Status open_lines(JsonLines& lines, const std::filesystem::path& path, std::int64_t bytes, Console& console) {
  if (Status status = lines.open(path, bytes); !status.ok()) return status;
  if (lines.size() < bytes)
    console.warning(path.string() + ": some lines from before the checkpoint are lost");
  return {};
}

}  // namespace

RunStore::RunStore(const Options& options, bool writes)
    : options_(options), writes_(writes), folder_(options.out), checkpoints_(folder_.checkpoints()) {}

Status RunStore::check(const TrainingState& state) const {
  if (options_.resume) {
    if (Status status = folder_.check_resumable(); !status.ok()) return status;
  } else if (writes_) {
    if (Status status = folder_.check_usable(options_.overwrite); !status.ok()) return status;
  }
  return writes_ ? check_space(state) : Status();
}

Status RunStore::check_space(const TrainingState& state) const {
  std::uint64_t checkpoint = 0;
  for (const torch::Tensor& tensor : state.tensors) checkpoint += tensor.nbytes();
  const std::uint64_t more = options_.resume ? kCheckpointsAtOnce - Checkpoints::kKept : kCheckpointsAtOnce;
  const std::uint64_t needed = more * checkpoint + kSpareBytes;
  const std::uint64_t freed = options_.overwrite ? folder_.size() : 0;
  return folder_.check_space(needed - std::min(needed, freed));
}

Status RunStore::load(TrainingState& state, Position& position, Console& console) {
  Status status = checkpoints_.load(state, position, damaged_);
  for (const std::filesystem::path& path : damaged_)
    console.warning(path.string() + ": damaged checkpoint; going back to the one before");
  return status;
}

Status RunStore::open(const Position& position, Console& console) {
  if (!writes_) return {};
  if (Status status = folder_.lock(lock_); !status.ok()) return status;
  if (options_.overwrite) {
    if (Status status = folder_.clear(); !status.ok()) return status;
  }
  if (Status status = folder_.remove_leftovers(); !status.ok()) return status;
  if (Status status = folder_.create(); !status.ok()) return status;
  if (Status status = io::write_file(folder_.config(), options_.config); !status.ok()) return status;
  if (Status status = open_lines(metrics_, folder_.metrics(), position.metrics_bytes, console); !status.ok())
    return status;
  if (Status status = open_lines(timing_, folder_.timing(), position.timing_bytes, console); !status.ok())
    return status;
  std::error_code ignored;
  for (const std::filesystem::path& path : damaged_) std::filesystem::remove(path, ignored);
  return {};
}

Status RunStore::save(std::int64_t steps, const TrainingState& state, Position& position) {
  if (!writes_) return {};
  if (Status status = metrics_.sync(); !status.ok()) return status;
  if (Status status = timing_.sync(); !status.ok()) return status;
  position.metrics_bytes = metrics_.size();
  position.timing_bytes = timing_.size();
  return checkpoints_.save(steps, state, position);
}

}  // namespace sgan::train
