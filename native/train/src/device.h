#pragma once

#include <torch/torch.h>

#include <string>

#include "options.h"
#include "process_settings.h"
#include "processes.h"
#include "sgan/status.h"

namespace sgan::train {

/// Where and in which type a run calculates.
struct Machine {
  torch::Device device = torch::kCPU;
  torch::Dtype compute_type = torch::kFloat;
  bool tf32 = false;  // F32 products may round their factors
  int threads = 1;

  /// "CPU, 2 threads, bf16" or "CUDA, fp32"
  [[nodiscard]] std::string describe() const;
};

/// Follows --device, --precision and --threads and sets LibTorch's threads; the processes on one machine
/// share its cores and take a GPU each. Refuses a device that is not there, and a machine without memory to
/// train in.
[[nodiscard]] Status set_up_machine(const Options& options, const ProcessSettings& settings,
                                    Machine& machine);

/// A CPU's `--precision auto`, decided by a measurement, becomes the same type in all processes of the run
/// and is then the option's value.
void agree_on_precision(Processes& processes, Machine& machine, Options& options);

}  // namespace sgan::train
