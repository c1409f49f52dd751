#include "cell_conv.h"

#include <ATen/Parallel.h>

#include "cell_band.h"
#include "layers.h"

namespace sgan::train {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::tensor_list;

/// Calls f(band, first image, images) for all images, in as many threads as LibTorch has, each with a band of
/// its own.
template <typename Scheme, typename Function>
void for_each_band(const CellSizes<Scheme>& sizes, const Function& f) {
  at::parallel_for(0, sizes.bands(), /*grain_size=*/1, [&](std::int64_t begin, std::int64_t end) {
    const torch::NoGradGuard no_grad;  // each thread has a mode of its own
    CellBand<Scheme> band(sizes);
    for (std::int64_t b = begin; b < end; ++b) {
      const std::int64_t first = b * sizes.images_of_band();
      f(band, first, std::min(sizes.images_of_band(), sizes.images - first));
    }
  });
}

/// [products, 9]: which taps are summed up for each
template <typename Scheme>
Tensor taps_of_products() {
  const Tensor in_one = torch::empty({Scheme::kProducts, 3});
  for (int p = 0; p < Scheme::kProducts; ++p)
    for (int tap = 0; tap < 3; ++tap) in_one[p][tap] = Scheme::kTapsOfProduct[p][tap];
  return torch::kron(in_one, in_one);
}

/// x: [n, in, h, w], channels last  weight: [out, in, 3, 3]
template <typename Scheme>
CellSizes<Scheme> sizes_of(const Tensor& x, const Tensor& weight) {
  return {x.size(0), x.size(2), x.size(3), x.size(1), weight.size(0)};
}

/// weight: [out, in, 3, 3] -> 25 of [in, out]
template <typename Scheme>
tensor_list matrices_of(const Tensor& weight) {
  const auto out = weight.size(0), in = weight.size(1);
  return taps_of_products<Scheme>()
      .mm(weight.permute({2, 3, 1, 0}).reshape({9, in * out}))
      .view({Scheme::kProducts * Scheme::kProducts, in, out})
      .unbind();
}

template <typename Scheme>
struct ConvByCells : torch::autograd::Function<ConvByCells<Scheme>> {
  static Tensor forward(AutogradContext* context, const Tensor& x, const Tensor& weight, const Tensor& bias) {
    context->save_for_backward({x, weight});
    const auto sizes = sizes_of<Scheme>(x, weight);
    Tensor y = torch::empty({sizes.images, sizes.out, sizes.output_height(), sizes.output_width()},
                            x.options().memory_format(at::MemoryFormat::ChannelsLast));
    const tensor_list matrices = matrices_of<Scheme>(weight);
    for_each_band(sizes, [&](CellBand<Scheme>& band, std::int64_t first, std::int64_t count) {
      band.forward(count, x.data_ptr<float>() + first * sizes.image_length(), matrices, bias,
                   y.data_ptr<float>() + first * sizes.output_length());
    });
    return y;
  }

  static tensor_list backward(AutogradContext* context, tensor_list gradients) {
    TORCH_CHECK(!torch::GradMode::is_enabled(), "this convolution has first derivatives only");
    const tensor_list saved = context->get_saved_variables();
    const Tensor &x = saved[0], &weight = saved[1];
    const Tensor y_gradient = channels_last(gradients[0], torch::kFloat);
    const auto sizes = sizes_of<Scheme>(x, weight);
    const Tensor x_gradient = torch::zeros_like(x, at::MemoryFormat::ChannelsLast);
    const tensor_list matrices = matrices_of<Scheme>(weight);
    // A sum for each thread, added up in their order: the same bits for the same number of threads.
    const Tensor sums =
        torch::zeros({at::get_num_threads(), Scheme::kProducts * Scheme::kProducts, sizes.in, sizes.out});
    for_each_band(sizes, [&](CellBand<Scheme>& band, std::int64_t first, std::int64_t count) {
      tensor_list matrix_gradients = sums[at::get_thread_num()].unbind();
      band.backward(count, x.data_ptr<float>() + first * sizes.image_length(),
                    y_gradient.data_ptr<float>() + first * sizes.output_length(), matrices,
                    x_gradient.data_ptr<float>() + first * sizes.image_length(), matrix_gradients);
    });
    const Tensor weight_gradient = taps_of_products<Scheme>()
                                       .t()
                                       .mm(sums.sum(0).view({Scheme::kProducts * Scheme::kProducts, -1}))
                                       .view({3, 3, sizes.in, sizes.out})
                                       .permute({3, 2, 0, 1});
    return {x_gradient, weight_gradient, y_gradient.sum({0, 2, 3})};
  }
};

template <typename Scheme>
Tensor conv_by_cells(const Tensor& x, const Tensor& weight, const Tensor& bias) {
  TORCH_CHECK(x.size(2) % Scheme::kStep == 0 && x.size(3) % Scheme::kStep == 0,
              "height and width must be multiples of ", Scheme::kStep);
  return ConvByCells<Scheme>::apply(channels_last(x, torch::kFloat), weight.to(torch::kFloat),
                                    bias.to(torch::kFloat));
}

}  // namespace

Tensor upsample_conv3x3_by_cells(const Tensor& x, const Tensor& weight, const Tensor& bias) {
  return conv_by_cells<UpsampleScheme>(x, weight, bias);
}

Tensor strided_conv3x3_by_cells(const Tensor& x, const Tensor& weight, const Tensor& bias) {
  return conv_by_cells<StrideScheme>(x, weight, bias);
}

}  // namespace sgan::train
