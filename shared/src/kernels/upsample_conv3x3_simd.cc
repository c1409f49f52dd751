// Nearest up-sampling x2, a 3x3 convolution and LeakyReLU as 25 matrix products per 2x2 input pixels, where
// the definition has 144. upsample.h has the formula; a "cell" is such a square of 2x2 input and 4x4 output
// pixels.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/upsample_conv3x3_simd.cc"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#include <algorithm>
#include <cstddef>

#include "kernels/kernels.h"
#include "kernels/simd.h"
#include "kernels/tile-inl.h"
#include "kernels/upsample.h"

HWY_BEFORE_NAMESPACE();
namespace sgan {
namespace HWY_NAMESPACE {

constexpr int kInputs = kLineInputs * kLineInputs;
static_assert(kLineProducts * kLineProducts == kUpsampleProducts);

/// Cells that are worked on together, in whole rows: enough to read each matrix rarely, few enough for the
/// cache.
constexpr int kBandCells = 16;

/// The parts of a task that depend on its sizes alone.
struct Layout {
  int cell_rows, cell_columns;  // of an image
  int band_rows;                // rows of cells in a band; a band may go on in the next image
  int input_stride, output_stride;
  std::ptrdiff_t inputs, sums;  // floats of scratch

  HWY_INLINE explicit Layout(const UpsampleConv3x3Task& task) {
    const Conv3x3& plain = task.layer.plain;
    cell_rows = (task.height + 1) / 2;
    cell_columns = (task.width + 1) / 2;
    band_rows = std::clamp(kBandCells / cell_columns, 1, task.images * cell_rows);
    input_stride = padded_channels(plain.in);
    output_stride = padded_channels(plain.out);
    inputs = static_cast<std::ptrdiff_t>(kInputs) * band_cells() * input_stride;
    sums = static_cast<std::ptrdiff_t>(kUpsampleProducts) * (band_cells() + kTileRows) * kPanelWidth;
  }

