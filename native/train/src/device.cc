#include "device.h"

#include <dlfcn.h>
#include <malloc.h>
#include <sys/mman.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <thread>

#include "layers.h"

namespace sgan::train {
namespace {

/// What the smallest of runs takes beside the libraries. LibTorch's own libraries end or hang a process that
/// has less: OpenBLAS asks for 128 MB again and again, oneDNN writes to where nothing is.
constexpr std::size_t kLeastMemory = std::size_t{512} << 20;

Status require_memory() {
  void* const room = mmap(nullptr, kLeastMemory, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (room != MAP_FAILED) {
    munmap(room, kLeastMemory);
    return {};
  }
  return {StatusCode::kInvalidArgument,
          "not enough memory: training takes at least " + std::to_string(kLeastMemory >> 20) +
              " MB more than there is here; free some, or raise the limit (ulimit -v)"};
}

/// Without such instructions bf16 is emulated, and slower.
bool cpu_multiplies_bf16() {
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
  return __builtin_cpu_supports("avx512bf16") != 0;
#else
  return false;
#endif
}

/// Milliseconds that an up-sampling of the generator takes for eight images, with its gradients.
double time_convolution(torch::Dtype type) {
  using Clock = std::chrono::steady_clock;
  const torch::Tensor input = torch::ones({8, 128, 16, 16}).contiguous(at::MemoryFormat::ChannelsLast);
  const torch::Tensor weight = torch::ones({128, 128, 3, 3}).requires_grad_();
  const auto start = Clock::now();
  upsample_conv3x3(input, weight, torch::zeros({128}), type).sum().backward();
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// Some processors have instructions for bf16 that are slower, with the conversions, than theirs for f32.
bool bf16_is_faster() {
  constexpr int kRounds = 5;
  double f32 = std::numeric_limits<double>::infinity(), bf16 = f32;
  for (int round = 0; round < kRounds; ++round) {
    f32 = std::min(f32, time_convolution(torch::kFloat));
    bf16 = std::min(bf16, time_convolution(torch::kBFloat16));
  }
  return bf16 < f32;
}

/// LibTorch's threads and those of a BLAS with a pool of its own (OpenBLAS on Debian) would wait for each
/// other in busy loops, which on few cores costs more than the small matrix products here gain from threads.
void keep_blas_single_threaded() {
  using SetThreads = void (*)(int);
  // No such function in LibTorch builds with another BLAS: nothing to do there.
  if (const auto set_threads = reinterpret_cast<SetThreads>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads")))
    set_threads(1);
}

/// A step's tensors have the sizes of the step's before. glibc would give their memory back to the system
/// between the two, and have every page of it filled with zeros again.
void keep_freed_memory() {
#ifdef __GLIBC__
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, -1);
#endif
}

}  // namespace

std::string Machine::describe() const {
  const std::string type = compute_type == torch::kBFloat16 ? "bf16" : tf32 ? "tf32" : "fp32";
  if (device.is_cuda()) return "CUDA, " + type;
  return "CPU, " + std::to_string(threads) + (threads == 1 ? " thread, " : " threads, ") + type;
}

Status set_up_machine(const Options& options, const ProcessSettings& settings, Machine& machine) {
  if (Status status = require_memory(); !status.ok()) return status;
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
  machine.tf32 = machine.device.is_cuda() && (options.precision == "tf32" || options.precision == "auto");
  at::globalContext().setAllowTF32CuBLAS(machine.tf32);
  at::globalContext().setAllowTF32CuDNN(machine.tf32);
  const int cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  machine.threads = options.threads > 0 ? options.threads : std::max(1, cores / settings.local_count);
  at::set_num_threads(machine.threads);  // Debian's LibTorch starts with one
  keep_blas_single_threaded();
  keep_freed_memory();
  const bool use_bf16 =
      options.precision == "bf16" ||
      (options.precision == "auto" && machine.device.is_cpu() && cpu_multiplies_bf16() && bf16_is_faster());
  machine.compute_type = use_bf16 ? torch::kBFloat16 : torch::kFloat;
  return {};
}

void agree_on_precision(Processes& processes, Machine& machine, Options& options) {
  if (options.precision != "auto") return;
  if (processes.any(machine.device.is_cuda())) return;  // nothing is measured there
  const bool use_bf16 = !processes.any(machine.compute_type != torch::kBFloat16);
  machine.compute_type = use_bf16 ? torch::kBFloat16 : torch::kFloat;
  settle_precision(use_bf16 ? "bf16" : "fp32", options);
}

}  // namespace sgan::train
