#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "metrics.h"

namespace sgan::train {

/// What the user sees: log lines on stdout, everywhere alike, and below them a progress bar if stderr is a
/// terminal.
class Console {
 public:
  /// epochs, batches: per run and per epoch, for the log lines.  first_step: where the run goes on.
  Console(int epochs, std::int64_t batches, std::int64_t first_step);
  ~Console();
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;

  void line(const std::string& text);
  /// The article's log line.
  void log(const StepRecord& record);
  void log(const EpochRecord& record);
  /// Redraws the bar, at most a few times a second.  steps: done so far, of the whole run
  void progress(std::int64_t steps);

 private:
  using Clock = std::chrono::steady_clock;
  void clear_bar();

  int epochs_;
  std::int64_t batches_, first_step_;
  bool terminal_;
  bool bar_visible_ = false;
  Clock::time_point start_ = Clock::now(), drawn_{};
};

/// 3725 s is "1:02:05", 65 s is "1:05".
[[nodiscard]] std::string format_duration(double seconds);

}  // namespace sgan::train
