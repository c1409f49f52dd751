#pragma once

#include <array>
#include <cstdint>

namespace sgan::train {

// How convolutions of three taps w0, w1, w2 share products, in one dimension (docs/performance.md). Some
// pixels are a cell. Sums and differences of them and of their neighbours are planes, planes times sums of
// taps are products, and sums of products the cell's outputs. In two dimensions rows and columns combine.
//
// All functions do that for the elements of lines: rows of pixels, or the channels of a pixel.

template <int kCount>
using Lines = std::array<float*, kCount>;
template <int kCount>
using ConstLines = std::array<const float*, kCount>;

/// Nearest up-sampling x2 and then a convolution. A cell is two pixels b and c between a and d, S = w0 + w1 +
/// w2:
///
///   plane 0: b - a   times w1 + w2          makes output 0, with the S product of the cell before
///   plane 1: b - c   times w0 + w1, and w0  makes outputs 1 and 2, with this cell's S product
///   plane 2: c       times S
///   plane 3: d - c   times w2               makes output 3, with this cell's S product
struct UpsampleScheme {
  static constexpr int kStep = 2;    // pixels of a cell
  static constexpr int kPixels = 4;  // with the neighbours: the first is the one before the cell
  static constexpr int kPlanes = 4, kProducts = 5, kOutputs = 4;
  static constexpr std::array<int, kProducts> kPlaneOfProduct{0, 1, 1, 2, 3};
  static constexpr std::array<std::array<float, 3>, kProducts> kTapsOfProduct{
      {{0, 1, 1}, {1, 1, 0}, {1, 0, 0}, {1, 1, 1}, {0, 0, 1}}};
  /// Every output has just one of these, so they take the bias along.
  static constexpr std::array<bool, kProducts> kWithBias{true, true, true, false, true};
  static constexpr int kShared = 3;  // the product that the next cell's first output has a part of

  static void make_planes(const ConstLines<kPixels>& pixels, std::int64_t length,
                          const Lines<kPlanes>& planes);

  /// From the gradients of planes to those of the pixels, which they are added to.
  static void add_plane_gradients(const ConstLines<kPlanes>& planes, std::int64_t length,
                                  const Lines<kPixels>& pixels);

  /// shared_before: the cell before's product kShared
  static void combine_products(const float* shared_before, const ConstLines<kProducts>& products,
                               std::int64_t length, const Lines<kOutputs>& outputs);

  /// From the gradients of the outputs, and of the next cell's first, to those of the products.
  static void spread_gradients(const ConstLines<kOutputs + 1>& outputs, std::int64_t length,
                               const Lines<kProducts>& products);
};

/// A convolution of stride 2. A cell is four pixels b, c, d and e after a, S = w0 + w2:
///
///   plane 0: a - c   times w0   makes output 0
///   plane 1: b       times w1   makes output 0
///   plane 2: c       times S    makes outputs 0 and 1
///   plane 3: d       times w1   makes output 1
///   plane 4: e - c   times w2   makes output 1
struct StrideScheme {
  static constexpr int kStep = 4, kPixels = 5;
  static constexpr int kPlanes = 5, kProducts = 5, kOutputs = 2;
  static constexpr std::array<int, kProducts> kPlaneOfProduct{0, 1, 2, 3, 4};
  static constexpr std::array<std::array<float, 3>, kProducts> kTapsOfProduct{
      {{1, 0, 0}, {0, 1, 0}, {1, 0, 1}, {0, 1, 0}, {0, 0, 1}}};
  static constexpr std::array<bool, kProducts> kWithBias{false, true, false, true, false};
  static constexpr int kShared = 2;  // by this cell's outputs only

  static void make_planes(const ConstLines<kPixels>& pixels, std::int64_t length,
                          const Lines<kPlanes>& planes);
  static void add_plane_gradients(const ConstLines<kPlanes>& planes, std::int64_t length,
                                  const Lines<kPixels>& pixels);
  static void combine_products(const float* shared_before, const ConstLines<kProducts>& products,
                               std::int64_t length, const Lines<kOutputs>& outputs);
  static void spread_gradients(const ConstLines<kOutputs + 1>& outputs, std::int64_t length,
                               const Lines<kProducts>& products);
};

/// Lines that start at first, first + step, first + 2 * step and so on.
template <int kCount, typename Float>
std::array<Float*, kCount> lines_from(Float* first, std::int64_t step) {
  std::array<Float*, kCount> lines;
  for (int i = 0; i < kCount; ++i) lines[i] = first + i * step;
  return lines;
}

}  // namespace sgan::train
