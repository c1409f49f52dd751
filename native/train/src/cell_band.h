#pragma once

#include <torch/torch.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "cell_schemes.h"

namespace sgan::train {

/// Cells whose products are calculated together: enough rows for a matrix product, few enough for a cache.
inline constexpr std::int64_t kCellsOfBand = 128;

/// Of images, and of the channels that a convolution makes of theirs.
template <typename Scheme>
struct CellSizes {
  std::int64_t images, height, width, in, out;

  [[nodiscard]] std::int64_t cell_rows() const { return height / Scheme::kStep; }
  [[nodiscard]] std::int64_t cell_columns() const { return width / Scheme::kStep; }
  [[nodiscard]] std::int64_t cells() const { return cell_rows() * cell_columns(); }  // of an image
  [[nodiscard]] std::int64_t image_length() const { return height * width * in; }
  [[nodiscard]] std::int64_t output_height() const { return cell_rows() * Scheme::kOutputs; }
  [[nodiscard]] std::int64_t output_width() const { return cell_columns() * Scheme::kOutputs; }
  [[nodiscard]] std::int64_t output_length() const { return output_height() * output_width() * out; }
  [[nodiscard]] std::int64_t images_of_band() const {
    return std::max<std::int64_t>(1, std::min(kCellsOfBand / cells(), images));
  }
  [[nodiscard]] std::int64_t bands() const { return (images + images_of_band() - 1) / images_of_band(); }
};

/// Lines of pixels, with a border of zeros before, between and after them.
class BorderedLines {
 public:
  BorderedLines(std::int64_t count, std::int64_t length, std::int64_t border)
      : step_(length + border), border_(border), values_(static_cast<std::size_t>(count * step_ + border)) {}

  float* line(std::int64_t number) { return values_.data() + number * step_ + border_; }
  template <int kCount, typename Float>
  std::array<Float*, kCount> all() {
    return lines_from<kCount, Float>(line(0), step_);
  }
  void clear() { std::fill(values_.begin(), values_.end(), 0.0F); }

 private:
  std::int64_t step_, border_;
  std::vector<float> values_;
};

/// The planes and products of some images, and the way from images to images over them. Rows and columns are
/// done one after the other: first whole rows are lines, then pixels of such a row.
template <typename Scheme>
class CellBand {
 public:
  using Sizes = CellSizes<Scheme>;
  static constexpr int kProducts = Scheme::kProducts;

  explicit CellBand(const Sizes& sizes)
      : sizes_(sizes),
        planes_(torch::empty(
            {Scheme::kPlanes * Scheme::kPlanes, sizes.images_of_band() * sizes.cells(), sizes.in})),
        products_(torch::empty({kProducts * kProducts, sizes.images_of_band() * sizes.cells(), sizes.out})),
        in_lines_(Scheme::kPlanes, sizes.width * sizes.in, sizes.in),
        in_gradient_lines_(in_lines_),
        out_lines_(kProducts, sizes.output_width() * sizes.out, sizes.out),
        zeros_(static_cast<std::size_t>(std::max(sizes.width * sizes.in, sizes.output_width() * sizes.out))),
        unread_(zeros_) {}

  /// count: images, images_of_band() at most
  /// inputs: [count, height, width, in]  matrices: 25 of [in, out]  bias: [out]
  /// outputs: [count, output height, output width, out]
  void forward(std::int64_t count, const float* inputs, const std::vector<torch::Tensor>& matrices,
               const torch::Tensor& bias, float* outputs) {
    const std::vector<torch::Tensor> planes = first_cells(planes_, count),
                                     products = first_cells(products_, count);
    for (std::int64_t i = 0; i < count; ++i)
      read_planes(inputs + i * sizes_.image_length(), i * sizes_.cells());
    for (int u = 0; u < kProducts; ++u) {
      for (int v = 0; v < kProducts; ++v) {
        torch::Tensor product = products[u * kProducts + v];
        const torch::Tensor& plane = planes[plane_of(u, v)];
        if (Scheme::kWithBias[u] && Scheme::kWithBias[v]) {
          torch::addmm_out(product, bias, plane, matrices[u * kProducts + v]);
        } else {
          torch::mm_out(product, plane, matrices[u * kProducts + v]);
        }
      }
    }
    for (std::int64_t i = 0; i < count; ++i)
      write_outputs(i * sizes_.cells(), outputs + i * sizes_.output_length());
  }

