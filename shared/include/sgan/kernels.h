#pragma once

#include <string_view>

namespace sgan {

/// Which implementation of the hot loops runs.
enum class KernelVariant { kReference, kSimd };

/// SIMD unless set_kernel_variant() chose otherwise. For tests and benchmarks: choose before images are made,
/// not meanwhile.
[[nodiscard]] KernelVariant kernel_variant() noexcept;
void set_kernel_variant(KernelVariant variant) noexcept;

/// The instruction set in use: "reference", or Highway's target name such as "AVX3", "AVX2", "WASM",
/// "SCALAR".
[[nodiscard]] std::string_view kernel_name() noexcept;

}  // namespace sgan
