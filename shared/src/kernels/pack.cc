#include "kernels/pack.h"

#include <hwy/highway.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <numeric>
#include <utility>

#include "kernels/kernels.h"
#include "kernels/strided.h"
#include "kernels/upsample.h"

namespace sgan {
namespace {

// Four values at a time where every processor that runs this program can, as in WebAssembly's SIMD; else one.
namespace hn = hwy::HWY_NAMESPACE;
using Tag = hn::CappedTag<float, 4>;
using Vector = hn::Vec<Tag>;
constexpr int kLanes = static_cast<int>(hn::MaxLanes(Tag()));
constexpr int kMaxPanelWidth = kChannelPadding;

#if HWY_TARGET == HWY_SCALAR
void store_transposed(const float* const* rows, int i, float* target, int /*width*/) { *target = rows[0][i]; }
#else
/// target[k * width + r] = rows[r][i + k], for four of each
void store_transposed(const float* const* rows, int i, float* target, int width) {
  const Tag d;
  const Vector r0 = hn::LoadU(d, rows[0] + i), r1 = hn::LoadU(d, rows[1] + i), r2 = hn::LoadU(d, rows[2] + i),
               r3 = hn::LoadU(d, rows[3] + i);
  const Vector low02 = hn::InterleaveLower(d, r0, r2), low13 = hn::InterleaveLower(d, r1, r3),
               high02 = hn::InterleaveUpper(d, r0, r2), high13 = hn::InterleaveUpper(d, r1, r3);
  hn::Store(hn::InterleaveLower(d, low02, low13), d, target);
  hn::Store(hn::InterleaveUpper(d, low02, low13), d, target + width);
  hn::Store(hn::InterleaveLower(d, high02, high13), d, target + 2 * width);
  hn::Store(hn::InterleaveUpper(d, high02, high13), d, target + 3 * width);
}
#endif

/// target: [count, width], target[i * width + o] = rows[o][i]
void transpose(const float* const* rows, int count, int width, float* target) {
  const int whole = count / kLanes * kLanes;
  for (int o = 0; o < width; o += kLanes) {
    for (int i = 0; i < whole; i += kLanes) store_transposed(rows + o, i, target + i * width + o, width);
    for (int i = whole; i < count; ++i) {
      for (int r = o; r < o + kLanes; ++r) target[i * width + r] = rows[r][i];
    }
  }
}

AlignedFloats padded(const std::vector<float>& values) {
  AlignedFloats result(static_cast<std::size_t>(padded_channels(static_cast<int>(values.size()))));
  std::copy(values.begin(), values.end(), result.begin());
  return result;
}

AlignedFloats outside_pixel(const Conv3x3& layer) {
  return AlignedFloats(static_cast<std::size_t>(padded_channels(layer.in)));
}

/// Panels still without values.
Panels make_panels(int matrices, int in, const std::vector<float>& bias) {
  Panels panels{panel_width(), {}, padded(bias)};
  const int out = static_cast<int>(bias.size());
  const auto count = static_cast<std::size_t>((out + panels.width - 1) / panels.width);
  panels.values.resize(count * static_cast<std::size_t>(matrices) * static_cast<std::size_t>(in) *
                       static_cast<std::size_t>(panels.width));
  return panels;
}

constexpr int kTaps = 9;

/// Calls store(taps, target, step) for each input channel of each panel. taps: [kTaps, kMaxPanelWidth], the
/// kernels from that channel to the panel's outputs; target: their place in the first of `matrices` matrices,
/// of which the next ones are `step` floats apart.
template <typename Store>
void for_each_panel_row(const Conv3x3& layer, int matrices, Panels& panels, const Store& store) {
  const int width = panels.width;
  const std::ptrdiff_t step = std::ptrdiff_t{layer.in} * width;
  const std::ptrdiff_t next_output = std::ptrdiff_t{layer.in} * kTaps;
  HWY_ALIGN float taps[kTaps * kMaxPanelWidth];
  float* target = panels.values.data();
  for (int first = 0; first < layer.out; first += width, target += (matrices - 1) * step) {
    const int outputs = std::min(width, layer.out - first);
    std::fill(std::begin(taps), std::end(taps), 0.0F);
    const float* kernels = layer.weight.data() + first * next_output;
    for (int i = 0; i < layer.in; ++i, kernels += kTaps, target += width) {
      const float* kernel = kernels;
      for (int o = 0; o < outputs; ++o, kernel += next_output) {
        for (int tap = 0; tap < kTaps; ++tap) taps[tap * kMaxPanelWidth + o] = kernel[tap];
      }
      store(taps, target, step);
    }
  }
}

/// A product's weight: the sum of its taps.
template <std::size_t kProduct>
Vector tap_sum(const Vector (&taps)[3]) {
  Vector sum = taps[kProductTapBegin[kProduct]];
  for (int tap = kProductTapBegin[kProduct] + 1; tap < kProductTapEnd[kProduct]; ++tap)
    sum = hn::Add(sum, taps[tap]);
  return sum;
}

/// taps: [3, width], rows `tap_step` apart  sums: [kLineProducts, width], rows `sum_step` apart
void line_sums(const float* HWY_RESTRICT taps, std::ptrdiff_t tap_step, float* HWY_RESTRICT sums,
               std::ptrdiff_t sum_step, int width) {
  const Tag d;
  const auto sum_line = [&]<std::size_t... kProducts>(std::index_sequence<kProducts...>) {
    for (int o = 0; o < width; o += kLanes) {
      const Vector line[3] = {hn::Load(d, taps + o), hn::Load(d, taps + tap_step + o),
                              hn::Load(d, taps + 2 * tap_step + o)};
      (hn::Store(tap_sum<kProducts>(line), d, sums + static_cast<std::ptrdiff_t>(kProducts) * sum_step + o),
       ...);
    }
  };
  sum_line(std::make_index_sequence<kLineProducts>());
}

/// [kStridedFactors, 3] matrices
Panels pack_strided_factors(const Conv3x3& layer) {
  Panels panels = make_panels(kStridedFactors * 3, layer.in, layer.bias);
  const int width = panels.width;
  for_each_panel_row(
      layer, kStridedFactors * 3, panels, [&](const float* taps, float* target, std::ptrdiff_t step) {
        const Tag d;
        for (int x = 0; x < 3; ++x, taps += kMaxPanelWidth, target += step) {
          for (int o = 0; o < width; o += kLanes) {
            const Vector top = hn::Load(d, taps + o), middle = hn::Load(d, taps + 3 * kMaxPanelWidth + o),
                         bottom = hn::Load(d, taps + 6 * kMaxPanelWidth + o);
            hn::Store(hn::Add(top, bottom), d, target + kOuterSum * 3 * step + o);
            hn::Store(top, d, target + kTopTaps * 3 * step + o);
            hn::Store(middle, d, target + kMiddleTaps * 3 * step + o);
            hn::Store(bottom, d, target + kBottomTaps * 3 * step + o);
          }
        }
      });
  return panels;
}

}  // namespace

std::vector<int> in_order(int count) {
  std::vector<int> order(static_cast<std::size_t>(count));
  std::iota(order.begin(), order.end(), 0);
  return order;
}

std::vector<int> channels_last(int channels, int pixels) {
  std::vector<int> order;
  for (int pixel = 0; pixel < pixels; ++pixel) {
    for (int channel = 0; channel < padded_channels(channels); ++channel)
      order.push_back(channel < channels ? channel * pixels + pixel : kPadding);
  }
  return order;
}

PackedLinear pack_linear(const Linear& layer, const std::vector<int>& outputs,
                         const std::vector<int>& inputs) {
  PackedLinear packed{
      inputs.empty() ? layer.in : static_cast<int>(inputs.size()), static_cast<int>(outputs.size()), {}};
  std::vector<float> bias;
  bias.reserve(outputs.size());
  for (const int output : outputs)
    bias.push_back(output == kPadding ? 0 : layer.bias[static_cast<std::size_t>(output)]);
  packed.panels = make_panels(1, packed.in, bias);
  const int width = packed.panels.width;
  const std::vector<float> no_weights(static_cast<std::size_t>(layer.in));
  std::vector<std::vector<float>> arranged(inputs.empty() ? 0 : static_cast<std::size_t>(width));
  const float* rows[kMaxPanelWidth];
  float* target = packed.panels.values.data();
  for (int first = 0; first < packed.out; first += width, target += std::ptrdiff_t{packed.in} * width) {
    for (int o = 0; o < width; ++o) {
      const int output = first + o < packed.out ? outputs[static_cast<std::size_t>(first + o)] : kPadding;
      rows[o] =
          output == kPadding ? no_weights.data() : layer.weight.data() + std::ptrdiff_t{output} * layer.in;
      if (inputs.empty()) continue;
      std::vector<float>& row = arranged[static_cast<std::size_t>(o)];
      row.clear();
      for (const int input : inputs) row.push_back(input == kPadding ? 0 : rows[o][input]);
      rows[o] = row.data();
    }
    transpose(rows, packed.in, width, target);
  }
  return packed;
}

StridedConv3x3 pack_strided(Conv3x3 layer, Affine norm) {
  Panels panels = pack_strided_factors(layer);
  norm.scale.resize(panels.bias.size());
  norm.shift.resize(panels.bias.size());
  return {std::move(layer), std::move(panels), std::move(norm)};
}

UpsampleConv3x3 pack_upsample(Conv3x3 layer) {
  Panels panels = make_panels(kUpsampleProducts, layer.in, layer.bias);
  const int width = panels.width;
  HWY_ALIGN float rows[3 * kLineProducts * kMaxPanelWidth];
  for_each_panel_row(
      layer, kUpsampleProducts, panels, [&](const float* taps, float* target, std::ptrdiff_t step) {
        constexpr int kRow = kLineProducts * kMaxPanelWidth;
        for (int y = 0; y < 3; ++y)
          line_sums(taps + 3 * y * kMaxPanelWidth, kMaxPanelWidth, rows + y * kRow, kMaxPanelWidth, width);
        for (int x = 0; x < kLineProducts; ++x)
          line_sums(rows + x * kMaxPanelWidth, kRow, target + x * step, kLineProducts * step, width);
      });
  AlignedFloats outside = outside_pixel(layer);
  return {std::move(layer), std::move(panels), std::move(outside)};
}

ImageConv3x3 pack_image(Conv3x3 layer) {
  const auto stride = static_cast<std::size_t>(padded_channels(layer.in));
  AlignedFloats taps(kTaps * stride);
  for (std::size_t i = 0; i < static_cast<std::size_t>(layer.in); ++i) {
    for (std::size_t tap = 0; tap < kTaps; ++tap) taps[tap * stride + i] = layer.weight[i * kTaps + tap];
  }
  AlignedFloats outside = outside_pixel(layer);
  return {std::move(layer), std::move(taps), std::move(outside)};
}

}  // namespace sgan