  /// output_gradients: as outputs  input_gradients: as inputs, all zeros yet
  /// matrix_gradients: as matrices; is added to
  void backward(std::int64_t count, const float* inputs, const float* output_gradients,
                const std::vector<torch::Tensor>& matrices, float* input_gradients,
                std::vector<torch::Tensor>& matrix_gradients) {
    const std::vector<torch::Tensor> planes = first_cells(planes_, count),
                                     products = first_cells(products_, count);
    for (std::int64_t i = 0; i < count; ++i) {
      read_planes(inputs + i * sizes_.image_length(), i * sizes_.cells());
      read_output_gradients(output_gradients + i * sizes_.output_length(), i * sizes_.cells());
    }
    for (int p = 0; p < kProducts * kProducts; ++p)
      matrix_gradients[p].addmm_(planes[plane_of(p / kProducts, p % kProducts)].t(), products[p]);
    // The planes are not needed any more: their gradients take their place.
    for (int u = 0; u < kProducts; ++u) {
      for (int v = 0; v < kProducts; ++v) {
        const int product = u * kProducts + v;
        torch::Tensor plane = planes[plane_of(u, v)];
        if (is_first_of_plane(u) && is_first_of_plane(v)) {
          torch::mm_out(plane, products[product], matrices[product].t());
        } else {
          plane.addmm_(products[product], matrices[product].t());
        }
      }
    }
    for (std::int64_t i = 0; i < count; ++i)
      add_input_gradients(i * sizes_.cells(), input_gradients + i * sizes_.image_length());
  }

 private:
  static int plane_of(int u, int v) {
    return Scheme::kPlaneOfProduct[u] * Scheme::kPlanes + Scheme::kPlaneOfProduct[v];
  }
  static bool is_first_of_plane(int u) {
    return u == 0 || Scheme::kPlaneOfProduct[u] != Scheme::kPlaneOfProduct[u - 1];
  }

  [[nodiscard]] std::vector<torch::Tensor> first_cells(const torch::Tensor& matrices,
                                                       std::int64_t images) const {
    return matrices.narrow(1, 0, images * sizes_.cells()).unbind();
  }

  /// Where a cell's channels are in the planes (products) of a row of them.
  template <typename Float>
  std::array<Float*, Scheme::kPlanes> planes_at(int row, std::int64_t cell) {
    const std::int64_t step = planes_.stride(0);
    return lines_from<Scheme::kPlanes, Float>(
        planes_.data_ptr<float>() + row * Scheme::kPlanes * step + cell * sizes_.in, step);
  }
  template <typename Float>
  std::array<Float*, kProducts> products_at(int row, std::int64_t cell) {
    const std::int64_t step = products_.stride(0);
    return lines_from<kProducts, Float>(
        products_.data_ptr<float>() + row * kProducts * step + cell * sizes_.out, step);
  }

  /// The rows of pixels that a row of cells sees; outside of the image there is `outside`.
  template <typename Float>
  std::array<Float*, Scheme::kPixels> input_rows(Float* image, std::int64_t cell_row, Float* outside) const {
    std::array<Float*, Scheme::kPixels> rows;
    for (int i = 0; i < Scheme::kPixels; ++i) {
      const std::int64_t row = Scheme::kStep * cell_row - 1 + i;
      rows[i] = row < 0 || row >= sizes_.height ? outside : image + row * sizes_.width * sizes_.in;
    }
    return rows;
  }

