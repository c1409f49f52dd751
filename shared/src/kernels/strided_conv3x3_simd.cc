// 3x3 convolution of stride 2, LeakyReLU and affine as 25 matrix products per 2x2 output pixels, where the
// definition has 36. strided.h has the formula; a "cell" is such a square with the 5x5 input pixels it sees.
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

static_assert(kStridedLineProducts * kStridedLineProducts == kStridedProducts);

/// Cells that are worked on together, in whole rows: enough to read each matrix rarely, few enough for the
/// cache.
constexpr int kStridedBandCells = 32;

/// The parts of a task that depend on its sizes alone. Strides and planes are counted in floats.
struct StridedLayout {
  int cell_rows, cell_columns;      // of an image
  int band_rows, band_cells;        // of a band; it may go on in the next image
  int input_stride, output_stride;  // from pixel to pixel
  std::ptrdiff_t cell_inputs;       // [kStridedProducts, channels]
  std::ptrdiff_t sums_plane;        // [band_cells rounded up to whole tiles, kPanelWidth]
  std::ptrdiff_t input_image, output_image;

  HWY_INLINE explicit StridedLayout(const StridedConv3x3Task& task) {
    cell_rows = (task.output_height() + 1) / 2;
    cell_columns = (task.output_width() + 1) / 2;
    band_rows = std::clamp(kStridedBandCells / cell_columns, 1, task.images * cell_rows);
    band_cells = band_rows * cell_columns;
    input_stride = task.input_stride;
    output_stride = padded_channels(task.layer.plain.out);
    cell_inputs = std::ptrdiff_t{kStridedProducts} * task.layer.plain.in;
    sums_plane =
        static_cast<std::ptrdiff_t>(band_cells + kTileRows - 1) / kTileRows * kTileRows * kPanelWidth;
    input_image = static_cast<std::ptrdiff_t>(task.height) * task.width * input_stride;
    output_image = static_cast<std::ptrdiff_t>(task.output_height()) * task.output_width() * output_stride;
  }
};

/// Bias, LeakyReLU and affine of one vector of output channels.
struct Finish {
  FloatVector bias, scale, shift;

  HWY_INLINE Finish(const StridedConv3x3& layer, int channel)
      : bias(hn::Load(FloatTag(), layer.products.bias.data() + channel)),
        scale(hn::Load(FloatTag(), layer.norm.scale.data() + channel)),
        shift(hn::Load(FloatTag(), layer.norm.shift.data() + channel)) {}

  HWY_INLINE void store(FloatVector sum, float* HWY_RESTRICT output) const {
    hn::Store(hn::MulAdd(leaky_relu(hn::Add(sum, bias)), scale, shift), FloatTag(), output);
  }
};

/// What the products of two output pixels multiply, from the pixels x[4k-1], ..., x[4k+3].
HWY_INLINE void strided_line_inputs(const FloatVector (&x)[5], FloatVector (&inputs)[kStridedLineProducts]) {
  inputs[0] = hn::Sub(x[0], x[2]);
  inputs[1] = x[1];
  inputs[2] = x[2];
  inputs[3] = x[3];
  inputs[4] = hn::Sub(x[4], x[2]);
}

/// One cell's inputs in the order of the products, without padding, so that those of a sum are one row. The
/// last vector of a product's channels may reach into the next product's, or the next cell's, which are
/// stored later. image: [height, width, input_stride]; target: [kStridedProducts, channels] and up to a
/// vector more
void transform_strided_cell(const StridedConv3x3Task& task, const StridedLayout& layout, int cell_y,
                            int cell_x, const float* HWY_RESTRICT image, float* HWY_RESTRICT target) {
  const FloatTag d;
  const float* pixels[5][5];
  for (int i = 0; i < 5; ++i) {
    for (int j = 0; j < 5; ++j) {
      const int y = 4 * cell_y - 1 + i, x = 4 * cell_x - 1 + j;
      const bool inside = y >= 0 && y < task.height && x >= 0 && x < task.width;
      pixels[i][j] = inside ? image + static_cast<std::ptrdiff_t>(y * task.width + x) * layout.input_stride
                            : task.layer.outside.data();
    }
  }
  const int in = task.layer.plain.in;
  for (int c = (in - 1) / kLanes * kLanes; c >= 0; c -= kLanes) {
    FloatVector columns[kStridedLineProducts][5];  // [vertical product][column]
    for (int j = 0; j < 5; ++j) {
      FloatVector column[5], inputs[kStridedLineProducts];
      for (int i = 0; i < 5; ++i) column[i] = hn::Load(d, pixels[i][j] + c);
      strided_line_inputs(column, inputs);
      for (int i = 0; i < kStridedLineProducts; ++i) columns[i][j] = inputs[i];
    }
    FloatVector inputs[kStridedLineProducts][kStridedLineProducts];
    for (int i = 0; i < kStridedLineProducts; ++i) strided_line_inputs(columns[i], inputs[i]);
    float* channels = target + c;
    for (const StridedProduct& product : kStridedOrder.products) {
      hn::StoreU(inputs[product.row][product.column], d, channels);
      channels += in;
    }
  }
}

