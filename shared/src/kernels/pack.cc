#include "kernels/pack.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

#include "kernels/kernels.h"
#include "kernels/strided.h"
#include "kernels/upsample.h"

namespace sgan {
namespace {

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
  panels.values.assign(count * static_cast<std::size_t>(matrices) * static_cast<std::size_t>(in) *
                           static_cast<std::size_t>(panels.width),
                       0.0F);
  return panels;
}

constexpr int kTaps = 9;

/// Calls store(taps, target, step) for each input channel of each panel. taps: [kTaps, width], the kernels
/// from that channel to the panel's outputs; target: their place in the first of `matrices` matrices, of
/// which the next ones are `step` floats apart.
template <typename Store>
void for_each_panel_row(const Conv3x3& layer, int matrices, Panels& panels, const Store& store) {
  const int width = panels.width;
  const std::ptrdiff_t step = std::ptrdiff_t{layer.in} * width;
  const std::ptrdiff_t next_output = std::ptrdiff_t{layer.in} * kTaps;
  std::vector<float> taps(static_cast<std::size_t>(kTaps * width));
  float* target = panels.values.data();
  for (int first = 0; first < layer.out; first += width, target += (matrices - 1) * step) {
    const int outputs = std::min(width, layer.out - first);
    std::fill(taps.begin(), taps.end(), 0.0F);
    const float* kernels = layer.weight.data() + first * next_output;
    for (int i = 0; i < layer.in; ++i, kernels += kTaps, target += width) {
      for (int o = 0; o < outputs; ++o) {
        for (int tap = 0; tap < kTaps; ++tap)
          taps[static_cast<std::size_t>(tap * width + o)] = kernels[o * next_output + tap];
      }
      store(taps.data(), target, step);
    }
  }
}

/// The weight of a line's product: the sum of its taps.
template <std::size_t kProduct>
double tap_sum(double w0, double w1, double w2) {
  const double taps[3] = {w0, w1, w2};
  double sum = taps[kProductTapBegin[kProduct]];
  for (int tap = kProductTapBegin[kProduct] + 1; tap < kProductTapEnd[kProduct]; ++tap) sum += taps[tap];
  return sum;
}

/// taps: [3, width], rows `tap_step` apart  sums: [kLineProducts, width], rows `sum_step` apart
template <typename Tap, typename Sum>
void line_sums(const Tap* __restrict taps, std::ptrdiff_t tap_step, Sum* __restrict sums,
               std::ptrdiff_t sum_step, int width) {
  const auto sum_line = [&]<std::size_t... kProducts>(std::index_sequence<kProducts...>) {
    for (int o = 0; o < width; ++o) {
      const double w0 = taps[o], w1 = taps[tap_step + o], w2 = taps[2 * tap_step + o];
      ((sums[static_cast<std::ptrdiff_t>(kProducts) * sum_step + o] =
            static_cast<Sum>(tap_sum<kProducts>(w0, w1, w2))),
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
        for (int x = 0; x < 3; ++x, taps += width, target += step) {
          for (int o = 0; o < width; ++o) {
            const float top = taps[o], middle = taps[3 * width + o], bottom = taps[6 * width + o];
            target[kOuterSum * 3 * step + o] = top + bottom;
            target[kTopTaps * 3 * step + o] = top;
            target[kMiddleTaps * 3 * step + o] = middle;
            target[kBottomTaps * 3 * step + o] = bottom;
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
  PackedLinear packed{static_cast<int>(inputs.size()), static_cast<int>(outputs.size()), {}};
  std::vector<float> bias;
  bias.reserve(outputs.size());
  for (const int output : outputs)
    bias.push_back(output == kPadding ? 0 : layer.bias[static_cast<std::size_t>(output)]);
  packed.panels = make_panels(1, packed.in, bias);
  const int width = packed.panels.width;
  const std::vector<float> no_weights(static_cast<std::size_t>(layer.in));
  std::vector<const float*> rows(static_cast<std::size_t>(width));
  float* target = packed.panels.values.data();
  for (int first = 0; first < packed.out; first += width) {
    for (int o = 0; o < width; ++o) {
      const int output = first + o < packed.out ? outputs[static_cast<std::size_t>(first + o)] : kPadding;
      rows[static_cast<std::size_t>(o)] =
          output == kPadding ? no_weights.data() : layer.weight.data() + std::ptrdiff_t{output} * layer.in;
    }
    for (const int input : inputs) {
      if (input != kPadding)
        std::transform(rows.begin(), rows.end(), target, [&](const float* row) { return row[input]; });
      target += width;
    }
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
  std::vector<double> rows(static_cast<std::size_t>(3 * kLineProducts * width));  // [3, kLineProducts, width]
  for_each_panel_row(
      layer, kUpsampleProducts, panels, [&](const float* taps, float* target, std::ptrdiff_t step) {
        const int row = kLineProducts * width;
        for (int y = 0; y < 3; ++y)
          line_sums(taps + 3 * y * width, width, rows.data() + y * row, width, width);
        for (int x = 0; x < kLineProducts; ++x)
          line_sums(rows.data() + x * width, row, target + x * step, kLineProducts * step, width);
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
