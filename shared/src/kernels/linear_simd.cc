// Matrix products: [rows, in] times a packed [out, in].
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/linear_simd.cc"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#include <algorithm>
#include <cstddef>

#include "kernels/kernels.h"
#include "kernels/simd.h"
#include "kernels/tile-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sgan {
namespace HWY_NAMESPACE {

/// kRows rows times kPanels panels, from `panel` on.  output: [kRows, layer.out], from the first row's
/// beginning
template <int kRows, int kPanels>
HWY_INLINE void linear_tile(const PackedLinear& layer, const float* HWY_RESTRICT input, int panel,
                            float* HWY_RESTRICT output) {
  const FloatTag d;
  const int in = layer.in, out = layer.out;
  const std::ptrdiff_t panel_stride = static_cast<std::ptrdiff_t>(in) * kPanelWidth;
  const float* rows[kRows];
  for (int r = 0; r < kRows; ++r) rows[r] = input + static_cast<std::ptrdiff_t>(r) * in;
  Sums<kRows, kPanels> sums;
  set_zero(sums);
  multiply_add(rows, layer.panels.values.data() + panel * panel_stride, panel_stride, in, sums);

  for (int v = 0; v < kPanels * kPanelVectors; ++v) {
    const int o = panel * kPanelWidth + v * kLanes;
    if (o >= out) return;
    const FloatVector bias = hn::Load(d, layer.panels.bias.data() + o);
    for (int r = 0; r < kRows; ++r) {
      float* target = output + static_cast<std::ptrdiff_t>(r) * out + o;
      const FloatVector sum = hn::Add(sums[r][v], bias);
      if (o + kLanes <= out) {
        hn::StoreU(sum, d, target);
      } else {
        HWY_ALIGN float values[kLanes];
        hn::Store(sum, d, values);
        std::copy_n(values, out - o, target);
      }
    }
  }
}

void linear(const PackedLinear& layer, int rows, const float* HWY_RESTRICT input,
            float* HWY_RESTRICT output) {
  const std::ptrdiff_t in = layer.in, out = layer.out;
  const int panels = (layer.out + kPanelWidth - 1) / kPanelWidth;
  const int tiled = rows / kTileRows * kTileRows;
  // All rows meet a panel while it is in the cache.
  for (int panel = 0; tiled > 0 && panel < panels; ++panel) {
    for (int row = 0; row < tiled; row += kTileRows)
      linear_tile<kTileRows, 1>(layer, input + row * in, panel, output + row * out);
  }
  // A single row takes several panels at once: its few sums alone would wait for their own additions.
  constexpr int kPanels = kTileRows;
  for (int row = tiled; row < rows; ++row) {
    int panel = 0;
    for (; panel + kPanels <= panels; panel += kPanels)
      linear_tile<1, kPanels>(layer, input + row * in, panel, output + row * out);
    for (; panel < panels; ++panel) linear_tile<1, 1>(layer, input + row * in, panel, output + row * out);
  }
}

const char* target_name() { return HWY_STR(HWY_NAMESPACE); }
int target_panel_width() { return kPanelWidth; }

}  // namespace HWY_NAMESPACE
}  // namespace sgan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sgan {
namespace {

HWY_EXPORT(linear);
HWY_EXPORT(target_name);
HWY_EXPORT(target_panel_width);

}  // namespace

void linear_simd(const PackedLinear& layer, int rows, const float* input, float* output) {
  HWY_DYNAMIC_DISPATCH(linear)(layer, rows, input, output);
}

int panel_width() noexcept { return HWY_DYNAMIC_DISPATCH(target_panel_width)(); }

/// Highway's namespaces are named N_AVX2 and so on.
std::string_view simd_name() { return std::string_view(HWY_DYNAMIC_DISPATCH(target_name)()).substr(2); }

}  // namespace sgan
#endif  // HWY_ONCE
