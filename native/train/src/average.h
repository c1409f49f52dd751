#pragma once

#include <torch/torch.h>

namespace sgan::train {

/// An exponential moving average of a network's parameters and running statistics, kept in a second network
/// of the same kind. The average starts short, at a tenth, and grows to `decay` with the number of steps, so
/// that it never holds much of the initial weights.
class MovingAverage {
 public:
  /// average: becomes a copy of `network`.  decay: in [0, 1), per step; 0 copies
  MovingAverage(const torch::nn::Module& network, torch::nn::Module& average, double decay);

  /// steps: scalar F64 on the networks' device, how many steps `network` has made
  void update(const torch::Tensor& steps);

 private:
  std::vector<torch::Tensor> sources_, targets_;
  double decay_;
};

}  // namespace sgan::train
