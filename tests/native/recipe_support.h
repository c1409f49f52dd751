#pragma once

#include <torch/torch.h>

#include <cstddef>
#include <vector>

#include "networks.h"
#include "sgan/model.h"

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

/// Heads without weights: the discriminator says the same of every image.
///
/// validity: logit  classes: [kJudgedClasses] logits
inline void let_say(Discriminator& discriminator, double validity, const torch::Tensor& classes) {
  const torch::NoGradGuard no_grad;
  auto parameters = discriminator->named_parameters();
  parameters["adv_layer.0.weight"].zero_();
  parameters["adv_layer.0.bias"].fill_(validity);
  parameters["aux_layer.0.weight"].zero_();
  parameters["aux_layer.0.bias"].copy_(classes);
}

/// Logits of one class, the others' being 0.
inline torch::Tensor logits_of(std::int64_t class_index, double logit) {
  return torch::one_hot(torch::tensor(class_index), kJudgedClasses) * logit;
}

}  // namespace sgan::train
