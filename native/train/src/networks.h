#pragma once

#include <torch/torch.h>

namespace sgan::train {

inline constexpr int kLatentDim = 100;
inline constexpr int kImageSize = 32;  ///< height and width in pixels

/// The article's generator. Parameters have the names of its PyTorch state_dict (design: FORMAT.md).
class GeneratorImpl : public torch::nn::Module {
 public:
  GeneratorImpl();

  /// latents: [n, kLatentDim] F32  returns [n, 1, kImageSize, kImageSize] F32 in [-1, 1]
  torch::Tensor forward(const torch::Tensor& latents);

  /// The type of activations in the convolutions: kFloat or kBFloat16. Parameters are F32 always.
  torch::Dtype compute_type = torch::kFloat;

 private:
  torch::nn::Embedding label_emb_;  // [10, latent], declared by the article but unused
  torch::nn::Linear project_;       // -> [128, 8, 8]
  torch::nn::BatchNorm2d norm0_, norm1_, norm2_;
  torch::nn::Conv2d up1_, up2_, to_image_;
};
TORCH_MODULE(Generator);

/// What the discriminator says of n images. Both F32.
struct Judgement {
  torch::Tensor validity;     // [n, 1], probability that the image is real
  torch::Tensor class_probs;  // [n, 11], softmax over the ten digits and "generated"
};

/// The article's discriminator and classifier in one.
class DiscriminatorImpl : public torch::nn::Module {
 public:
  DiscriminatorImpl();

  /// images: [n, 1, kImageSize, kImageSize]
  Judgement forward(const torch::Tensor& images);

  torch::Dtype compute_type = torch::kFloat;  ///< as in the generator; the heads always calculate in F32

 private:
  std::vector<torch::nn::Conv2d> convs_;       // 4, stride 2
  std::vector<torch::nn::BatchNorm2d> norms_;  // 3: the first block has none
  torch::nn::Linear validity_{nullptr}, classes_{nullptr};
};
TORCH_MODULE(Discriminator);

/// Draws initial weights as the article does: convolutions N(0, 0.02), batch norms' weight N(1, 0.02) and
/// bias N(0, 1); the rest keeps PyTorch's defaults.
void initialize_weights(torch::nn::Module& network);

}  // namespace sgan::train
