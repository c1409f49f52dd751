// One of several processes that train on noise: after each step all must hold the same numbers, bit for bit.
// Ends with 0 if they do.

#include <cstdio>

#include "networks_in_training.h"
#include "processes.h"
#include "random_state.h"
#include "stepper.h"

namespace {

using sgan::train::NetworksInTraining;
using sgan::train::Processes;

constexpr int kSteps = 4;

/// Whether the sum over all is `count` times this one's own: a sum of two or four equal floats is exact.
bool alike(torch::Tensor tensor, Processes& processes) {
  const torch::Tensor own = tensor.detach().clone();
  torch::Tensor sum = own.clone();
  processes.sum(sum);
  return torch::equal(sum, own * processes.count());
}

int fail(const char* what) {
  std::fprintf(stderr, "processes_probe: %s\n", what);
  return 1;
}

}  // namespace

int main() {
  sgan::train::ProcessSettings settings;
  if (!read_environment(settings).ok() || settings.count < 2) return fail("several processes are needed");
  std::unique_ptr<Processes> processes;
  if (!Processes::join(settings, torch::kCPU, processes).ok()) return fail("the processes do not meet");
  torch::set_num_threads(1);
  torch::manual_seed(1);
  sgan::train::Options options;
  options.batch_size = 4;
  options.labels = "20";
  sgan::train::TrainingData data;
  data.images = {torch::randint(256, {64, 1, 32, 32}, torch::kByte), torch::arange(64) % 10};
  data.labelled = torch::arange(20);
  NetworksInTraining networks(options, {}, {});
  sgan::train::Stepper stepper(options, data, networks, *processes);
  sgan::train::seed_random_numbers(1, *processes);
  if (alike(torch::rand({8}), *processes)) return fail("all draw the same random numbers");
  for (int step = 0; step < kSteps; ++step) {
    (void)stepper.step(0, step);
    for (const torch::Tensor& tensor : networks.state()) {
      if (!alike(tensor, *processes)) return fail("a step leaves different numbers");
    }
  }
  return 0;
}
