#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "sgan/status.h"

namespace sgan::train {

struct StepRecord {
  int epoch = 0;
  std::int64_t batch = 0;
  double d_loss = 0, g_loss = 0, accuracy = 0;  // accuracy in 0..1
};

struct EpochRecord {
  int epoch = 0;
  double d_loss = 0, g_loss = 0, accuracy = 0;  // means over the epoch
  double test_accuracy = 0;                     // in 0..1
  double seconds = 0;                           // of training, without what came between two starts
};

/// metrics.jsonl: one JSON object a line, flushed line by line.
class MetricsLog {
 public:
  /// Opens or creates the file and drops what lies beyond `keep_bytes`: steps a killed run logged after its
  /// checkpoint.
  [[nodiscard]] Status open(const std::filesystem::path& path, std::int64_t keep_bytes);
  [[nodiscard]] Status write(const StepRecord& record);
  [[nodiscard]] Status write(const EpochRecord& record);
  /// Bytes so far.
  [[nodiscard]] std::int64_t size() const { return size_; }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  Status write_line(std::string line);

  std::filesystem::path path_;
  std::unique_ptr<std::FILE, Close> file_;
  std::int64_t size_ = 0;
};

}  // namespace sgan::train
