#include "metrics.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <system_error>
#include <vector>

#include "sgan_io/file.h"

namespace sgan::train {
namespace {

using nlohmann::ordered_json;

void add_losses(const Losses& losses, ordered_json& json) {
  json["d_loss"] = losses.d;
  json["g_loss"] = losses.g ? ordered_json(*losses.g) : ordered_json();
  json["accuracy"] = losses.accuracy;
}

}  // namespace

Status JsonLines::open(const std::filesystem::path& path, std::int64_t keep_bytes) {
  path_ = path;
  file_.reset(std::fopen(path.c_str(), "ab"));
  if (!file_) return cannot_write(errno);
  std::error_code error;
  size_ = static_cast<std::int64_t>(std::filesystem::file_size(path, error));
  if (error) return cannot_write(error.value());
  if (size_ >= keep_bytes) return keep(keep_bytes);
  std::vector<std::byte> bytes;
  if (Status status = io::read_file(path, bytes); !status.ok()) return status;
  const auto last_end = std::find(bytes.rbegin(), bytes.rend(), std::byte{'\n'});
  return keep(bytes.rend() - last_end);
}

Status JsonLines::keep(std::int64_t bytes) {
  if (bytes < size_ && ftruncate(fileno(file_.get()), bytes) != 0) return cannot_write(errno);
  size_ = bytes;
  return {};
}

Status JsonLines::sync() { return fsync(fileno(file_.get())) == 0 ? Status() : cannot_write(errno); }

Status JsonLines::cannot_write(int error) const {
  return {StatusCode::kInvalidArgument,
          path_.string() + ": cannot write: " + std::generic_category().message(error)};
}

Status JsonLines::write(const StepRecord& record) {
  ordered_json json{{"type", "step"}, {"epoch", record.epoch}, {"batch", record.batch}};
  add_losses(record.losses, json);
  return write_line(json.dump());
}

Status JsonLines::write(const EpochRecord& record) {
  ordered_json json{{"type", "epoch"}, {"epoch", record.epoch}};
  add_losses(record.losses, json);
  if (record.validation_accuracy) json["validation_accuracy"] = *record.validation_accuracy;
  if (record.test_accuracy) json["test_accuracy"] = *record.test_accuracy;
  if (record.variety) {
    json["sample_entropy"] = record.variety->entropy;
    json["sample_classes"] = record.variety->classes;
  }
  return write_line(json.dump());
}

Status JsonLines::write(const TimingRecord& record) {
  const ordered_json json{{"epoch", record.epoch},
                          {"steps", record.steps},
                          {"seconds", record.seconds},
                          {"images_per_second", record.images_per_second}};
  return write_line(json.dump());
}

Status JsonLines::write_test(double accuracy) {
  return write_line(ordered_json{{"type", "test"}, {"test_accuracy", accuracy}}.dump());
}

Status JsonLines::write_line(std::string line) {
  line += '\n';
  if (std::fwrite(line.data(), 1, line.size(), file_.get()) != line.size() || std::fflush(file_.get()) != 0)
    return cannot_write(errno);
  size_ += static_cast<std::int64_t>(line.size());
  return {};
}

}  // namespace sgan::train
