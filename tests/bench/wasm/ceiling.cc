// How fast WebAssembly multiplies and adds at best on this machine: the sums of an outer product of two by
// four vectors, 8 accumulators and 4 operands that stay in registers.
//
// The other two operands are read from the first-level cache, as any calculation with more than 16 values
// must: loads have ports of their own, and a compiler that sees a new operand in each step cannot move
// products out of the loop.

#include <wasm_simd128.h>

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "micro_benchmarks.h"

namespace {

constexpr int kColumns = 4;
constexpr int kSteps = 8;  // different left operands

/// splat(factor): an operand.  accumulate(sum, left, right): one step of one accumulator.  Returns the sum of
/// all of them.
template <typename Splat, typename Accumulate, typename Add>
v128_t outer_products(int repetitions, Splat splat, Accumulate accumulate, Add add) {
  v128_t left[kSteps][2];
  for (int step = 0; step < kSteps; ++step) {
    left[step][0] = splat(2 * step + 1);
    left[step][1] = splat(-2 * step - 2);
  }
  const v128_t right[kColumns] = {splat(1), splat(3), splat(5), splat(7)};
  // Not from zero: V8 allocates registers badly where sums begin as that constant, at a third of the speed.
  v128_t sums[2][kColumns];
  for (auto& row : sums) std::fill(std::begin(row), std::end(row), splat(1));
#pragma nounroll
  for (int i = 0; i < repetitions; ++i) {
    for (int row = 0; row < 2; ++row) {
      const v128_t operand = left[i % kSteps][row];
      for (int column = 0; column < kColumns; ++column) {
        sums[row][column] = accumulate(sums[row][column], operand, right[column]);
      }
    }
  }
  v128_t total = add(sums[0][0], sums[1][0]);
  for (int column = 1; column < kColumns; ++column) {
    total = add(total, add(sums[0][column], sums[1][column]));
  }
  return total;
}

}  // namespace

// Operands come from the argument: known ones would be made anew in each step instead of staying in
// registers.

float sgan_bench_f32_multiply_add(int repetitions) {
  const auto splat = [x = static_cast<float>(repetitions)](int factor) {
    return wasm_f32x4_splat(x * static_cast<float>(factor));
  };
  const auto accumulate = [](v128_t sum, v128_t a, v128_t b) {
    return wasm_f32x4_add(sum, wasm_f32x4_mul(a, b));
  };
  const auto add = [](v128_t a, v128_t b) { return wasm_f32x4_add(a, b); };
  const v128_t total = outer_products(repetitions, splat, accumulate, add);
  return wasm_f32x4_extract_lane(total, 0);
}

int sgan_bench_i16_dot(int repetitions) {
  const auto splat = [repetitions](int factor) {
    return wasm_i16x8_splat(static_cast<std::int16_t>((repetitions * factor) & 0xff));
  };
  const auto accumulate = [](v128_t sum, v128_t a, v128_t b) {
    return wasm_i32x4_add(sum, wasm_i32x4_dot_i16x8(a, b));
  };
  const auto add = [](v128_t a, v128_t b) { return wasm_i32x4_add(a, b); };
  const v128_t total = outer_products(repetitions, splat, accumulate, add);
  return wasm_i32x4_extract_lane(total, 0);
}
