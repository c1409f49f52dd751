#pragma once

#include <torch/torch.h>

#include <filesystem>
#include <vector>

#include "networks.h"
#include "sgan/model.h"
#include "sgan/weights.h"

namespace sgan::test {

/// Both networks in LibTorch, in evaluation mode.
struct TorchNetworks {
  train::Generator generator;
  train::Discriminator discriminator;
};

/// Random weights of which nothing is neutral: batch norms have scales, shifts and statistics of their own.
[[nodiscard]] TorchNetworks random_networks(std::uint64_t seed);
/// The networks of a weights file; every tensor must find its place.
[[nodiscard]] TorchNetworks networks_of(const Weights& weights);

/// What the trainer would write of them.
[[nodiscard]] std::vector<std::byte> weights_file(const TorchNetworks& networks, DType dtype);

/// A tensor's values on the CPU in row-major order.
[[nodiscard]] std::vector<float> values_of(const torch::Tensor& tensor);

/// The layer of that name, such as "conv_blocks.2".
template <typename Layer>
[[nodiscard]] Layer& layer_of(torch::nn::Module& network, const std::string& name) {
  return *network.named_modules()[name]->as<Layer>();
}

/// Largest and mean distance between two arrays of the same size.
struct Distance {
  double max = 0, mean = 0;
};
[[nodiscard]] Distance distance(const std::vector<float>& a, const std::vector<float>& b);

}  // namespace sgan::test
