#pragma once

#include <array>
#include <string>

#include "networks.h"
#include "sgan/status.h"
#include "sgan/weights.h"

namespace sgan::bench {

/// What a discriminator says of n images.
struct Probabilities {
  torch::Tensor validity;     // [n, 1]
  torch::Tensor class_probs;  // [n, 11]
};

/// The article's networks in LibTorch's eager mode, layer by layer as one writes them in PyTorch.
class TorchNetworks {
 public:
  /// Batch norms may be missing. Refuses weights of which another tensor is, and names it.
  [[nodiscard]] Status load(const Weights& weights);

  /// latents: [n, latent_dim]  returns [n, 1, image_size, image_size]
  [[nodiscard]] torch::Tensor generate(const torch::Tensor& latents) const;
  /// images: [n, 1, image_size, image_size]
  [[nodiscard]] Probabilities judge(const torch::Tensor& images) const;

 private:
  struct Layer {
    torch::Tensor weight, bias;
  };
  struct Norm {
    torch::Tensor weight, bias, mean, variance;  // undefined: leaves values as they are
    double eps = 0;
    [[nodiscard]] torch::Tensor operator()(const torch::Tensor& x) const;
  };

  Layer project_, up1_, up2_, to_image_;
  Norm norm0_, norm1_, norm2_;
  std::array<Layer, 4> convs_;
  std::array<Norm, 3> norms_;  // of convs_[1..3]
  Layer validity_, classes_;
};

/// The trainer's own modules, in evaluation mode.
struct TrainerNetworks {
  train::Generator generator{nullptr};
  train::Discriminator discriminator{nullptr};

  /// weights: those of TorchNetworks. Refuses sizes that the trainer does not make and names the tensor.
  [[nodiscard]] Status load(const Weights& weights);
};

}  // namespace sgan::bench
