#include "work/training.h"

#include <algorithm>
#include <array>
#include <utility>

#include "work/png.h"
#include "work/training_files.h"

namespace sgan::app {
namespace {

using FileStatus = TrainingFile::Status;

constexpr auto kPaths = TrainingState::kPaths;
const std::string kSamples = "training/samples/";

/// Asks for the file unless it has been asked for.
void ask(TrainingFile& file, std::string path, std::vector<std::string>& paths) {
  if (file.status != FileStatus::kUnasked) return;
  file.status = FileStatus::kComing;
  paths.push_back(std::move(path));
}

void forget_failure(TrainingFile& file) {
  if (file.status == FileStatus::kAbsent || file.status == FileStatus::kBroken) file = {};
}

}  // namespace

std::vector<float> square_image(const GreyImage& image) {
  const int side = std::max(image.width, image.height);
  std::vector<float> square(static_cast<std::size_t>(side) * static_cast<std::size_t>(side), -1);
  const int left = (side - image.width) / 2, top = (side - image.height) / 2;
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      square[static_cast<std::size_t>((top + y) * side + left + x)] =
          from_byte(image.pixels[static_cast<std::size_t>(y * image.width + x)]);
    }
  }
  return square;
}

std::vector<std::string> TrainingWork::wanted(TrainingState& training) {
  std::vector<std::string> paths;
  if (!training.opened) return paths;
  if (std::exchange(training.want_again, false)) {
    for (TrainingFile& file : training.files) forget_failure(file);
    for (TrainingFile& file : training.grids.files) forget_failure(file);
  }
  for (std::size_t i = 0; i < kPaths.size(); ++i) ask(training.files[i], kPaths[i], paths);
  SampleGrids& grids = training.grids;
  if (grids.shown < 0) return paths;
  // The neighbours come as well, so that the scrubber has them at hand.
  const int last = static_cast<int>(grids.files.size()) - 1;
  for (const int i : {grids.shown, grids.shown - 1, grids.shown + 1}) {
    if (i < 0 || i > last) continue;
    ask(grids.files[static_cast<std::size_t>(i)],
        kSamples + training.history.grids[static_cast<std::size_t>(i)], paths);
  }
  return paths;
}

bool TrainingWork::take(TrainingState& training, const std::string& path, std::span<const std::byte> bytes,
                        const std::string& problem) {
  const auto found = std::find(kPaths.begin(), kPaths.end(), path);
  if (found == kPaths.end()) return take_grid(training, path, bytes, problem);
  const auto index = static_cast<std::size_t>(found - kPaths.begin());
  if (!problem.empty()) {
    training.files[index] = {FileStatus::kAbsent, problem};
    return true;
  }
  read(training, index, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  return true;
}

void TrainingWork::read(TrainingState& training, std::size_t file, std::string_view json) {
  Status status;
  switch (file) {
    case TrainingState::kHistory:
      status = read_history(json, training.history);
      if (!status.ok()) break;
      training.grids.files.assign(training.history.grids.size(), {});
      training.grids.shown = static_cast<int>(training.history.grids.size()) - 1;
      break;
    case TrainingState::kLabels:
      status = read_comparison(json, "labels", training.labels);
      break;
    case TrainingState::kFid:
      status = read_comparison(json, "epoch", training.fid);
      break;
    default:
      status = read_evaluation(json, training.card);
  }
  training.files[file] = {status.ok() ? FileStatus::kHere : FileStatus::kBroken, status.message()};
}

bool TrainingWork::take_grid(TrainingState& training, const std::string& path,
                             std::span<const std::byte> bytes, const std::string& problem) {
  if (!path.starts_with(kSamples)) return false;
  const std::vector<std::string>& names = training.history.grids;
  const auto found = std::find(names.begin(), names.end(), path.substr(kSamples.size()));
  if (found == names.end()) return true;
  const auto index = static_cast<int>(found - names.begin());
  TrainingFile& file = training.grids.files[static_cast<std::size_t>(index)];
  if (!problem.empty()) {
    file = {FileStatus::kAbsent, problem};
    return true;
  }
  GreyImage image;
  const Status status = decode_png(bytes, image);
  file = {status.ok() ? FileStatus::kHere : FileStatus::kBroken, status.message()};
  if (status.ok()) grids_[index] = std::move(image);
  return true;
}

const GreyImage* TrainingWork::to_upload(const TrainingState& training) const {
  const SampleGrids& grids = training.grids;
  if (grids.in_texture == grids.shown) return nullptr;
  const auto found = grids_.find(grids.shown);
  return found == grids_.end() ? nullptr : &found->second;
}

}  // namespace sgan::app
