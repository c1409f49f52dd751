#include <atomic>

#include "kernels/kernels.h"
#include "kernels/simd.h"

namespace sgan {
namespace {

std::atomic<KernelVariant> chosen_variant{KernelVariant::kSimd};

}  // namespace

const KernelTable kSimdKernels{
    .linear = linear_simd,
    .panel_linear = panel_linear_simd,
    .conv3x3 = conv3x3_simd,
    .conv3x3_scratch = conv3x3_simd_scratch,
    .upsample_conv3x3 = upsample_conv3x3_simd,
    .upsample_conv3x3_scratch = upsample_conv3x3_simd_scratch,
    .name = simd_name,
};

KernelVariant kernel_variant() noexcept { return chosen_variant.load(std::memory_order_relaxed); }

void set_kernel_variant(KernelVariant variant) noexcept {
  chosen_variant.store(variant, std::memory_order_relaxed);
}

std::string_view kernel_name() noexcept { return kernels().name(); }

const KernelTable& kernels() noexcept {
  return kernel_variant() == KernelVariant::kSimd ? kSimdKernels : kReferenceKernels;
}

}  // namespace sgan
