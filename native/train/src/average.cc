#include "average.h"

namespace sgan::train {
namespace {

using torch::Tensor;

/// Parameters and running statistics, but not the batch norms' counters.
std::vector<Tensor> averaged_tensors(const torch::nn::Module& network) {
  std::vector<Tensor> tensors = network.parameters();
  for (const Tensor& buffer : network.buffers()) {
    if (buffer.is_floating_point()) tensors.push_back(buffer);
  }
  return tensors;
}

}  // namespace

MovingAverage::MovingAverage(const torch::nn::Module& network, torch::nn::Module& average, double decay)
    : sources_(averaged_tensors(network)), targets_(averaged_tensors(average)), decay_(decay) {
  const torch::NoGradGuard no_grad;
  for (std::size_t i = 0; i < sources_.size(); ++i) targets_[i].copy_(sources_[i]);
}

void MovingAverage::update(const Tensor& steps) {
  const torch::NoGradGuard no_grad;
  const Tensor weight = torch::clamp_min(9 / (steps + 10), 1 - decay_).to(torch::kFloat);
  for (std::size_t i = 0; i < sources_.size(); ++i) targets_[i].lerp_(sources_[i], weight);
}

}  // namespace sgan::train
