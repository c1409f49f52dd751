#include <atomic>

#include "kernels/kernels.h"
#include "kernels/simd.h"

namespace sgan {
namespace {

std::atomic<KernelVariant> chosen_variant{KernelVariant::kSimd};

}  // namespace

const KernelTable kSimdKernels{
    .linear = linear_simd,
    .strided_conv3x3 = strided_conv3x3_simd,
    .strided_conv3x3_scratch = strided_conv3x3_simd_scratch,
    .upsample_conv3x3 = upsample_conv3x3_simd,
    .upsample_conv3x3_scratch = upsample_conv3x3_simd_scratch,
    .image_conv3x3 = image_conv3x3_simd,
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
