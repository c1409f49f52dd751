#include "device.h"

#include <dlfcn.h>

#include <algorithm>
#include <thread>

namespace sgan::train {
namespace {

/// Whether the CPU multiplies bf16 faster than f32. Without such instructions bf16 is emulated, and slower.
bool cpu_multiplies_bf16() {
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
  return __builtin_cpu_supports("avx512bf16") != 0;
#else
  return false;
#endif
}

/// LibTorch's threads and those of a BLAS with a pool of its own (OpenBLAS on Debian) would wait for each
/// other in busy loops, which on few cores costs more than the small matrix products here gain from threads.
void keep_blas_single_threaded() {
  using SetThreads = void (*)(int);
  // No such function in LibTorch builds with another BLAS: nothing to do there.
  if (const auto set_threads = reinterpret_cast<SetThreads>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads")))
    set_threads(1);
}

}  // namespace

std::string Machine::describe() const {
  const std::string type = compute_type == torch::kBFloat16 ? "bf16" : tf32 ? "tf32" : "fp32";
  if (device.is_cuda()) return "CUDA, " + type;
  return "CPU, " + std::to_string(threads) + (threads == 1 ? " thread, " : " threads, ") + type;
}

Status set_up_machine(const Options& options, const ProcessSettings& settings, Machine& machine) {
  const bool has_cuda = torch::cuda::is_available();
  if (options.device == "cuda" && !has_cuda) {
    return {StatusCode::kInvalidArgument,
            "--device cuda: this LibTorch finds no CUDA device; --device cpu works everywhere"};
  }
  machine.device = has_cuda && options.device != "cpu" ? torch::kCUDA : torch::kCPU;
  if (options.precision == "tf32" && machine.device.is_cpu())
    return {StatusCode::kInvalidArgument,
            "--precision tf32: only CUDA devices have it; fp32 and bf16 work on CPUs"};
  if (Status status = choose_device(settings, machine.device); !status.ok()) return status;
  const bool fast_bf16 = machine.device.is_cpu() && cpu_multiplies_bf16();
  const bool use_bf16 = options.precision == "bf16" || (options.precision == "auto" && fast_bf16);
  machine.compute_type = use_bf16 ? torch::kBFloat16 : torch::kFloat;
  machine.tf32 = machine.device.is_cuda() && (options.precision == "tf32" || options.precision == "auto");
  at::globalContext().setAllowTF32CuBLAS(machine.tf32);
  at::globalContext().setAllowTF32CuDNN(machine.tf32);
  const int cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  machine.threads = options.threads > 0 ? options.threads : std::max(1, cores / settings.local_count);
  at::set_num_threads(machine.threads);  // Debian's LibTorch starts with one
  keep_blas_single_threaded();
  return {};
}

}  // namespace sgan::train