  void read_planes(const float* image, std::int64_t cell) {
    const std::int64_t columns = sizes_.cell_columns(), in = sizes_.in;
    for (std::int64_t row = 0; row < sizes_.cell_rows(); ++row, cell += columns) {
      Scheme::make_planes(input_rows<const float>(image, row, zeros_.data()), sizes_.width * in,
                          in_lines_.template all<Scheme::kPlanes, float>());
      for (int u = 0; u < Scheme::kPlanes; ++u) {
        for (std::int64_t column = 0; column < columns; ++column)
          Scheme::make_planes(lines_from<Scheme::kPixels, const float>(
                                  in_lines_.line(u) + (Scheme::kStep * column - 1) * in, in),
                              in, planes_at<float>(u, cell + column));
      }
    }
  }

  void add_input_gradients(std::int64_t cell, float* image) {
    const std::int64_t columns = sizes_.cell_columns(), in = sizes_.in;
    for (std::int64_t row = 0; row < sizes_.cell_rows(); ++row, cell += columns) {
      in_gradient_lines_.clear();
      for (int u = 0; u < Scheme::kPlanes; ++u) {
        for (std::int64_t column = 0; column < columns; ++column)
          Scheme::add_plane_gradients(
              planes_at<const float>(u, cell + column), in,
              lines_from<Scheme::kPixels>(in_gradient_lines_.line(u) + (Scheme::kStep * column - 1) * in,
                                          in));
      }
      Scheme::add_plane_gradients(in_gradient_lines_.template all<Scheme::kPlanes, const float>(),
                                  sizes_.width * in, input_rows<float>(image, row, unread_.data()));
    }
  }

  void write_outputs(std::int64_t cell, float* image) {
    const std::int64_t columns = sizes_.cell_columns(), out = sizes_.out,
                       length = sizes_.output_width() * out;
    std::fill(shared_row_.begin(), shared_row_.end(), 0.0F);
    for (std::int64_t row = 0; row < sizes_.cell_rows(); ++row, cell += columns) {
      for (int u = 0; u < kProducts; ++u) {
        const float* shared_before = zeros_.data();
        for (std::int64_t column = 0; column < columns; ++column) {
          const ConstLines<kProducts> products = products_at<const float>(u, cell + column);
          Scheme::combine_products(
              shared_before, products, out,
              lines_from<Scheme::kOutputs>(out_lines_.line(u) + Scheme::kOutputs * column * out, out));
          shared_before = products[Scheme::kShared];
        }
      }
      Scheme::combine_products(shared_row_.data(), out_lines_.template all<kProducts, const float>(), length,
                               lines_from<Scheme::kOutputs>(image + Scheme::kOutputs * row * length, length));
      std::copy_n(out_lines_.line(Scheme::kShared), length, shared_row_.begin());
    }
  }

  void read_output_gradients(const float* image, std::int64_t cell) {
    const std::int64_t columns = sizes_.cell_columns(), out = sizes_.out,
                       length = sizes_.output_width() * out;
    for (std::int64_t row = 0; row < sizes_.cell_rows(); ++row, cell += columns) {
      ConstLines<Scheme::kOutputs + 1> rows =
          lines_from<Scheme::kOutputs + 1>(image + Scheme::kOutputs * row * length, length);
      if (row + 1 == sizes_.cell_rows()) rows[Scheme::kOutputs] = zeros_.data();
      Scheme::spread_gradients(rows, length, out_lines_.template all<kProducts, float>());
      for (int u = 0; u < kProducts; ++u) {
        for (std::int64_t column = 0; column < columns; ++column)
          Scheme::spread_gradients(lines_from<Scheme::kOutputs + 1, const float>(
                                       out_lines_.line(u) + Scheme::kOutputs * column * out, out),
                                   out, products_at<float>(u, cell + column));
      }
    }
  }

  Sizes sizes_;
  torch::Tensor planes_, products_;
  BorderedLines in_lines_, in_gradient_lines_, out_lines_;
  std::vector<float> zeros_, unread_, shared_row_ = zeros_;  // as long as the longest row
};

}  // namespace sgan::train
