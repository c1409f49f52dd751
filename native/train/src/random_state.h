#pragma once

#include <torch/torch.h>

#include "processes.h"

namespace sgan::train {

/// Seeds LibTorch's generators, each process with numbers of its own.
void seed_random_numbers(std::uint64_t seed, const Processes& processes);

/// The states of LibTorch's generators on the CPU and on `device`, of all processes; for checkpoints.
/// returns [processes, bytes] I64. All processes call it together.
[[nodiscard]] torch::Tensor random_state(torch::Device device, Processes& processes);

/// Sets this process's generators to what random_state() returned.
void set_random_state(const torch::Tensor& states, torch::Device device, const Processes& processes);

}  // namespace sgan::train
