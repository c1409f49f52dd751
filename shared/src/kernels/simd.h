#pragma once

#include <cstddef>
#include <string_view>

#include "kernels/kernels.h"

// The vectorised kernels, each compiled for several instruction sets in a file of its name. kernels.h says
// what they do.

namespace sgan {

void linear_simd(const PackedLinear& layer, int rows, const float* input, float* output);
void strided_conv3x3_simd(const StridedConv3x3Task& task, const float* input, float* scratch, float* output);
[[nodiscard]] std::size_t strided_conv3x3_simd_scratch(const StridedConv3x3Task& task);
void upsample_conv3x3_simd(const UpsampleConv3x3Task& task, const float* input, float* scratch,
                           float* output);
[[nodiscard]] std::size_t upsample_conv3x3_simd_scratch(const UpsampleConv3x3Task& task);
void image_conv3x3_simd(const ImageConv3x3Task& task, const float* input, float* output);

/// Highway's name of the instruction set that runs: "AVX3", "AVX2", "WASM", ...
[[nodiscard]] std::string_view simd_name();

}  // namespace sgan
