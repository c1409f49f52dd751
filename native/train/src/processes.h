#pragma once

#include <torch/torch.h>

#include <memory>
#include <stdexcept>

#include "process_group.h"
#include "process_settings.h"
#include "sgan/status.h"

namespace sgan::train {

/// Another process of the run is gone; what() is one line for the user.
class ProcessesError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The processes of one run, started by torchrun or any launcher of its kind; often this one alone. All of
/// them make the same calls in the same order. A call that finds another process gone throws ProcessesError.
class Processes {
 public:
  /// A run of one process.
  Processes() = default;

  /// Connects to the others, if settings have some, and waits for them.  device: where most tensors will be
  [[nodiscard]] static Status join(const ProcessSettings& settings, torch::Device device,
                                   std::unique_ptr<Processes>& processes);

  [[nodiscard]] int rank() const { return rank_; }
  [[nodiscard]] int count() const { return count_; }
  /// The one that writes files and talks to the user.
  [[nodiscard]] bool first() const { return rank_ == 0; }

  /// In place: the mean, the sum, over all processes.  tensor: contiguous
  void average(torch::Tensor& tensor);
  void sum(torch::Tensor& tensor);
  /// True on all if it is true on any.
  [[nodiscard]] bool any(bool value);

 private:
  int rank_ = 0, count_ = 1;
  bool takes_cuda_ = false;
  // Torn down in reverse order: groups before the point at which they met.
  std::unique_ptr<MeetingPoint> point_;
  std::unique_ptr<ProcessGroup> group_;      // of the device's tensors
  std::unique_ptr<ProcessGroup> cpu_group_;  // of the CPU's where group_ takes CUDA tensors alone
};

}  // namespace sgan::train
