#include "random_state.h"

#include <ATen/Context.h>

namespace sgan::train {
namespace {

using torch::Tensor;

at::Generator generator_of(torch::Device device) { return at::globalContext().defaultGenerator(device); }

/// [bytes] U8
Tensor own_state(torch::Device device) {
  const Tensor cpu = generator_of(torch::kCPU).get_state();
  return device.is_cuda() ? torch::cat({cpu, generator_of(device).get_state()}) : cpu;
}

}  // namespace

void seed_random_numbers(std::uint64_t seed, const Processes& processes) {
  // Far apart, so that runs of neighbouring seeds do not share a process's numbers.
  torch::manual_seed(seed + 0x9e3779b97f4a7c15U * static_cast<std::uint64_t>(processes.rank()));
}

Tensor random_state(torch::Device device, Processes& processes) {
  const Tensor own = own_state(device).to(torch::kLong);
  Tensor all = torch::zeros({processes.count(), own.size(0)}, torch::dtype(torch::kLong).device(device));
  all[processes.rank()].copy_(own);
  processes.sum(all);
  return all.cpu();
}

void set_random_state(const Tensor& states, torch::Device device, const Processes& processes) {
  const Tensor own = states[processes.rank()].to(torch::kCPU, torch::kByte).contiguous();
  const auto cpu_bytes = generator_of(torch::kCPU).get_state().size(0);
  generator_of(torch::kCPU).set_state(own.narrow(0, 0, cpu_bytes).clone());
  if (device.is_cuda())
    generator_of(device).set_state(own.narrow(0, cpu_bytes, own.size(0) - cpu_bytes).clone());
}

}  // namespace sgan::train