/// All sums of the first `cells` cells of a band for kPanels panels of output channels, in tiles of kRows.
/// inputs: [cells, kStridedProducts, channels]; matrices: [kPanels, kStridedProducts, channels, kPanelWidth];
/// sums: [kPanels, kStridedSums] planes
template <int kRows, int kPanels>
void multiply_strided_panels(const StridedConv3x3Task& task, const StridedLayout& layout, int cells,
                             const float* HWY_RESTRICT inputs, const float* HWY_RESTRICT matrices,
                             float* HWY_RESTRICT sums) {
  const FloatTag d;
  const std::ptrdiff_t in = task.layer.plain.in;
  for (std::size_t s = 0; s < kStridedSums; ++s, sums += layout.sums_plane) {
    // Where no cell has a second output, nothing goes into it.
    if (s / kStridedLineSums == kStridedLineSums - 1 && task.output_height() == 1) break;
    if (s % kStridedLineSums == kStridedLineSums - 1 && task.output_width() == 1) continue;
    const std::ptrdiff_t begin = kStridedOrder.sum_begin[s], end = kStridedOrder.sum_begin[s + 1];
    for (int cell = 0; cell < cells; cell += kRows) {
      Sums<kRows, kPanels> tile;
      set_zero(tile);
      const float* rows[kRows];
      for (int r = 0; r < kRows; ++r)
        rows[r] = inputs + std::min(cell + r, cells - 1) * layout.cell_inputs + begin * in;
      multiply_add(rows, matrices + begin * in * kPanelWidth, layout.cell_inputs * kPanelWidth,
                   static_cast<int>((end - begin) * in), tile);
      float* target = sums + static_cast<std::ptrdiff_t>(cell) * kPanelWidth;
      for (int r = 0; r < kRows; ++r) {
        for (int v = 0; v < kPanels * kPanelVectors; ++v)
          hn::Store(tile[r][v], d,
                    target + v / kPanelVectors * kStridedSums * layout.sums_plane + r * kPanelWidth +
                        v % kPanelVectors * kLanes);
      }
    }
  }
}

/// The output pixels of one cell, of which it has rows x columns, for the panel that begins with `channel`.
/// sums: the cell's, in [kStridedSums] planes; output: the first pixel's
HWY_INLINE void combine_strided_cell(const StridedConv3x3Task& task, const StridedLayout& layout, int rows,
                                     int columns, int channel, const float* HWY_RESTRICT sums,
                                     float* HWY_RESTRICT output) {
  const FloatTag d;
  for (int v = 0; v < kPanelVectors; ++v, sums += kLanes, channel += kLanes) {
    const Finish finish(task.layer, channel);
    for (int y = 0; y < rows; ++y) {
      FloatVector line[kStridedLineSums];
      for (int x = 0; x <= columns; ++x) {
        const float* above = sums + (y * kStridedLineSums + x) * layout.sums_plane;
        line[x] = hn::Add(hn::Load(d, above), hn::Load(d, above + kStridedLineSums * layout.sums_plane));
      }
      float* pixel = output + static_cast<std::ptrdiff_t>(y) * task.output_width() * layout.output_stride;
      for (int x = 0; x < columns; ++x)
        finish.store(hn::Add(line[x], line[x + 1]), pixel + x * layout.output_stride + channel);
    }
  }
}

/// All cells of a band for one panel.  first_row: of cells, counted through all images
void combine_strided_band(const StridedConv3x3Task& task, const StridedLayout& layout, int first_row,
                          int cells, int channel, const float* HWY_RESTRICT sums,
                          float* HWY_RESTRICT output) {
  for (int cell = 0; cell < cells; ++cell) {
    const int row = first_row + cell / layout.cell_columns;
    const int y = row % layout.cell_rows * 2, x = cell % layout.cell_columns * 2;
    float* pixel = output + row / layout.cell_rows * layout.output_image +
                   (static_cast<std::ptrdiff_t>(y) * task.output_width() + x) * layout.output_stride;
    combine_strided_cell(task, layout, std::min(2, task.output_height() - y),
                         std::min(2, task.output_width() - x), channel,
                         sums + static_cast<std::ptrdiff_t>(cell) * kPanelWidth, pixel);
  }
}

