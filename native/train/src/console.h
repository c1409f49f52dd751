#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "metrics.h"

namespace sgan::train {

inline constexpr int kFailure = 1, kBadUsage = 2;  ///< exit statuses

/// One line on stderr, as every failure has it: the first line of `reason`, then `hint`.
void complain(std::string_view reason, const char* hint = "");

/// What the user sees: log lines on stdout, everywhere alike, and below them a progress bar if stderr is a
/// terminal.
class Console {
 public:
  /// speaks: false keeps everything but warnings to itself.  epochs, batches: per run and per epoch
  Console(bool speaks, int epochs, std::int64_t batches);
  ~Console();
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;

  /// From here on time counts.
  /// first_step, last_step: of the whole run, where it goes on and will end  images: per epoch
  void start(std::int64_t first_step, std::int64_t last_step, std::int64_t images);

  void line(const std::string& text);
  /// On stderr.
  void warning(const std::string& text);
  /// The article's log line.
  void log(const StepRecord& record);
  /// seconds: spent on the epoch's steps
  void log(const EpochRecord& record, double seconds);
  void log_test(double accuracy);
  /// Redraws the bar, at most a few times a second.  steps: done so far, of the whole run
  void progress(std::int64_t steps);

 private:
  using Clock = std::chrono::steady_clock;
  void clear_bar();

  bool speaks_;
  int epochs_;
  std::int64_t batches_, first_step_ = 0, last_step_ = 0, images_ = 0;
  std::string status_, accuracy_;  // the last losses and validation accuracy, for the bar
  bool terminal_;
  bool bar_visible_ = false;
  Clock::time_point start_ = Clock::now(), drawn_{};
};

/// A progress bar of at most `columns` characters; words matter more than the bar.  share: 0..1
[[nodiscard]] std::string fit_bar(double share, const std::string& words, std::size_t columns);

/// 3725 s is "1:02:05", 65 s is "1:05".
[[nodiscard]] std::string format_duration(double seconds);

}  // namespace sgan::train
