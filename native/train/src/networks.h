#pragma once

#include <torch/torch.h>

#include "layers.h"

namespace sgan::train {

inline constexpr int kLatentDim = 100;
inline constexpr int kImageSize = 32;  ///< height and width in pixels

/// The batch norms' eps: the article passes 0.8, where momentum was meant, to all but the generator's first.
struct NormEps {
  double generator_first = 1e-5, generator_others = 0.8, discriminator = 0.8;

  bool operator==(const NormEps&) const = default;
};

/// The article's generator. Parameters have the names of its PyTorch state_dict (shared/FORMAT.md).
class GeneratorImpl : public torch::nn::Module {
 public:
  explicit GeneratorImpl(const NormEps& eps = {});

  /// latents: [n, kLatentDim] F32  labels: [n] I64 in 0..9, whose embedding the latents are multiplied by, or
  /// undefined for a generator that nothing is asked of
  /// returns [n, 1, kImageSize, kImageSize] F32 in [-1, 1]
  torch::Tensor forward(const torch::Tensor& latents, const torch::Tensor& labels = {});

  /// The type of activations in the convolutions: kFloat or kBFloat16. Parameters are F32 always.
  torch::Dtype compute_type = torch::kFloat;

 private:
  torch::nn::Embedding label_emb_;  // [10, latent]; the article declares it without use
  torch::nn::Linear project_;       // -> [128, 8, 8]
  torch::nn::BatchNorm2d norm0_, norm1_, norm2_;
  torch::nn::Conv2d up1_, up2_, to_image_;
};
TORCH_MODULE(Generator);

/// What the discriminator says of n images. All F32.
struct Judgement {
  torch::Tensor validity_logits;  // [n, 1]
  torch::Tensor class_logits;     // [n, 11], the ten digits and "generated"
  torch::Tensor features;         // [n, 32 * width of the DiscriminatorShape], what both heads look at

  /// [n, 1], probability that the image is real
  [[nodiscard]] torch::Tensor validity() const { return torch::sigmoid(validity_logits); }
  /// [n, 11], softmax over the ten digits and "generated"
  [[nodiscard]] torch::Tensor class_probs() const { return torch::softmax(class_logits, 1); }
};

/// What may differ between discriminators. The defaults are the article's.
struct DiscriminatorShape {
  int width = 16;          ///< channels of the first of four blocks; each further one has twice as many
  bool batch_norm = true;  ///< after each block but the first
  double dropout = 0.25;   ///< share of channels that training leaves out after each block
  double norm_eps = 0.8;
};

/// The article's discriminator and classifier in one.
class DiscriminatorImpl : public torch::nn::Module {
 public:
  explicit DiscriminatorImpl(const DiscriminatorShape& shape = {});

  /// images: [n, 1, kImageSize, kImageSize]
  Judgement forward(const torch::Tensor& images);

  /// While false, training leaves the batch norms' running statistics as they are.
  void track_statistics(bool track);

  torch::Dtype compute_type = torch::kFloat;      ///< as in the generator; the heads always calculate in F32
  Derivatives derivatives = Derivatives::kFirst;  ///< that can be taken of what forward() returns

 private:
  std::vector<torch::nn::Conv2d> convs_;       // 4, stride 2
  std::vector<torch::nn::BatchNorm2d> norms_;  // of all blocks but the first, or none at all
  double dropout_;
  torch::nn::Linear validity_{nullptr}, classes_{nullptr};
};
TORCH_MODULE(Discriminator);

/// Draws initial weights as the article does: convolutions N(0, 0.02), batch norms' weight N(1, 0.02) and
/// bias N(0, norm_bias), where the article has 1; the rest keeps PyTorch's defaults.
void initialize_weights(torch::nn::Module& network, double norm_bias = 1);

/// Draws the convolutions' initial weights so that activations keep their size without batch norms (He et al.
/// 2015).
void initialize_without_norms(Discriminator& discriminator);

}  // namespace sgan::train
