#include "kernels/pack.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

#include "kernels/kernels.h"
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

/// Calls store(o, i, kernel, target): kernel: layer's [3, 3] from input channel i to output channel o;
/// target: its place in the first of `matrices` matrices, of which the next ones are `step` floats apart.
template <typename Store>
void for_each_kernel(const Conv3x3& layer, int matrices, Panels& panels, const Store& store) {
  const std::ptrdiff_t step = static_cast<std::ptrdiff_t>(layer.in) * panels.width;
  const float* kernel = layer.weight.data();
  for (int o = 0; o < layer.out; ++o) {
    float* target = panels.values.data() + o / panels.width * matrices * step + o % panels.width;
    for (int i = 0; i < layer.in; ++i, kernel += 9, target += panels.width) store(kernel, target, step);
  }
}

/// The five sums of taps that a line's products multiply by.
void line_sums(double w0, double w1, double w2, double (&sums)[kLineProducts]) {
  const double taps[3] = {w0, w1, w2};
  for (std::size_t p = 0; p < kLineProducts; ++p) {
    sums[p] = 0;
    for (int tap = kProductTapBegin[p]; tap < kProductTapEnd[p]; ++tap) sums[p] += taps[tap];
  }
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
      order.push_back(channel < channels ? channel * pixels + pixel : kNone);
  }
  return order;
}

PackedLinear pack_linear(const Linear& layer, const std::vector<int>& outputs,
                         const std::vector<int>& inputs) {
  PackedLinear packed{static_cast<int>(inputs.size()), static_cast<int>(outputs.size()), {}};
  std::vector<float> bias;
  for (const int output : outputs)
    bias.push_back(output == kNone ? 0 : layer.bias[static_cast<std::size_t>(output)]);
  packed.panels = make_panels(1, packed.in, bias);
  const int width = packed.panels.width;
  for (int o = 0; o < packed.out; ++o) {
    const int output = outputs[static_cast<std::size_t>(o)];
    if (output == kNone) continue;
    const float* weight = layer.weight.data() + static_cast<std::ptrdiff_t>(output) * layer.in;
    float* target =
        packed.panels.values.data() + static_cast<std::ptrdiff_t>(o / width) * packed.in * width + o % width;
    for (const int input : inputs) {
      if (input != kNone) *target = weight[input];
      target += width;
    }
  }
  return packed;
}

StridedConv3x3 pack_strided(Conv3x3 layer, Affine norm) {
  constexpr int kTaps = 9;
  Panels panels = make_panels(kTaps, layer.in, layer.bias);
  for_each_kernel(layer, kTaps, panels, [](const float* kernel, float* target, std::ptrdiff_t step) {
    for (int tap = 0; tap < kTaps; ++tap) target[tap * step] = kernel[tap];
  });
  norm.scale.resize(panels.bias.size());
  norm.shift.resize(panels.bias.size());
  AlignedFloats outside = outside_pixel(layer);
  return {std::move(layer), std::move(panels), std::move(norm), std::move(outside)};
}

UpsampleConv3x3 pack_upsample(Conv3x3 layer) {
  Panels panels = make_panels(kUpsampleProducts, layer.in, layer.bias);
  for_each_kernel(layer, kUpsampleProducts, panels,
                  [](const float* kernel, float* target, std::ptrdiff_t step) {
                    double rows[3][kLineProducts];
                    for (int y = 0; y < 3; ++y)
                      line_sums(kernel[3 * y], kernel[3 * y + 1], kernel[3 * y + 2], rows[y]);
                    for (int x = 0; x < kLineProducts; ++x) {
                      double sums[kLineProducts];
                      line_sums(rows[0][x], rows[1][x], rows[2][x], sums);
                      for (int y = 0; y < kLineProducts; ++y)
                        target[(y * kLineProducts + x) * step] = static_cast<float>(sums[y]);
                    }
                  });
  AlignedFloats outside = outside_pixel(layer);
  return {std::move(layer), std::move(panels), std::move(outside)};
}

ImageConv3x3 pack_image(Conv3x3 layer) {
  const auto stride = static_cast<std::size_t>(padded_channels(layer.in));
  AlignedFloats taps(9 * stride);
  for (std::size_t i = 0; i < static_cast<std::size_t>(layer.in); ++i) {
    for (std::size_t tap = 0; tap < 9; ++tap) taps[tap * stride + i] = layer.weight[i * 9 + tap];
  }
  AlignedFloats outside = outside_pixel(layer);
  return {std::move(layer), std::move(taps), std::move(outside)};
}

}  // namespace sgan
