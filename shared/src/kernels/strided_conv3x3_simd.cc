// 3x3 convolution of stride 2, LeakyReLU and affine by five products per two output rows, where the
// definition has six. strided.h has the formula; a "pair" is two such rows, its "lines" are what the products
// multiply.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/strided_conv3x3_simd.cc"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#include <algorithm>
#include <cstddef>

#include "kernels/kernels.h"
#include "kernels/simd.h"
#include "kernels/strided.h"
#include "kernels/tile-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sgan {
namespace HWY_NAMESPACE {

/// Output columns that are worked on together, in whole pairs: enough to read each matrix rarely, few enough
/// for the cache.
constexpr int kBandColumns = 32;

/// The parts of a task that depend on its sizes alone. Strides are counted in floats.
struct StridedLayout {
  int image_pairs, band_pairs;  // a band may go on in the next image
  int rows, columns;            // of an image's outputs
  int window;                   // what an output sees of a line: [3, channels]
  std::ptrdiff_t window_step;   // from output to output
  std::ptrdiff_t line, pair;    // [1 + width + 1, channels]; kStridedProducts lines
  std::ptrdiff_t matrix;        // [window, kPanelWidth]
  std::ptrdiff_t input_row, input_image;
  std::ptrdiff_t output_stride, output_row, output_image;  // from pixel to pixel, ...

  HWY_INLINE explicit StridedLayout(const StridedConv3x3Task& task) {
    rows = task.output_height();
    columns = task.output_width();
    image_pairs = (rows + 1) / 2;
    band_pairs = std::clamp(kBandColumns / columns, 1, task.images * image_pairs);
    window = 3 * task.layer.plain.in;
    window_step = std::ptrdiff_t{2} * task.layer.plain.in;
    line = std::ptrdiff_t{task.width + 2} * task.layer.plain.in;
    pair = kStridedProducts * line;
    matrix = std::ptrdiff_t{window} * kPanelWidth;
    input_row = std::ptrdiff_t{task.width} * task.input_stride;
    input_image = task.height * input_row;
    output_stride = padded_channels(task.layer.plain.out);
    output_row = columns * output_stride;
    output_image = rows * output_row;
  }
};

/// Some neighbouring values of all lines, as many as D has lanes, from those of the five input rows.
template <class D>
HWY_INLINE void make_line_values(D d, const float* const (&rows)[5], std::ptrdiff_t at, std::ptrdiff_t line,
                                 float* HWY_RESTRICT lines) {
  const auto above = hn::LoadU(d, rows[0] + at), c = hn::LoadU(d, rows[2] + at),
             below = hn::LoadU(d, rows[4] + at);
  hn::StoreU(c, d, lines);
  hn::StoreU(hn::Sub(above, c), d, lines + line);
  hn::StoreU(hn::LoadU(d, rows[1] + at), d, lines + 2 * line);
  hn::StoreU(hn::LoadU(d, rows[3] + at), d, lines + 3 * line);
  hn::StoreU(hn::Sub(below, c), d, lines + 4 * line);
}

/// The lines of one pair, without the padding of channels and between two pixels of zeros: what a product
/// multiplies for one output is then one row.
/// image: [height, width, input_stride]; zeros: [width, input_stride]; lines: [kStridedProducts] lines
void make_lines(const StridedConv3x3Task& task, const StridedLayout& layout, int pair,
                const float* HWY_RESTRICT image, const float* HWY_RESTRICT zeros, float* HWY_RESTRICT lines) {
  const std::ptrdiff_t in = task.layer.plain.in;
  for (int p = 0; p < kStridedProducts; ++p) {
    std::fill_n(lines + p * layout.line, in, 0.0F);
    std::fill_n(lines + (p + 1) * layout.line - in, in, 0.0F);
  }
  const float* rows[5];
  for (int r = 0; r < 5; ++r) {
    const int y = 4 * pair - 1 + r;
    rows[r] = y >= 0 && y < task.height ? image + y * layout.input_row : zeros;
  }
  // What lies next to each other there and here: a row, or where channels are padded a pixel.
  const bool dense = task.input_stride == in;
  const int runs = dense ? 1 : task.width;
  const std::ptrdiff_t count = dense ? layout.input_row : in;
  for (int run = 0; run < runs; ++run) {
    lines += in;
    std::ptrdiff_t i = 0;
    for (; i + kLanes <= count; i += kLanes) make_line_values(FloatTag(), rows, i, layout.line, lines + i);
    for (; i < count; ++i) make_line_values(hn::CappedTag<float, 1>(), rows, i, layout.line, lines + i);
    for (const float*& row : rows) row += task.input_stride;
  }
}

/// The columns begin to end of each pair of a band. The first of an image sees a pixel of zeros before it:
/// where that one has a range of its own, its windows begin after those `skipped` values.
struct ColumnRange {
  int begin, end;
  int skipped;
};

/// A column of a pair's outputs, and what is needed to go on to the next one of its range in the band.
class StridedColumn {
 public:
  /// lines: the first pair's; output: its first pixel
  HWY_INLINE StridedColumn(const StridedLayout& layout, const ColumnRange& range, int pair,
                           const float* lines, float* output)
      : layout_(layout),
        begin_(range.begin),
        end_(range.end),
        y_(2 * pair),
        x_(range.begin),
        window_(lines + range.begin * layout.window_step + range.skipped),
        upper_(output + range.begin * layout.output_stride) {}

