#pragma once

#include <torch/torch.h>

namespace sgan::train {

/// Digits as a pen draws them: ways of writing each digit that MNIST's writers seldom or never used, such as
/// a 1 with a long upstroke or a 9 with a curled tail, each time bent, slanted, turned and squeezed at
/// random. Framed as the core's rasterize() (sgan/strokes.h) frames what a person draws.
class StrokeDigits {
 public:
  explicit StrokeDigits(torch::Device device);

  struct Drawn {
    torch::Tensor images;  // [n, 1, kImageSize, kImageSize] F32 in [-1, 1]
    torch::Tensor labels;  // [n] I64 in 0..9, as frequent as each other
  };
  /// Randomness is of the device.
  [[nodiscard]] Drawn draw(std::int64_t count) const;

 private:
  torch::Tensor controls_;  // [ways, points, 2], in a unit box, y downwards
  torch::Tensor splines_;   // [ways, dots, points]: dots of the path as sums of control points
  torch::Tensor first_;     // [10] I64: each digit's first way
  torch::Tensor count_;     // [10]: how many ways it has
};

}  // namespace sgan::train
