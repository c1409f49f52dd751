// Matrix times vector: row by row for few outputs, in panels of many outputs for many.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/linear_simd.cc"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#include <algorithm>
#include <cstddef>

#include "kernels/kernels.h"
#include "kernels/simd.h"

HWY_BEFORE_NAMESPACE();
namespace sgan {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using FloatTag = hn::ScalableTag<float>;

void linear(const Linear& layer, const float* HWY_RESTRICT input, float* HWY_RESTRICT output) {
  const FloatTag d;
  const auto lanes = static_cast<int>(hn::Lanes(d));
  const int vector_end = layer.in - layer.in % lanes;
  for (int o = 0; o < layer.out; ++o) {
    const float* weight = layer.weight.data() + static_cast<std::ptrdiff_t>(o) * layer.in;
    auto sums = hn::Zero(d);
    int i = 0;
    for (; i < vector_end; i += lanes)
      sums = hn::MulAdd(hn::LoadU(d, weight + i), hn::LoadU(d, input + i), sums);
    float sum = layer.bias[static_cast<std::size_t>(o)] + hn::GetLane(hn::SumOfLanes(d, sums));
    for (; i < layer.in; ++i) sum += weight[i] * input[i];
    output[o] = sum;
  }
}

/// kPanelOutputs outputs at a time stay in registers while the weights stream by.
void panel_linear(const PanelLinear& layer, const float* HWY_RESTRICT input, float* HWY_RESTRICT output) {
  const hn::CappedTag<float, kPanelOutputs> d;
  constexpr std::size_t kLanes = hn::MaxLanes(hn::CappedTag<float, kPanelOutputs>());
  constexpr std::size_t kVectors = kPanelOutputs / kLanes;
  const int in = layer.plain.in, out = layer.plain.out;
  const float* weight = layer.panels.data();
  for (int o = 0; o < out; o += kPanelOutputs) {
    hn::Vec<decltype(d)> sums[kVectors];
    for (std::size_t v = 0; v < kVectors; ++v) sums[v] = hn::Zero(d);
    for (int i = 0; i < in; ++i, weight += kPanelOutputs) {
      const auto x = hn::Set(d, input[i]);
      for (std::size_t v = 0; v < kVectors; ++v)
        sums[v] = hn::MulAdd(hn::LoadU(d, weight + v * kLanes), x, sums[v]);
    }
    float panel[kPanelOutputs];
    for (std::size_t v = 0; v < kVectors; ++v) hn::StoreU(sums[v], d, panel + v * kLanes);
    const float* bias = layer.plain.bias.data() + o;
    const int count = std::min(kPanelOutputs, out - o);
    for (int p = 0; p < count; ++p) output[o + p] = panel[p] + bias[p];
  }
}

const char* target_name() { return HWY_STR(HWY_NAMESPACE); }

}  // namespace HWY_NAMESPACE
}  // namespace sgan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sgan {
namespace {

HWY_EXPORT(linear);
HWY_EXPORT(panel_linear);
HWY_EXPORT(target_name);

}  // namespace

void linear_simd(const Linear& layer, const float* input, float* output) {
  HWY_DYNAMIC_DISPATCH(linear)(layer, input, output);
}

void panel_linear_simd(const PanelLinear& layer, const float* input, float* output) {
  HWY_DYNAMIC_DISPATCH(panel_linear)(layer, input, output);
}

/// Highway's namespaces are named N_AVX2 and so on.
std::string_view simd_name() { return std::string_view(HWY_DYNAMIC_DISPATCH(target_name)()).substr(2); }

}  // namespace sgan
#endif  // HWY_ONCE
