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
constexpr int kBandCells = 32;

/// The parts of a task that depend on its sizes alone. Strides and planes are counted in floats.
struct Layout {
  int cell_rows, cell_columns;      // of an image
  int band_rows, band_cells;        // of a band; it may go on in the next image
  int input_stride, output_stride;  // from pixel to pixel
  std::ptrdiff_t input_plane;       // [band_cells, input_stride]
  std::ptrdiff_t sums_plane;        // [band_cells rounded up to whole tiles, kPanelWidth]
  std::ptrdiff_t carried;           // [cell_columns, 4, output_stride]
  std::ptrdiff_t output_row;        // of pixels

  HWY_INLINE explicit Layout(const UpsampleConv3x3Task& task) {
    cell_rows = (task.height + 1) / 2;
    cell_columns = (task.width + 1) / 2;
    band_rows = std::clamp(kBandCells / cell_columns, 1, task.images * cell_rows);
    band_cells = band_rows * cell_columns;
    input_stride = padded_channels(task.layer.plain.in);
    output_stride = padded_channels(task.layer.plain.out);
    input_plane = static_cast<std::ptrdiff_t>(band_cells) * input_stride;
    sums_plane =
        static_cast<std::ptrdiff_t>(band_cells + kTileRows - 1) / kTileRows * kTileRows * kPanelWidth;
    carried = static_cast<std::ptrdiff_t>(cell_columns) * 4 * output_stride;
    output_row = std::ptrdiff_t{2} * task.width * output_stride;
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
/// image: [height, width, channels]; target: the cell's, in [kInputs] planes
void transform_cell(const UpsampleConv3x3Task& task, const Layout& layout, int cell_y, int cell_x,
                    const float* HWY_RESTRICT image, float* HWY_RESTRICT target) {
  const FloatTag d;
  const float* pixels[4][4];
  for (int i = 0; i < 4; ++i) {
    for (int j = 0; j < 4; ++j) {
      const int y = 2 * cell_y - 1 + i, x = 2 * cell_x - 1 + j;
      const bool inside = y >= 0 && y < task.height && x >= 0 && x < task.width;
      pixels[i][j] = inside ? image + static_cast<std::ptrdiff_t>(y * task.width + x) * layout.input_stride
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
      for (int j = 0; j < 4; ++j)
        hn::Store(inputs[j], d, target + (i * kLineInputs + j) * layout.input_plane + c);
    }
  }
}

/// All products of the first `cells` cells of a band with one panel of output channels.
/// inputs: [kInputs] planes; matrices: [kUpsampleProducts, channels, kPanelWidth]; sums: [kUpsampleProducts]
/// planes
void multiply_panel(const UpsampleConv3x3Task& task, const Layout& layout, int cells,
                    const float* HWY_RESTRICT inputs, const float* HWY_RESTRICT matrices,
                    float* HWY_RESTRICT sums) {
  const FloatTag d;
  const std::ptrdiff_t in = task.layer.plain.in;
  for (std::size_t p = 0; p < kUpsampleProducts; ++p) {
    const int input = kProductInput[p / kLineProducts] * kLineInputs + kProductInput[p % kLineProducts];
    const float* plane = inputs + input * layout.input_plane;
    for (int cell = 0; cell < cells; cell += kTileRows) {
      const float* rows[kTileRows];
      for (int r = 0; r < kTileRows; ++r)
        rows[r] = plane + static_cast<std::ptrdiff_t>(std::min(cell + r, cells - 1)) * layout.input_stride;
      Sums<kTileRows, 1> tile;
      set_zero(tile);
      multiply_add(rows, matrices, 0, task.layer.plain.in, tile);
      float* target = sums + static_cast<std::ptrdiff_t>(cell) * kPanelWidth;
      for (int r = 0; r < kTileRows; ++r) {
        for (int v = 0; v < kPanelVectors; ++v)
          hn::Store(tile[r][v], d, target + r * kPanelWidth + v * kLanes);
      }
    }
    matrices += in * kPanelWidth;
    sums += layout.sums_plane;
  }
}

/// Four outputs of a line from its products; `before` is the S product of the cell before.
HWY_INLINE void line_outputs(FloatVector before, const FloatVector (&products)[kLineProducts],
                             FloatVector (&outputs)[4]) {
  outputs[0] = hn::Add(before, products[1]);
  for (int i = 1; i < 4; ++i) outputs[i] = hn::Add(products[0], products[i + 1]);
}

/// A cell on the output's side: 4x4 pixels, or fewer where the image ends.
struct OutputCell {
  bool first_row, first_column;  // of cells
  int rows, columns;             // of pixels
  float* pixels;
};

/// The output pixels of one cell for one vector of channels.
/// sums: the cell's, in [kUpsampleProducts] planes; carried: four vectors, output_stride apart, of what the
/// cell above adds to this one's first row, replaced by what this one adds to the next
HWY_INLINE void combine_cell(const Layout& layout, const float* HWY_RESTRICT sums, FloatVector bias,
                             float* HWY_RESTRICT carried, const OutputCell& output) {
  const FloatTag d;
  FloatVector lines[kLineProducts][4];  // [vertical product][column]
  for (int i = 0; i < kLineProducts; ++i) {
    const float* line = sums + i * kLineProducts * layout.sums_plane;
    FloatVector products[kLineProducts];
    for (int j = 0; j < kLineProducts; ++j) products[j] = hn::Load(d, line + j * layout.sums_plane);
    const FloatVector before = output.first_column ? hn::Zero(d) : hn::Load(d, line - kPanelWidth);
    line_outputs(before, products, lines[i]);
  }
  for (int j = 0; j < output.columns; ++j) {
    const int offset = j * layout.output_stride;
    FloatVector column[kLineProducts], pixels[4];
    for (int i = 0; i < kLineProducts; ++i) column[i] = lines[i][j];
    line_outputs(output.first_row ? hn::Zero(d) : hn::Load(d, carried + offset), column, pixels);
    hn::Store(column[0], d, carried + offset);
    for (int i = 0; i < output.rows; ++i)
      hn::Store(leaky_relu(hn::Add(pixels[i], bias)), d, output.pixels + i * layout.output_row + offset);
  }
}

/// One row of cells of one image for the panel of output channels that begins with `channel`.
/// sums: the row's first cell's; carried: [cell_columns, 4, channels]; image: [2 * height, 2 * width,
/// channels]
void combine_row(const UpsampleConv3x3Task& task, const Layout& layout, int cell_y, int channel,
                 const float* HWY_RESTRICT sums, float* HWY_RESTRICT carried, float* HWY_RESTRICT image) {
  const FloatTag d;
  for (int v = 0; v < kPanelVectors; ++v, channel += kLanes, sums += kLanes) {
    const FloatVector bias = hn::Load(d, task.layer.products.bias.data() + channel);
    for (int x = 0; x < layout.cell_columns; ++x) {
      const std::ptrdiff_t first = std::ptrdiff_t{4} * x * layout.output_stride + channel;
      const OutputCell cell{cell_y == 0, x == 0, std::min(4, 2 * task.height - 4 * cell_y),
                            std::min(4, 2 * task.width - 4 * x),
                            image + 4 * cell_y * layout.output_row + first};
      combine_cell(layout, sums + x * kPanelWidth, bias, carried + first, cell);
    }
  }
}

std::size_t upsample_conv3x3_scratch(const UpsampleConv3x3Task& task) {
  const Layout layout(task);
  return static_cast<std::size_t>(kInputs * layout.input_plane + kUpsampleProducts * layout.sums_plane +
                                  layout.carried);
}

void upsample_conv3x3(const UpsampleConv3x3Task& task, const float* HWY_RESTRICT input,
                      float* HWY_RESTRICT scratch, float* HWY_RESTRICT output) {
  const Layout layout(task);
  const Conv3x3& plain = task.layer.plain;
  const std::ptrdiff_t input_image =
      static_cast<std::ptrdiff_t>(task.height) * task.width * layout.input_stride;
  const std::ptrdiff_t output_image = 2 * task.height * layout.output_row;
  float* inputs = scratch;
  float* sums = inputs + kInputs * layout.input_plane;
  float* carried = sums + kUpsampleProducts * layout.sums_plane;
  const int all_rows = task.images * layout.cell_rows;
  for (int begin = 0; begin < all_rows; begin += layout.band_rows) {
    const int end = std::min(begin + layout.band_rows, all_rows);
    const int cells = (end - begin) * layout.cell_columns;
    for (int cell = 0; cell < cells; ++cell) {
      const int row = begin + cell / layout.cell_columns;
      transform_cell(task, layout, row % layout.cell_rows, cell % layout.cell_columns,
                     input + row / layout.cell_rows * input_image,
                     inputs + static_cast<std::ptrdiff_t>(cell) * layout.input_stride);
    }
    const float* matrices = task.layer.products.values.data();
    for (int channel = 0; channel < plain.out; channel += kPanelWidth) {
      multiply_panel(task, layout, cells, inputs, matrices, sums);
      matrices += static_cast<std::ptrdiff_t>(kUpsampleProducts) * plain.in * kPanelWidth;
      for (int row = begin; row < end; ++row) {
        combine_row(task, layout, row % layout.cell_rows, channel,
                    sums + static_cast<std::ptrdiff_t>(row - begin) * layout.cell_columns * kPanelWidth,
                    carried, output + row / layout.cell_rows * output_image);
      }
    }
  }
  zero_padding(plain.out, task.images * output_image / layout.output_stride, output);
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
