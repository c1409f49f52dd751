#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "temporary_folder.h"

namespace sgan::test {

/// What a program left behind.
struct Ended {
  int status = -1;  // its exit status; 128 + n after signal n
  std::string out, err;
};

/// A running sgan-train, or another program of its kind.
class TrainProgram {
 public:
  /// environment: "NAME=value" beside what this process has
  explicit TrainProgram(const std::vector<std::string>& arguments,
                        const std::vector<std::string>& environment = {},
                        const char* program = SGAN_TRAIN_PROGRAM);
  ~TrainProgram();
  TrainProgram(const TrainProgram&) = delete;
  TrainProgram& operator=(const TrainProgram&) = delete;

  /// Waits until standard output holds `text`; false if the program ended or a minute went by before.
  [[nodiscard]] bool wait_for(const std::string& text) const;
  void send(int signal) const;
  [[nodiscard]] Ended wait();

 private:
  [[nodiscard]] bool ended() const;

  TemporaryFolder folder_;
  pid_t child_ = -1;
};

/// Runs sgan-train to its end.
[[nodiscard]] Ended run_train(const std::vector<std::string>& arguments);

/// Runs sgan-train on a terminal of its own; the outcome's `out` is all that the terminal showed.
[[nodiscard]] Ended run_train_on_terminal(const std::vector<std::string>& arguments);

[[nodiscard]] std::string text_of(const std::filesystem::path& path);

/// Writes the first images of MNIST as a data set of its own; false if MNIST is not there.
[[nodiscard]] bool write_small_mnist(const std::filesystem::path& folder, int training, int test);

}  // namespace sgan::test
