#pragma once

#include <cstddef>
#include <span>

#include "sgan/aligned.h"

namespace sgan::evaluation {

// Eigen calculates with the instructions that a program is compiled for, which are those of every x86-64
// processor; the best that a processor has made the same product five times as fast (AVX-512, 4096 rows of
// 1152 for 128 outputs), and products are most of an evaluation.

/// A matrix laid out for products with rows: panels of kWidth outputs, zeros behind the last one.
class Panels {
 public:
  static constexpr std::size_t kWidth = 32;

  Panels() = default;
  /// matrix: [out, in] row-major
  Panels(std::span<const float> matrix, std::size_t out, std::size_t in);

  [[nodiscard]] std::size_t out() const { return out_; }
  [[nodiscard]] std::size_t in() const { return in_; }
  [[nodiscard]] std::size_t count() const { return (out_ + kWidth - 1) / kWidth; }
  /// [in, kWidth]: outputs p * kWidth, ... of each input
  [[nodiscard]] const float* panel(std::size_t p) const { return values_.data() + p * in_ * kWidth; }

 private:
  std::size_t out_ = 0, in_ = 0;
  AlignedFloats values_;  // [count, in, kWidth]
};

/// Where a row's numbers lie: `stretches` times `length` of them, each stretch `step` floats after the one
/// before. What a 3x3 convolution sees of an image with the channels innermost is three stretches of three
/// pixels.
struct RowLayout {
  std::size_t stretches = 1, length = 0, step = 0;
};

/// outputs[r][o] = sum of rows[r][i] * matrix[o][i] + bias[o], negative ones made zero if `rectify`.
/// rows, outputs: one pointer a row; an output has matrix.out() floats  layout: matrix.in() numbers
/// bias: [matrix.out()], or empty for none
void multiply_rows(std::span<const float* const> rows, const RowLayout& layout, const Panels& matrix,
                   std::span<const float> bias, bool rectify, std::span<float* const> outputs);

}  // namespace sgan::evaluation
