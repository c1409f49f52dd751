#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "kernels/kernels.h"

// The vectorised kernels, each compiled for several instruction sets in a file of its name. kernels.h says
// what they do.

namespace sgan {

void upsample_conv3x3_simd(const UpsampleConv3x3Task& task, const float* input, float* scratch,
                           float* output);
[[nodiscard]] std::size_t upsample_conv3x3_simd_scratch(const UpsampleConv3x3Task& task);
void conv3x3_simd(const Conv3x3Task& task, const float* input, float* scratch, float* output);
[[nodiscard]] std::size_t conv3x3_simd_scratch(const Conv3x3Task& task);
void linear_simd(const Linear& layer, const float* input, float* output);
void panel_linear_simd(const PanelLinear& layer, const float* input, float* output);

/// Highway's name of the instruction set that runs: "AVX3", "AVX2", "WASM", ...
[[nodiscard]] std::string_view simd_name();

/// The first multiple of `alignment` bytes, a power of two, from `address` on.
[[nodiscard]] inline float* align_up(float* address, std::size_t alignment) noexcept {
  const auto number = reinterpret_cast<std::uintptr_t>(address);
  return reinterpret_cast<float*>((number + alignment - 1) & ~(alignment - 1));
}

}  // namespace sgan