  [[nodiscard]] int band_cells() const { return band_rows * cell_columns; }
  /// The row above's part of each column of a row of cells, for every output channel.
  [[nodiscard]] std::ptrdiff_t carried() const {
    return static_cast<std::ptrdiff_t>(cell_columns) * 4 * output_stride;
  }
};

/// The values that a line's products multiply, from the pixels x[2k-1], x[2k], x[2k+1], x[2k+2].
HWY_INLINE void line_inputs(const FloatVector (&x)[4], FloatVector (&inputs)[kLineInputs]) {
  inputs[0] = x[2];
  inputs[1] = hn::Sub(x[1], x[0]);
  inputs[2] = hn::Sub(x[1], x[2]);
  inputs[3] = hn::Sub(x[3], x[2]);
}

/// One cell's inputs for all channels.
/// image: [height, width, channels]; target: input i at target + i * plane, [channels] each
void transform_cell(const UpsampleConv3x3Task& task, const float* HWY_RESTRICT image, int cell_y, int cell_x,
                    float* HWY_RESTRICT target, std::ptrdiff_t plane) {
  const FloatTag d;
  const int stride = padded_channels(task.layer.plain.in);
  const float* pixels[4][4];
  for (int i = 0; i < 4; ++i) {
    for (int j = 0; j < 4; ++j) {
      const int y = 2 * cell_y - 1 + i, x = 2 * cell_x - 1 + j;
      const bool inside = y >= 0 && y < task.height && x >= 0 && x < task.width;
      pixels[i][j] = inside ? image + static_cast<std::ptrdiff_t>(y * task.width + x) * stride
                            : task.layer.outside.data();
    }
  }
  for (int c = 0; c < task.layer.plain.in; c += kLanes) {
    FloatVector columns[4][4];  // [vertical input][column]
    for (int j = 0; j < 4; ++j) {
      FloatVector column[4], inputs[kLineInputs];
      for (int i = 0; i < 4; ++i) column[i] = hn::Load(d, pixels[i][j] + c);
      line_inputs(column, inputs);
      for (int i = 0; i < 4; ++i) columns[i][j] = inputs[i];
    }
    for (int i = 0; i < 4; ++i) {
      FloatVector inputs[kLineInputs];
      line_inputs(columns[i], inputs);
      for (int j = 0; j < 4; ++j) hn::Store(inputs[j], d, target + (i * kLineInputs + j) * plane + c);
    }
  }
}

/// All products of `cells` cells with one panel of output channels.
/// inputs: [kInputs, band cells, channels]; sums: [kUpsampleProducts, cells rounded up to tiles, kPanelWidth]
void multiply_panel(const UpsampleConv3x3Task& task, const Layout& layout, const float* HWY_RESTRICT inputs,
                    int cells, const float* HWY_RESTRICT matrix, float* HWY_RESTRICT sums,
                    std::ptrdiff_t sums_plane) {
  const FloatTag d;
  const int in = task.layer.plain.in;
  for (int p = 0; p < kUpsampleProducts; ++p, matrix += static_cast<std::ptrdiff_t>(in) * kPanelWidth) {
    const int input = kProductInput[static_cast<std::size_t>(p / kLineProducts)] * kLineInputs +
                      kProductInput[static_cast<std::size_t>(p % kLineProducts)];
    const float* plane =
        inputs + static_cast<std::ptrdiff_t>(input) * layout.band_cells() * layout.input_stride;
    for (int cell = 0; cell < cells; cell += kTileRows) {
      const float* rows[kTileRows];
      for (int r = 0; r < kTileRows; ++r)
        rows[r] = plane + static_cast<std::ptrdiff_t>(std::min(cell + r, cells - 1)) * layout.input_stride;
      Sums<kTileRows, 1> tile;
      set_zero(tile);
      multiply_add(rows, matrix, 0, in, tile);
      float* target = sums + p * sums_plane + static_cast<std::ptrdiff_t>(cell) * kPanelWidth;
      for (int r = 0; r < kTileRows; ++r) {
        for (int v = 0; v < kPanelVectors; ++v)
          hn::Store(tile[r][v], d, target + r * kPanelWidth + v * kLanes);
      }
    }
  }
}

/// Four outputs of a line from its products; `before` is the S product of the cell before.
HWY_INLINE void line_outputs(FloatVector before, const FloatVector (&products)[kLineProducts],
                             FloatVector (&outputs)[4]) {
  outputs[0] = hn::Add(before, products[1]);
  for (int i = 1; i < 4; ++i) outputs[i] = hn::Add(products[0], products[i + 1]);
}

/// The output pixels of one cell for one vector of channels.
/// sums: of this cell; carried: [4] vectors, output_stride apart, from the row of cells above, replaced by
/// this row's pixels: the cell's first output pixel
HWY_INLINE void combine_cell(const float* HWY_RESTRICT sums, std::ptrdiff_t sums_plane, bool first_column,
                             FloatVector bias, float* HWY_RESTRICT carried, int stride,
                             float* HWY_RESTRICT pixels, std::ptrdiff_t row_stride, int rows, int columns) {
  const FloatTag d;
  FloatVector lines[kLineProducts][4];  // [vertical product][column]
  for (int i = 0; i < kLineProducts; ++i) {
    const float* line = sums + i * kLineProducts * sums_plane;
    FloatVector products[kLineProducts];
    for (int j = 0; j < kLineProducts; ++j) products[j] = hn::Load(d, line + j * sums_plane);
    const FloatVector before = first_column ? hn::Zero(d) : hn::Load(d, line - kPanelWidth);
    line_outputs(before, products, lines[i]);
  }
  for (int j = 0; j < columns; ++j) {
    FloatVector column[kLineProducts], outputs[4];
    for (int i = 0; i < kLineProducts; ++i) column[i] = lines[i][j];
    line_outputs(hn::Load(d, carried + j * stride), column, outputs);
    hn::Store(column[0], d, carried + j * stride);
    for (int i = 0; i < rows; ++i)
      hn::Store(leaky_relu(hn::Add(outputs[i], bias)), d, pixels + i * row_stride + j * stride);
  }
}

/// One row of cells of one image for one panel.  carried: [cell_columns, 4, channels]
void combine_row(const UpsampleConv3x3Task& task, const Layout& layout, const float* HWY_RESTRICT sums,
                 std::ptrdiff_t sums_plane, int cell_y, int channel, float* HWY_RESTRICT carried,
                 float* HWY_RESTRICT image) {
  const FloatTag d;
  const int stride = layout.output_stride;
  const std::ptrdiff_t row_stride = std::ptrdiff_t{2} * task.width * stride;
  const int rows = std::min(4, 2 * task.height - 4 * cell_y);
  float* pixels = image + 4 * cell_y * row_stride + channel;
  for (int v = 0; v < kPanelVectors; ++v, pixels += kLanes, sums += kLanes, carried += kLanes) {
    const FloatVector bias = hn::Load(d, task.layer.products.bias.data() + channel + v * kLanes);
    for (int x = 0; x < layout.cell_columns; ++x) {
      float* cell_carried = carried + channel + static_cast<std::ptrdiff_t>(4 * x) * stride;
      if (cell_y == 0) {
        for (int j = 0; j < 4; ++j) hn::Store(hn::Zero(d), d, cell_carried + j * stride);
      }
      combine_cell(sums + x * kPanelWidth, sums_plane, x == 0, bias, cell_carried, stride,
                   pixels + static_cast<std::ptrdiff_t>(4 * x) * stride, row_stride, rows,
                   std::min(4, 2 * task.width - 4 * x));
    }
  }
}

std::size_t upsample_conv3x3_scratch(const UpsampleConv3x3Task& task) {
  const Layout layout(task);
  return static_cast<std::size_t>(layout.inputs + layout.sums + layout.carried());
}

void upsample_conv3x3(const UpsampleConv3x3Task& task, const float* HWY_RESTRICT input,
                      float* HWY_RESTRICT scratch, float* HWY_RESTRICT output) {
  const Layout layout(task);
  const Conv3x3& plain = task.layer.plain;
  const std::ptrdiff_t input_image =
      static_cast<std::ptrdiff_t>(task.height) * task.width * layout.input_stride;
  const std::ptrdiff_t output_image = std::ptrdiff_t{4} * task.height * task.width * layout.output_stride;
  const std::ptrdiff_t panel = static_cast<std::ptrdiff_t>(kUpsampleProducts) * plain.in * kPanelWidth;
  float* inputs = scratch;
  float* sums = inputs + layout.inputs;
  float* carried = sums + layout.sums;
  const int columns = layout.cell_columns;
  const int all_rows = task.images * layout.cell_rows;
  for (int begin = 0; begin < all_rows; begin += layout.band_rows) {
    const int rows = std::min(layout.band_rows, all_rows - begin);
    for (int cell = 0; cell < rows * columns; ++cell) {
      const int row = begin + cell / columns;
      transform_cell(task, input + row / layout.cell_rows * input_image, row % layout.cell_rows,
                     cell % columns, inputs + static_cast<std::ptrdiff_t>(cell) * layout.input_stride,
                     static_cast<std::ptrdiff_t>(layout.band_cells()) * layout.input_stride);
    }
    const std::ptrdiff_t sums_plane =
        static_cast<std::ptrdiff_t>(rows * columns + kTileRows - 1) / kTileRows * kTileRows * kPanelWidth;
    const float* matrix = task.layer.products.values.data();
    for (int channel = 0; channel < plain.out; channel += kPanelWidth, matrix += panel) {
      multiply_panel(task, layout, inputs, rows * columns, matrix, sums, sums_plane);
      for (int row = begin; row < begin + rows; ++row) {
        combine_row(task, layout, sums + static_cast<std::ptrdiff_t>(row - begin) * columns * kPanelWidth,
                    sums_plane, row % layout.cell_rows, channel, carried,
                    output + row / layout.cell_rows * output_image);
      }
    }
  }
  zero_padding(plain.out, output_image / layout.output_stride * task.images, output);
}

}  // namespace HWY_NAMESPACE
}  // namespace sgan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sgan {
namespace {

HWY_EXPORT(upsample_conv3x3);
HWY_EXPORT(upsample_conv3x3_scratch);

}  // namespace

void upsample_conv3x3_simd(const UpsampleConv3x3Task& task, const float* input, float* scratch,
                           float* output) {
  HWY_DYNAMIC_DISPATCH(upsample_conv3x3)(task, input, scratch, output);
}

std::size_t upsample_conv3x3_simd_scratch(const UpsampleConv3x3Task& task) {
  return HWY_DYNAMIC_DISPATCH(upsample_conv3x3_scratch)(task);
}

}  // namespace sgan
#endif  // HWY_ONCE
