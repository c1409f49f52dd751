#pragma once

#include <torch/torch.h>

#include <cstddef>
#include <vector>

#include "networks.h"

namespace sgan::train {

/// Random images in [-1, 1].
inline torch::Tensor images(int count) { return torch::rand({count, 1, kImageSize, kImageSize}) * 2 - 1; }

/// A network's parameters as they are now.
inline std::vector<torch::Tensor> copies(const torch::nn::Module& network) {
  std::vector<torch::Tensor> values;
  for (const torch::Tensor& parameter : network.parameters()) values.push_back(parameter.detach().clone());
  return values;
}

/// How many parameter tensors changed.
inline std::size_t changes(const torch::nn::Module& network, const std::vector<torch::Tensor>& before) {
  std::size_t count = 0;
  const auto parameters = network.parameters();
  for (std::size_t i = 0; i < before.size(); ++i) count += !torch::equal(parameters[i], before[i]);
  return count;
}

}  // namespace sgan::train