/// The convolution of activations, band by band.
void convolve_cells(const StridedConv3x3Task& task, const float* HWY_RESTRICT input,
                    float* HWY_RESTRICT scratch, float* HWY_RESTRICT output) {
  const StridedLayout layout(task);
  const Conv3x3& plain = task.layer.plain;
  float* sums = scratch;
  float* inputs = sums + kTileRows * kStridedSums * layout.sums_plane;
  const int all_rows = task.images * layout.cell_rows;
  for (int begin = 0; begin < all_rows; begin += layout.band_rows) {
    const int cells = std::min(layout.band_rows, all_rows - begin) * layout.cell_columns;
    for (int cell = 0; cell < cells; ++cell) {
      const int row = begin + cell / layout.cell_columns;
      transform_strided_cell(task, layout, row % layout.cell_rows, cell % layout.cell_columns,
                             input + row / layout.cell_rows * layout.input_image,
                             inputs + cell * layout.cell_inputs);
    }
    const float* matrices = task.layer.products.values.data();
    for (int channel = 0; channel < plain.out;) {
      // A single cell makes a tile of one row: more panels then keep as many sums busy.
      const bool wide = cells == 1 && plain.out - channel > (kTileRows - 1) * kPanelWidth;
      if (wide) {
        multiply_strided_panels<1, kTileRows>(task, layout, cells, inputs, matrices, sums);
      } else {
        multiply_strided_panels<kTileRows, 1>(task, layout, cells, inputs, matrices, sums);
      }
      for (int p = 0; p < (wide ? kTileRows : 1);
           ++p, channel += kPanelWidth, matrices += layout.cell_inputs * kPanelWidth)
        combine_strided_band(task, layout, begin, cells, channel, sums + p * kStridedSums * layout.sums_plane,
                             output);
    }
  }
}

/// The convolution of one image, which has one channel. A border of zeros around it puts the three values of
/// each row of a window next to each other. scratch: [height + 2, width + 2]
void convolve_image(const StridedConv3x3Task& task, const float* HWY_RESTRICT input,
                    float* HWY_RESTRICT scratch, float* HWY_RESTRICT output) {
  const std::ptrdiff_t width = task.width + 2;
  std::fill_n(scratch, (task.height + 2) * width, 0.0F);
  for (int y = 0; y < task.height; ++y) {
    float* row = scratch + (y + 1) * width + 1;
    for (int x = 0; x < task.width; ++x, input += task.input_stride) row[x] = *input;
  }
  const int pixels = task.output_height() * task.output_width();
  const int stride = padded_channels(task.layer.plain.out);
  for (int first = 0; first < pixels; first += kTileRows) {
    const int count = std::min(kTileRows, pixels - first);
    const float* windows[kTileRows];
    for (int r = 0; r < kTileRows; ++r) {
      const int pixel = first + std::min(r, count - 1);
      windows[r] = scratch + pixel / task.output_width() * 2 * width + pixel % task.output_width() * 2;
    }
    const float* matrix = task.layer.products.values.data();
    float* target = output + static_cast<std::ptrdiff_t>(first) * stride;
    for (int channel = 0; channel < task.layer.plain.out; channel += kPanelWidth) {
      Sums<kTileRows, 1> sums;
      set_zero(sums);
      for (int row = 0; row < 3; ++row, matrix += 3 * kPanelWidth) {
        const float* rows[kTileRows];
        for (int r = 0; r < kTileRows; ++r) rows[r] = windows[r] + row * width;
        multiply_add(rows, matrix, 0, 3, sums);
      }
      for (int v = 0; v < kPanelVectors; ++v) {
        const Finish finish(task.layer, channel + v * kLanes);
        for (int r = 0; r < count; ++r) finish.store(sums[r][v], target + r * stride + channel + v * kLanes);
      }
    }
  }
}

std::size_t strided_conv3x3_scratch(const StridedConv3x3Task& task) {
  if (task.layer.plain.in == 1) return static_cast<std::size_t>((task.height + 2) * (task.width + 2));
  const StridedLayout layout(task);
  return static_cast<std::size_t>(kTileRows * kStridedSums * layout.sums_plane +
                                  layout.band_cells * layout.cell_inputs + kLanes);
}

void strided_conv3x3(const StridedConv3x3Task& task, const float* HWY_RESTRICT input,
                     float* HWY_RESTRICT scratch, float* HWY_RESTRICT output) {
  const StridedLayout layout(task);
  if (task.layer.plain.in == 1) {
    for (int n = 0; n < task.images; ++n)
      convolve_image(task, input + n * layout.input_image, scratch, output + n * layout.output_image);
  } else {
    convolve_cells(task, input, scratch, output);
  }
  zero_padding(task.layer.plain.out, task.images * layout.output_image / layout.output_stride, output);
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
