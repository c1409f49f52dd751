#include <atomic>

#include "kernels/kernels.h"

namespace sgan {
namespace {

std::atomic<KernelVariant> chosen_variant{KernelVariant::kSimd};

}  // namespace

KernelVariant kernel_variant() noexcept { return chosen_variant.load(std::memory_order_relaxed); }

void set_kernel_variant(KernelVariant variant) noexcept {
  chosen_variant.store(variant, std::memory_order_relaxed);
}

std::string_view kernel_name() noexcept { return kernels().name(); }

const KernelTable& kernels() noexcept {
  return kernel_variant() == KernelVariant::kSimd ? kSimdKernels : kReferenceKernels;
}

}  // namespace sgan
