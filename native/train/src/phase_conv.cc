#include "phase_conv.h"

#include "layers.h"

namespace sgan::train {
namespace {

using torch::Tensor;

/// Copies between `padded`, the four phases of every 2x2 neighbourhood, and `image`, where they interleave.
/// padded: [n, h + 1, w + 1, 2, 2, channels]; position p of the first pair looks at pixels p - 1 and p.
/// image:  [n, h, 2, w, 2, channels]; even rows come from phase 1 of position h, odd rows from phase 0 of h
/// + 1.
void copy_phases(const Tensor& padded, const Tensor& image, bool into_image) {
  const auto height = image.size(1);
  const auto width = image.size(3);
  for (int row = 0; row < 2; ++row) {
    for (int column = 0; column < 2; ++column) {
      Tensor source =
          padded.narrow(1, row, height).narrow(2, column, width).select(3, 1 - row).select(3, 1 - column);
      Tensor target = image.select(2, row).select(3, column);
      if (into_image) {
        target.copy_(source);
      } else {
        source.copy_(target);
      }
    }
  }
}

/// [n, 4 * channels, h + 1, w + 1] -> [n, channels, 2h, 2w], in one pass each way.
struct InterleavePhases : torch::autograd::Function<InterleavePhases> {
  static Tensor forward(torch::autograd::AutogradContext*, const Tensor& phases) {
    const Tensor padded = phases.permute({0, 2, 3, 1}).contiguous();
    const auto n = padded.size(0), height = padded.size(1) - 1, width = padded.size(2) - 1;
    const auto channels = padded.size(3) / 4;
    const Tensor image = torch::empty({n, height, 2, width, 2, channels}, padded.options());
    copy_phases(padded.view({n, height + 1, width + 1, 2, 2, channels}), image, true);
    return image.view({n, 2 * height, 2 * width, channels}).permute({0, 3, 1, 2});
  }

  static torch::autograd::tensor_list backward(torch::autograd::AutogradContext*,
                                               torch::autograd::tensor_list gradients) {
    const Tensor image = gradients[0].permute({0, 2, 3, 1}).contiguous();
    const auto n = image.size(0), height = image.size(1) / 2, width = image.size(2) / 2,
               channels = image.size(3);
    const Tensor padded = torch::zeros({n, height + 1, width + 1, 2, 2, channels}, image.options());
    copy_phases(padded, image.view({n, height, 2, width, 2, channels}), false);
    return {padded.view({n, height + 1, width + 1, 4 * channels}).permute({0, 3, 1, 2})};
  }
};

/// Three taps along `dimension` become two phases of two taps: (w0 + w1, w2) and (w0, w1 + w2).
Tensor split_taps(const Tensor& weight, std::int64_t dimension) {
  const Tensor w0 = weight.narrow(dimension, 0, 1);
  const Tensor w1 = weight.narrow(dimension, 1, 1);
  const Tensor w2 = weight.narrow(dimension, 2, 1);
  return torch::cat({w0 + w1, w2, w0, w1 + w2}, dimension);
}

}  // namespace

Tensor upsample_conv3x3_by_phases(const Tensor& x, const Tensor& weight, const Tensor& bias,
                                  torch::Dtype type) {
  const auto out = weight.size(0), in = weight.size(1);
  const Tensor kernels = split_taps(split_taps(weight, 2), 3)
                             .view({out, in, 2, 2, 2, 2})  // out, in, row phase, tap, column phase, tap
                             .permute({2, 4, 0, 1, 3, 5})  // row phase, column phase, out, in, taps
                             .reshape({4 * out, in, 2, 2});
  return InterleavePhases::apply(torch::conv2d(channels_last(x, type), channels_last(kernels, type),
                                               bias.to(type).repeat({4}), /*stride=*/1, /*padding=*/1));
}

}  // namespace sgan::train
