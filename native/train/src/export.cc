#include "export.h"

#include <sstream>
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

Weights collect_evaluator(const torch::nn::Module& evaluator, Metadata metadata) {
  Weights weights;
  weights.metadata = std::move(metadata);
  append_network(evaluator, "evaluator.", weights);
  return weights;
}

Metadata network_metadata(const NormEps& eps, const Sampling& sampling,
                          const std::vector<std::string>& class_names) {
  std::string names;
  for (const std::string& name : class_names) names += (names.empty() ? "" : ",") + name;
  std::ostringstream norms;
  norms << eps.generator_first << ',' << eps.generator_others << ',' << eps.discriminator;
  return {{"format_version", "1"},
          {"latent_dim", std::to_string(kLatentDim)},
          {"latent_prior", sampling.prior == LatentPrior::kNormal ? "normal" : "uniform01"},
          {"conditional", sampling.conditional ? "embed_mul" : "none"},
          {"bn_eps", norms.str()},
          {"class_names", names}};
}

NormEps norm_eps_of(const Metadata& metadata) {
  NormEps eps;
  const auto written = metadata.find("bn_eps");
  if (written == metadata.end()) return eps;
  std::istringstream numbers(written->second);
  for (double* value : {&eps.generator_first, &eps.generator_others, &eps.discriminator}) {
    numbers >> *value;
    numbers.ignore();  // the comma
  }
  return eps;
}

}  // namespace sgan::train
