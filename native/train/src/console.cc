#include "console.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "text.h"

namespace sgan::train {
namespace {

constexpr auto kRedrawInterval = std::chrono::milliseconds(200);
constexpr std::size_t kBarWidth = 30, kLeastBarWidth = 5;  // characters
constexpr std::size_t kUsualColumns = 80;                  // where the terminal does not say

std::size_t terminal_columns() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : kUsualColumns;
}

}  // namespace

void complain(std::string_view reason, const char* hint) {
  const std::string line(reason.substr(0, reason.find('\n')));
  std::fprintf(stderr, "sgan-train: %s%s\n", line.c_str(), hint);
}

std::string format_duration(double seconds) {
  const auto total = static_cast<long>(std::max(seconds, 0.0) + 0.5);
  const long hours = total / 3600, minutes = total / 60 % 60, rest = total % 60;
  return hours > 0 ? format("%ld:%02ld:%02ld", hours, minutes, rest) : format("%ld:%02ld", minutes, rest);
}

Console::Console(bool speaks, int epochs, std::int64_t batches)
    : speaks_(speaks), epochs_(epochs), batches_(batches), terminal_(speaks && isatty(STDERR_FILENO) == 1) {}

void Console::start(std::int64_t first_step, std::int64_t last_step, std::int64_t images) {
  first_step_ = first_step;
  last_step_ = last_step;
  images_ = images;
  start_ = Clock::now();
}

Console::~Console() { clear_bar(); }

void Console::line(const std::string& text) {
  if (!speaks_) return;
  clear_bar();
  std::printf("%s\n", text.c_str());
  std::fflush(stdout);
}

void Console::warning(const std::string& text) {
  clear_bar();
  std::fprintf(stderr, "sgan-train: warning: %s\n", text.c_str());
}

void Console::log(const StepRecord& record) {
  const Losses& losses = record.losses;
  const std::string g = losses.g ? format("%.6f", *losses.g) : "none";
  line(format("[Epoch %d/%d] [Batch %lld/%lld] [D loss: %.6f, acc: %.0f%%] [G loss: %s]", record.epoch,
              epochs_, static_cast<long long>(record.batch), static_cast<long long>(batches_), losses.d,
              100 * losses.accuracy, g.c_str()));
  status_ = format("D %.3f", losses.d) + (losses.g ? format(" G %.3f", *losses.g) : "") + accuracy_;
}

void Console::log(const EpochRecord& record, double seconds) {
  const Losses& losses = record.losses;
  std::string text = format("Epoch %d done in %s: mean D loss %.4f, acc %.1f%%", record.epoch,
                            format_duration(seconds).c_str(), losses.d, 100 * losses.accuracy);
  if (losses.g) text += format(", G loss %.4f", *losses.g);
  if (record.test_accuracy) text += format("; test accuracy %.2f%%", 100 * *record.test_accuracy);
  if (record.validation_accuracy) {
    text += format("; validation accuracy %.2f%%", 100 * *record.validation_accuracy);
    accuracy_ = format(" val %.2f%%", 100 * *record.validation_accuracy);
  }
  if (record.variety) text += format("; samples of %d classes", record.variety->classes);
  line(text);
}

std::string fit_bar(double share, const std::string& words, std::size_t columns) {
  constexpr std::size_t kFrame = 3;  // "[" and "] "
  const std::size_t room = columns - std::min(columns, words.size() + kFrame);
  if (room < kLeastBarWidth) return words.substr(0, columns);
  const std::size_t width = std::min(room, kBarWidth);
  const auto filled = static_cast<std::size_t>(share * static_cast<double>(width));
  return '[' + std::string(filled, '#') + std::string(width - filled, '.') + "] " + words;
}

void Console::log_test(double accuracy) { line(format("Test accuracy %.2f%%", 100 * accuracy)); }

void Console::progress(std::int64_t steps) {
  const auto now = Clock::now();
  if (!terminal_ || steps <= first_step_ || (now - drawn_ < kRedrawInterval && steps < last_step_)) return;
  drawn_ = now;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  const double per_step = seconds / static_cast<double>(steps - first_step_);
  const double share = static_cast<double>(steps) / static_cast<double>(last_step_);
  const std::string words =
      format("%3.0f%%  %s left  %.1f ms/step  %.0f images/s  %s", 100 * share,
             format_duration(per_step * static_cast<double>(last_step_ - steps)).c_str(), 1000 * per_step,
             static_cast<double>(images_) / static_cast<double>(batches_) / per_step, status_.c_str());
  // In the last column a terminal may wrap.
  std::fprintf(stderr, "\r\033[K%s", fit_bar(share, words, terminal_columns() - 1).c_str());
  std::fflush(stderr);
  bar_visible_ = true;
}

void Console::clear_bar() {
  if (!bar_visible_) return;
  std::fprintf(stderr, "\r\033[K");
  std::fflush(stderr);
  bar_visible_ = false;
}

}  // namespace sgan::train
