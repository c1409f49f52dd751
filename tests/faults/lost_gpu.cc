// Preloaded into sgan-train (LD_PRELOAD), lets a step fail as LibTorch does when a GPU is lost: the call of
// the classes' loss of the number in SGAN_LOST_GPU, counted from 1, throws what the CUDA runtime's error
// becomes there. Tests need no GPU for that.

#include <ATen/ATen.h>
#include <c10/util/Exception.h>
#include <dlfcn.h>
#include <torch/version.h>

#include <cstdint>
#include <cstdlib>

namespace {

#if TORCH_VERSION_MAJOR >= 2
using Index = c10::SymInt;
#else
using Index = std::int64_t;
#endif

using Operation = at::_ops::cross_entropy_loss;

/// LibTorch's own, behind the one below.
decltype(&Operation::call) next_call() {
  Dl_info own{};
  dladdr(reinterpret_cast<void*>(&Operation::call), &own);
  return reinterpret_cast<decltype(&Operation::call)>(dlsym(RTLD_NEXT, own.dli_sname));
}

/// At the call that is to fail.
bool is_lost() {
  static long calls = 0;
  const char* number = std::getenv("SGAN_LOST_GPU");
  return number != nullptr && ++calls == std::atol(number);
}

}  // namespace

at::Tensor Operation::call(const at::Tensor& self, const at::Tensor& target,
                           const c10::optional<at::Tensor>& weight, int64_t reduction, Index ignore_index,
                           double label_smoothing) {
  static const auto next = next_call();
  TORCH_CHECK(!is_lost(), "CUDA error: unspecified launch failure\n",
              "CUDA kernel errors might be asynchronously reported at some other API call.");
  return next(self, target, weight, reduction, ignore_index, label_smoothing);
}
