#pragma once

#include <torch/torch.h>

#include <limits>
#include <vector>

namespace sgan::train {

struct AdamSettings {
  double learning_rate = 2e-4;
  double beta1 = 0.5, beta2 = 0.999;
};

/// Adam (Kingma & Ba 2015, algorithm 1, epsilon 1e-8) on all parameters of a network at once: parameters and
/// gradients move into one vector each, of which the network's own become views, so that a step, a zeroing,
/// an average over processes are one operation each. All its state, the number of steps included, lives on
/// the parameters' device: nothing waits, and a captured CUDA graph goes on counting. Once made, the network
/// must not move to another device.
class Adam {
 public:
  Adam(torch::nn::Module& network, const AdamSettings& settings);

  /// From step `begin` on the learning rate falls in equal parts, to zero in step `end`. Both count from 0.
  void decay_linearly(double begin, double end);

  void zero_gradients() { gradients_.zero_(); }
  void step();

  torch::Tensor& parameters() { return parameters_; }  ///< [size] F32
  torch::Tensor& gradients() { return gradients_; }    ///< [size] F32
  /// What a checkpoint keeps besides the parameters; to be changed in place only.
  [[nodiscard]] std::vector<torch::Tensor> state() const { return {mean_, square_, steps_}; }
  [[nodiscard]] const torch::Tensor& steps() const { return steps_; }  ///< scalar F64: steps done

 private:
  void step_on_cpu();
  void step_on_device();

  AdamSettings settings_;
  double decay_begin_ = std::numeric_limits<double>::max(), decay_steps_ = 1;
  torch::Tensor parameters_, gradients_;
  torch::Tensor mean_, square_;  // moving averages of the gradient and its square, [size]
  torch::Tensor steps_;
};

}  // namespace sgan::train
