#include "export.h"

#include <string>

namespace sgan::train {
namespace {

void append(const torch::Tensor& tensor, const std::string& name, Weights& weights) {
  const torch::Tensor values = tensor.detach().to(torch::kCPU, torch::kFloat).contiguous();
  const auto* begin = values.data_ptr<float>();
  weights.tensors.push_back({name, Shape(values.sizes().begin(), values.sizes().end()),
                             std::vector<float>(begin, begin + values.numel())});
}

void append_network(const torch::nn::Module& network, const std::string& prefix, Weights& weights) {
  for (const auto& parameter : network.named_parameters())
    append(parameter.value(), prefix + parameter.key(), weights);
  for (const auto& buffer : network.named_buffers()) {
    // Batch norms count their batches; nothing at inference needs that.
    if (buffer.value().is_floating_point()) append(buffer.value(), prefix + buffer.key(), weights);
  }
}

}  // namespace

Weights collect_weights(const Generator& generator, const Discriminator& discriminator, Metadata metadata) {
  Weights weights;
  weights.metadata = std::move(metadata);
  append_network(*generator, "generator.", weights);
  append_network(*discriminator, "discriminator.", weights);
  return weights;
}

Metadata network_metadata() {
  return {{"format_version", "1"},       {"latent_dim", std::to_string(kLatentDim)},
          {"latent_prior", "uniform01"}, {"conditional", "none"},
          {"bn_eps", "1e-5,0.8,0.8"},    {"class_names", "0,1,2,3,4,5,6,7,8,9"}};
}

}  // namespace sgan::train
