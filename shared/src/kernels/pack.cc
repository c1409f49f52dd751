#include "kernels/pack.h"

#include <utility>

namespace sgan {
namespace {

/// The three matrices of one dimension: what all three taps see together, what the first and what the last
/// sees.
constexpr int kTapBegin[3] = {0, 0, 2};
constexpr int kTapEnd[3] = {3, 1, 3};

/// Sum of the kernel's [3, 3] taps that belong to product `product` of nine, row matrix major.
float sum_taps(const float* kernel, int product) {
  double sum = 0;
  for (int ky = kTapBegin[product / 3]; ky < kTapEnd[product / 3]; ++ky) {
    for (int kx = kTapBegin[product % 3]; kx < kTapEnd[product % 3]; ++kx) sum += kernel[ky * 3 + kx];
  }
  return static_cast<float>(sum);
}

}  // namespace

PanelLinear pack_panels(Linear layer) {
  PanelLinear packed{std::move(layer), {}};
  const int in = packed.plain.in, out = packed.plain.out;
  const auto panels = static_cast<std::size_t>((out + kPanelOutputs - 1) / kPanelOutputs);
  packed.panels.assign(panels * static_cast<std::size_t>(in) * kPanelOutputs, 0.0F);
  for (int o = 0; o < out; ++o) {
    float* panel = packed.panels.data() + static_cast<std::ptrdiff_t>(o / kPanelOutputs) * in * kPanelOutputs;
    for (int i = 0; i < in; ++i) {
      panel[i * kPanelOutputs + o % kPanelOutputs] =
          packed.plain.weight[static_cast<std::size_t>(o) * static_cast<std::size_t>(in) +
                              static_cast<std::size_t>(i)];
    }
  }
  return packed;
}

UpsampleConv3x3 pack_products(Conv3x3 layer) {
  UpsampleConv3x3 packed{std::move(layer), {}};
  const int in = packed.plain.in, out = packed.plain.out;
  const auto tiles = static_cast<std::size_t>((out + kProductRows - 1) / kProductRows);
  packed.products.assign(tiles * 9 * static_cast<std::size_t>(in) * kProductRows, 0.0F);
  for (int o = 0; o < out; ++o) {
    for (int product = 0; product < 9; ++product) {
      const std::ptrdiff_t matrix = static_cast<std::ptrdiff_t>(o / kProductRows) * 9 + product;
      float* target = packed.products.data() + matrix * in * kProductRows + o % kProductRows;
      const float* kernel = packed.plain.weight.data() + static_cast<std::ptrdiff_t>(o) * in * 9;
      for (int i = 0; i < in; ++i) target[i * kProductRows] = sum_taps(kernel + i * 9, product);
    }
  }
  return packed;
}

}  // namespace sgan
