#pragma once

#include <torch/torch.h>

#include <array>
#include <vector>

namespace sgan::train {

/// The classifier whose features samples and data are compared in: it takes no part in any GAN's training and
/// is of another architecture than the discriminator. docs/evaluation.md has its layers and its file.
class EvaluatorImpl : public torch::nn::Module {
 public:
  static constexpr std::array<int, 6> kChannels{16, 32, 32,
                                                64, 64, 128};  // of the blocks, every second of stride 2
  static constexpr int kFeatures = 128;

  struct Output {
    torch::Tensor features;  // [n, kFeatures] F32, not negative
    torch::Tensor logits;    // [n, 10] F32
  };

  EvaluatorImpl();

  /// images: [n, 1, kImageSize, kImageSize] F32 in [-1, 1]
  Output forward(const torch::Tensor& images);

  torch::Dtype compute_type = torch::kFloat;  ///< of the convolutions

 private:
  std::vector<torch::nn::Conv2d> convs_;
  std::vector<torch::nn::BatchNorm2d> norms_;
  torch::nn::Linear features_;
  torch::nn::BatchNorm1d feature_norm_;
  torch::nn::Linear classes_;
};
TORCH_MODULE(Evaluator);

}  // namespace sgan::train
