#include "metrics.h"

#include <cerrno>
#include <nlohmann/json.hpp>
#include <system_error>

namespace sgan::train {

Status MetricsLog::open(const std::filesystem::path& path, std::int64_t keep_bytes) {
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

Status MetricsLog::write(const StepRecord& record) {
  const nlohmann::ordered_json json{{"type", "step"},          {"epoch", record.epoch},
                                    {"batch", record.batch},   {"d_loss", record.d_loss},
                                    {"g_loss", record.g_loss}, {"accuracy", record.accuracy}};
  return write_line(json.dump());
}

Status MetricsLog::write(const EpochRecord& record) {
  const nlohmann::ordered_json json{
      {"type", "epoch"},          {"epoch", record.epoch},       {"d_loss", record.d_loss},
      {"g_loss", record.g_loss},  {"accuracy", record.accuracy}, {"test_accuracy", record.test_accuracy},
      {"seconds", record.seconds}};
  return write_line(json.dump());
}

Status MetricsLog::write_line(std::string line) {
  line += '\n';
  if (std::fwrite(line.data(), 1, line.size(), file_.get()) != line.size() || std::fflush(file_.get()) != 0)
    return {StatusCode::kInvalidArgument,
            path_.string() + ": cannot write: " + std::generic_category().message(errno)};
  size_ += static_cast<std::int64_t>(line.size());
  return {};
}

}  // namespace sgan::train
