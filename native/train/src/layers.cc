#include "layers.h"

#include "cell_conv.h"
#include "phase_conv.h"

namespace sgan::train {
namespace {

using torch::Tensor;

/// With fewer input channels the matrix products are mostly overhead.
constexpr std::int64_t kLeastChannelsForCells = 32;

bool has_sides_of(const Tensor& x, std::int64_t multiple) {
  return x.size(2) % multiple == 0 && x.size(3) % multiple == 0;
}

/// A convolution to one channel as a matrix product: each pixel's channels with all nine taps at once, which
/// are then added up where they belong. LibTorch's own takes several times as long on a CPU.
Tensor conv3x3_to_one_channel(const Tensor& x, const Tensor& weight, const Tensor& bias) {
  const auto n = x.size(0), in = x.size(1), height = x.size(2), width = x.size(3);
  // What tap (i, j) makes of a pixel belongs to the pixel (1 - i, 1 - j) from it: col2im has it the other way
  // round.
  const Tensor taps = weight.flip({2, 3}).view({in, 9});
  const Tensor products = x.permute({0, 2, 3, 1}).reshape({n * height * width, in}).mm(taps);
  return torch::col2im(products.view({n, height * width, 9}).transpose(1, 2), {height, width},
                       /*kernel_size=*/{3, 3},
                       /*dilation=*/{1, 1}, /*padding=*/{1, 1}, /*stride=*/{1, 1}) +
         bias;
}

}  // namespace

Tensor channels_last(const Tensor& x, torch::Dtype type) {
  return x.to(type).contiguous(at::MemoryFormat::ChannelsLast);
}

Tensor conv3x3(const Tensor& x, const Tensor& weight, const Tensor& bias, int stride, torch::Dtype type,
               Derivatives derivatives) {
  if (x.device().is_cpu() && type == torch::kFloat && derivatives == Derivatives::kFirst) {
    if (stride == 1 && weight.size(0) == 1)
      return conv3x3_to_one_channel(channels_last(x, type), weight.to(type), bias.to(type));
    if (stride == 2 && weight.size(1) >= kLeastChannelsForCells && has_sides_of(x, 4))
      return strided_conv3x3_by_cells(x, weight, bias);
  }
  return torch::conv2d(channels_last(x, type), channels_last(weight, type), bias.to(type), stride,
                       /*padding=*/1);
}

Tensor upsample_conv3x3(const Tensor& x, const Tensor& weight, const Tensor& bias, torch::Dtype type) {
  if (x.device().is_cpu() && type == torch::kFloat && has_sides_of(x, 2))
    return upsample_conv3x3_by_cells(x, weight, bias);
  return upsample_conv3x3_by_phases(x, weight, bias, type);
}

}  // namespace sgan::train