  /// What the outputs see of the first line.
  [[nodiscard]] HWY_INLINE const float* window() const { return window_; }
  [[nodiscard]] HWY_INLINE float* upper() const { return upper_; }
  /// The upper one where there is no lower one.
  [[nodiscard]] HWY_INLINE float* lower() const { return has_lower() ? upper_ + layout_.output_row : upper_; }

  HWY_INLINE void advance() {
    window_ += layout_.window_step;
    upper_ += layout_.output_stride;
    if (++x_ < end_) return;
    const std::ptrdiff_t columns = end_ - begin_;
    x_ = begin_;
    window_ += layout_.pair - columns * layout_.window_step;
    upper_ += (has_lower() ? 2 : 1) * layout_.output_row - columns * layout_.output_stride;
    y_ = y_ + 2 < layout_.rows ? y_ + 2 : 0;
  }

 private:
  [[nodiscard]] HWY_INLINE bool has_lower() const { return y_ + 1 < layout_.rows; }

  const StridedLayout& layout_;
  int begin_, end_;
  int y_, x_;  // of the upper output
  const float* window_;
  float* upper_;
};

/// sums[r] += the product of a line with its matrix of each panel, for outputs that see windows[r] of the
/// first line.  seen: how long a window is
template <std::ptrdiff_t kProduct, int kRows, int kVectors>
HWY_INLINE void add_product(const StridedLayout& layout, int seen, const float* const (&windows)[kRows],
                            const float* HWY_RESTRICT matrices, FloatVector (&sums)[kRows][kVectors]) {
  const float* rows[kRows];
  for (int r = 0; r < kRows; ++r) rows[r] = windows[r] + kProduct * layout.line;
  multiply_add(rows, matrices + kStridedProductFactor[kProduct] * layout.matrix,
               kStridedFactors * layout.matrix, seen, sums);
}

/// LeakyReLU and affine.  pixels: where the sums' first vectors go
template <int kRows, int kVectors>
HWY_INLINE void store_outputs(const StridedConv3x3& layer, int channel,
                              const FloatVector (&sums)[kRows][kVectors], float* const (&pixels)[kRows]) {
  const FloatTag d;
  for (int v = 0; v < kVectors; ++v) {
    const FloatVector scale = hn::Load(d, layer.norm.scale.data() + channel + v * kLanes);
    const FloatVector shift = hn::Load(d, layer.norm.shift.data() + channel + v * kLanes);
    for (int r = 0; r < kRows; ++r)
      hn::Store(hn::MulAdd(leaky_relu(sums[r][v]), scale, shift), d, pixels[r] + v * kLanes);
  }
}

/// The outputs of kRows columns for the kPanels panels that begin with `channel`.
/// matrices: [kPanels, kStridedFactors] of them
template <int kRows, int kPanels>
HWY_INLINE void convolve_columns(const StridedConv3x3& layer, const StridedLayout& layout, int seen,
                                 const float* const (&windows)[kRows], float* const (&upper)[kRows],
                                 float* const (&lower)[kRows], int channel,
                                 const float* HWY_RESTRICT matrices) {
  Sums<kRows, kPanels> common, sums;
  for (int v = 0; v < kPanels * kPanelVectors; ++v) {
    const FloatVector bias = hn::Load(FloatTag(), layer.factors.bias.data() + channel + v * kLanes);
    for (int r = 0; r < kRows; ++r) common[r][v] = bias;
  }
  add_product<0>(layout, seen, windows, matrices, common);
  for (int r = 0; r < kRows; ++r) std::copy_n(common[r], kPanels * kPanelVectors, sums[r]);
  // The lower ones first: where there are none, the upper ones are written over them.
  add_product<3>(layout, seen, windows, matrices, sums);
  add_product<4>(layout, seen, windows, matrices, sums);
  store_outputs(layer, channel, sums, lower);
  add_product<1>(layout, seen, windows, matrices, common);
  add_product<2>(layout, seen, windows, matrices, common);
  store_outputs(layer, channel, common, upper);
}

/// A band's outputs for kPanels panels, in tiles of kRows columns.
template <int kRows, int kPanels>
void convolve_band(const StridedConv3x3& layer, const StridedLayout& layout, int seen, int columns,
                   StridedColumn column, int channel, const float* HWY_RESTRICT matrices) {
  for (int first = 0; first < columns; first += kRows) {
    const float* windows[kRows];
    float *upper[kRows], *lower[kRows];
    for (int r = 0; r < kRows; ++r) {
      windows[r] = column.window();
      upper[r] = column.upper() + channel;
      lower[r] = column.lower() + channel;
      if (first + r + 1 < columns) column.advance();
    }
    convolve_columns<kRows, kPanels>(layer, layout, seen, windows, upper, lower, channel, matrices);
  }
}

/// A band's outputs for the next panels, at most kPanels. Returns how many: where there are fewer columns
/// than a tile has rows, more panels at once keep as many sums busy.
template <int kPanels>
int convolve_panels(const StridedConv3x3& layer, const StridedLayout& layout, int seen, int columns,
                    const StridedColumn& column, int channel, const float* HWY_RESTRICT matrices) {
  if constexpr (kPanels > 1) {
    if (columns > kTileRows / kPanels || layer.plain.out - channel <= (kPanels - 1) * kPanelWidth)
      return convolve_panels<kPanels / 2>(layer, layout, seen, columns, column, channel, matrices);
  }
  convolve_band<kTileRows / kPanels, kPanels>(layer, layout, seen, columns, column, channel, matrices);
  return kPanels;
}

/// A range's outputs in a band of `pairs` pairs for all panels.
void convolve_range(const StridedConv3x3& layer, const StridedLayout& layout, const ColumnRange& range,
                    int pairs, const StridedColumn& column) {
  const int columns = pairs * (range.end - range.begin);
  if (columns == 0) return;
  const float* matrices = layer.factors.values.data() + std::ptrdiff_t{range.skipped} * kPanelWidth;
  for (int channel = 0; channel < layer.plain.out;) {
    const int panels = convolve_panels<kTileRows>(layer, layout, layout.window - range.skipped, columns,
                                                  column, channel, matrices);
    channel += panels * kPanelWidth;
    matrices += panels * kStridedFactors * layout.matrix;
  }
}

std::size_t strided_conv3x3_scratch(const StridedConv3x3Task& task) {
  const StridedLayout layout(task);
  return static_cast<std::size_t>(layout.input_row + layout.band_pairs * layout.pair);
}

void strided_conv3x3(const StridedConv3x3Task& task, const float* HWY_RESTRICT input,
                     float* HWY_RESTRICT scratch, float* HWY_RESTRICT output) {
  const StridedLayout layout(task);
  const StridedConv3x3& layer = task.layer;
  float* zeros = scratch;
  float* lines = zeros + layout.input_row;
  std::fill_n(zeros, layout.input_row, 0.0F);
  const int all_pairs = task.images * layout.image_pairs;
  for (int begin = 0; begin < all_pairs; begin += layout.band_pairs) {
    const int pairs = std::min(layout.band_pairs, all_pairs - begin);
    for (int p = 0; p < pairs; ++p) {
      const int image = (begin + p) / layout.image_pairs, pair = (begin + p) % layout.image_pairs;
      make_lines(task, layout, pair, input + image * layout.input_image, zeros, lines + p * layout.pair);
    }
    const int image = begin / layout.image_pairs, pair = begin % layout.image_pairs;
    float* first = output + image * layout.output_image + 2 * pair * layout.output_row;
    // First columns fill tiles of their own where there are enough of them.
    const int apart = pairs >= kTileRows ? 1 : 0;
    for (const ColumnRange& range :
         {ColumnRange{0, apart, layer.plain.in}, ColumnRange{apart, layout.columns, 0}})
      convolve_range(layer, layout, range, pairs, {layout, range, pair, lines, first});
  }
  zero_padding(layer.plain.out, task.images * layout.output_image / layout.output_stride, output);
}

}  // namespace HWY_NAMESPACE
}  // namespace sgan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sgan {
namespace {

HWY_EXPORT(strided_conv3x3);
HWY_EXPORT(strided_conv3x3_scratch);

}  // namespace

void strided_conv3x3_simd(const StridedConv3x3Task& task, const float* input, float* scratch, float* output) {
  HWY_DYNAMIC_DISPATCH(strided_conv3x3)(task, input, scratch, output);
}

std::size_t strided_conv3x3_simd_scratch(const StridedConv3x3Task& task) {
  return HWY_DYNAMIC_DISPATCH(strided_conv3x3_scratch)(task);
}

}  // namespace sgan
#endif  // HWY_ONCE
