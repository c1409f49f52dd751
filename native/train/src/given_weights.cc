#include "given_weights.h"

#include <zlib.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <utility>

#include "evaluator_network.h"
#include "export.h"
#include "preset.h"
#include "sgan/model.h"
#include "sgan_io/file.h"

namespace sgan::train {
namespace {

using torch::Tensor;

std::map<std::string, Tensor> tensors_of(const torch::nn::Module& network, const std::string& prefix) {
  std::map<std::string, Tensor> tensors;
  for (const auto& item : network.named_parameters()) tensors[prefix + item.key()] = item.value();
  for (const auto& item : network.named_buffers()) {
    if (item.value().is_floating_point()) tensors[prefix + item.key()] = item.value();
  }
  return tensors;
}

/// Whether the file has every tensor of the network with its shape, and no other of that prefix but latent
/// directions.
bool fits(const Weights& weights, const std::string& prefix, const torch::nn::Module& network) {
  const auto expected = tensors_of(network, prefix);
  std::size_t found = 0;
  for (const NamedTensor& tensor : weights.tensors) {
    if (!tensor.name.starts_with(prefix) || tensor.name.starts_with(kDirectionsName)) continue;
    const auto same = expected.find(tensor.name);
    if (same == expected.end() || same->second.sizes() != torch::IntArrayRef(tensor.shape)) return false;
    ++found;
  }
  return found == expected.size();
}

struct GivenFile {
  std::string name;
  Weights weights;
  ModelInfo info;

  [[nodiscard]] bool has_eps(const NormEps& eps) const { return norm_eps_of(weights.metadata) == eps; }
  [[nodiscard]] bool conditional() const { return info.conditional != Conditioning::kNone; }
  [[nodiscard]] std::string prior() const {
    return info.latent_prior == LatentPrior::kNormal ? "normal" : "uniform01";
  }
};

Status read_file(const std::filesystem::path& path, GivenFile& file) {
  file.name = path.string();
  std::vector<std::byte> bytes;
  if (Status status = io::read_file(path, bytes); !status.ok()) return status;
  Model model;
  Status status = load_model(bytes, model);
  if (status.ok()) status = read_weights(bytes, file.weights);
  if (!status.ok()) return located(file.name, status);
  file.info = model.info;
  return {};
}

Status read_generator(Options& options, Weights& weights) {
  GivenFile file;
  if (Status status = read_file(options.generator, file); !status.ok()) return status;
  options.latent_prior = file.prior();
  options.generator_is_conditional = file.conditional();
  if (!fits(file.weights, kGeneratorPrefix, *Generator()) || !file.has_eps(norm_eps(options)))
    return {
        StatusCode::kUnsupported,
        file.name +
            ": --generator takes the model.safetensors of a run of the preset conditional, sgan or dcgan"};
  weights = std::move(file.weights);
  return {};
}

Status read_start(const Options& options, GivenWeights& given) {
  GivenFile file;
  if (Status status = read_file(options.start, file); !status.ok()) return status;
  const bool whole = !is_classifier(options);
  const bool fit =
      file.has_eps(norm_eps(options)) &&
      fits(file.weights, kDiscriminatorPrefix, *Discriminator(discriminator_shape(options))) &&
      (!whole || (fits(file.weights, kGeneratorPrefix, *Generator()) &&
                  file.conditional() == is_conditional(options) && file.prior() == options.latent_prior));
  if (!fit)
    return {StatusCode::kUnsupported,
            file.name +
                ": --start takes the model.safetensors of a run of the same preset, "
                "with the same options of networks and latents"};
  if (whole) given.generator = file.weights;
  given.discriminator = std::move(file.weights);
  return {};
}

Status read_teacher(const std::filesystem::path& path, Weights& weights) {
  std::vector<std::byte> bytes;
  if (Status status = io::read_file(path, bytes); !status.ok()) return status;
  SafetensorsView file;
  if (Status status = SafetensorsView::parse(bytes, file); !status.ok())
    return located(path.string(), status);
  for (const TensorView& tensor : file.tensors()) {
    NamedTensor& named = weights.tensors.emplace_back(NamedTensor{tensor.name, tensor.shape, {}});
    named.values.resize(tensor.element_count());
    if (Status status = read_f32(tensor, named.values); !status.ok()) return located(path.string(), status);
  }
  if (fits(weights, kEvaluatorPrefix, *Evaluator())) return {};
  return {StatusCode::kUnsupported,
          path.string() + ": --teacher takes the model.safetensors of a run of the preset evaluator"};
}

}  // namespace

Status read_given_weights(Options& options, GivenWeights& given) {
  if (is_classifier(options)) {
    if (Status status = read_generator(options, given.generator); !status.ok()) return status;
  }
  for (const std::filesystem::path& teacher : options.teachers) {
    if (Status status = read_teacher(teacher, given.teachers.emplace_back()); !status.ok()) return status;
  }
  return options.start.empty() ? Status() : read_start(options, given);
}

void copy_network(const Weights& weights, const std::string& prefix, torch::nn::Module& network) {
  const torch::NoGradGuard no_grad;
  const auto targets = tensors_of(network, prefix);
  for (const NamedTensor& tensor : weights.tensors) {
    const auto target = targets.find(tensor.name);
    if (target != targets.end())
      target->second.copy_(torch::tensor(tensor.values).view(torch::IntArrayRef(tensor.shape)));
  }
}

std::string checksum_of(const Weights& weights, const std::string& prefix) {
  uLong sum = crc32_z(0, nullptr, 0);
  for (const NamedTensor& tensor : weights.tensors) {
    if (tensor.name.starts_with(prefix))
      sum = crc32_z(sum, reinterpret_cast<const Bytef*>(tensor.values.data()),
                    tensor.values.size() * sizeof(float));
  }
  std::ostringstream text;
  text << std::hex << sum;
  return text.str();
}

}  // namespace sgan::train
