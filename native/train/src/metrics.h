#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "sgan/status.h"

namespace sgan::train {

/// Losses and accuracy of a step, or their means over an epoch. Accuracies are in 0..1.
struct Losses {
  double d = 0, accuracy = 0;
  std::optional<double> g;  // none without a generator
};

struct StepRecord {
  int epoch = 0;
  std::int64_t batch = 0;
  Losses losses;
};

/// How varied kVarietySamples samples are (evaluate.h), as the classifier sees them.
struct Variety {
  int classes = 0;     // of ten
  double entropy = 0;  // of the classes' shares, 1 where all are alike
};

struct EpochRecord {
  int epoch = 0;
  Losses losses;
  std::optional<double> validation_accuracy, test_accuracy;
  std::optional<Variety> variety;
};

/// What depends on the machine.
struct TimingRecord {
  int epoch = 0;
  std::int64_t steps = 0;
  double seconds = 0, images_per_second = 0;  // of training, without what came between two starts
};

/// One JSON object a line, flushed line by line.
class JsonLines {
 public:
  /// Opens or creates the file and drops what lies beyond `keep_bytes`: what a killed run wrote after its
  /// checkpoint. Of a file that is shorter, whole lines are kept.
  [[nodiscard]] Status open(const std::filesystem::path& path, std::int64_t keep_bytes);
  [[nodiscard]] Status write(const StepRecord& record);
  [[nodiscard]] Status write(const EpochRecord& record);
  [[nodiscard]] Status write(const TimingRecord& record);
  [[nodiscard]] Status write_test(double accuracy);
  /// Returns once the disk has all lines.
  [[nodiscard]] Status sync();
  /// Bytes so far.
  [[nodiscard]] std::int64_t size() const { return size_; }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  [[nodiscard]] Status cannot_write(int error) const;
  [[nodiscard]] Status keep(std::int64_t bytes);
  [[nodiscard]] Status write_line(std::string line);

  std::filesystem::path path_;
  std::unique_ptr<std::FILE, Close> file_;
  std::int64_t size_ = 0;
};

}  // namespace sgan::train
