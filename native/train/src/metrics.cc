#include "metrics.h"

#include <cerrno>
#include <nlohmann/json.hpp>
#include <system_error>

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
  if (!file_)
    return {StatusCode::kInvalidArgument,
            path.string() + ": cannot write: " + std::generic_category().message(errno)};
  std::error_code error;
  size_ = static_cast<std::int64_t>(std::filesystem::file_size(path, error));
  if (!error && size_ > keep_bytes) {
    std::filesystem::resize_file(path, static_cast<std::uintmax_t>(keep_bytes), error);
    size_ = keep_bytes;
  }
  if (error) return {StatusCode::kInvalidArgument, path.string() + ": cannot write: " + error.message()};
  return {};
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
    return {StatusCode::kInvalidArgument,
            path_.string() + ": cannot write: " + std::generic_category().message(errno)};
  size_ += static_cast<std::int64_t>(line.size());
  return {};
}

}  // namespace sgan::train
