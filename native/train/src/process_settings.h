#pragma once

#include <torch/torch.h>

#include <chrono>
#include <functional>
#include <string>

#include "sgan/status.h"

namespace sgan::train {

/// How long the processes of a run wait for each other at its start.
constexpr std::chrono::seconds kJoinTimeout{50};

/// What the launcher of a run's processes says in the environment, as torchrun and its likes do.
struct ProcessSettings {
  int rank = 0;         // RANK: 0..count-1
  int count = 1;        // WORLD_SIZE
  int local_rank = 0;   // LOCAL_RANK: which of this machine's GPUs; RANK where it is not set
  int local_count = 1;  // LOCAL_WORLD_SIZE: processes on this machine; `count` where it is not set
  std::string address;  // MASTER_ADDR: where the first process runs
  int port = 0;         // MASTER_PORT: where it listens
  /// The launcher listens there instead, as torchrun does (TORCHELASTIC_USE_AGENT_STORE); keys of this start
  /// begin with `prefix`.
  bool launcher_listens = false;
  std::string prefix;
  std::chrono::milliseconds timeout = kJoinTimeout;
};

/// Returns the value of an environment variable, null where it is not set.
using EnvironmentLookup = std::function<const char*(const char* name)>;

/// Without WORLD_SIZE, or where it is 1: one process, whatever else is set. Refuses variables that are
/// missing or bad by name.
[[nodiscard]] Status read_environment(const EnvironmentLookup& lookup, ProcessSettings& settings);
/// The same from this process's environment.
[[nodiscard]] Status read_environment(ProcessSettings& settings);

/// The CUDA device of this process, made current too, where `device` is CUDA without an index and the run has
/// several processes; otherwise leaves all as it is. Refuses a local rank that has no device.
[[nodiscard]] Status choose_device(const ProcessSettings& settings, torch::Device& device);

}  // namespace sgan::train
