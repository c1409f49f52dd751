#include "given_generator.h"

#include <zlib.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "export.h"
#include "preset.h"
#include "sgan/model.h"
#include "sgan_io/file.h"

namespace sgan::train {
namespace {

using torch::Tensor;

constexpr const char* kPrefix = "generator.";

std::map<std::string, Tensor> tensors_of(const Generator& generator) {
  std::map<std::string, Tensor> tensors;
  for (const auto& item : generator->named_parameters()) tensors[kPrefix + item.key()] = item.value();
  for (const auto& item : generator->named_buffers()) {
    if (item.value().is_floating_point()) tensors[kPrefix + item.key()] = item.value();
  }
  return tensors;
}

/// Whether every tensor of the trainer's generator is there with its shape.
bool fits(const Weights& weights) {
  const Generator generator;
  const auto expected = tensors_of(generator);
  return std::all_of(expected.begin(), expected.end(), [&](const auto& item) {
    return std::any_of(weights.tensors.begin(), weights.tensors.end(), [&](const NamedTensor& tensor) {
      return tensor.name == item.first && item.second.sizes() == torch::IntArrayRef(tensor.shape);
    });
  });
}

}  // namespace

Status read_generator(Options& options, Weights& weights) {
  const std::string file = options.generator.string();
  std::vector<std::byte> bytes;
  if (Status status = io::read_file(options.generator, bytes); !status.ok()) return status;
  Model model;
  Status status = load_model(bytes, model);
  if (status.ok()) status = read_weights(bytes, weights);
  if (!status.ok()) return {status.code(), file + ": " + status.message()};
  options.latent_prior = model.info.latent_prior == LatentPrior::kNormal ? "normal" : "uniform01";
  options.generator_is_conditional = model.info.conditional != Conditioning::kNone;
  const Metadata written = network_metadata(norm_eps(options), {}, {});
  const auto eps = weights.metadata.find("bn_eps");
  if (fits(weights) && eps != weights.metadata.end() && eps->second == written.at("bn_eps")) return {};
  return {StatusCode::kUnsupported,
          file + ": --generator takes the model.safetensors of a run of the preset conditional, sgan or dcgan"};
}

void copy_generator(const Weights& weights, Generator& generator) {
  if (weights.tensors.empty()) return;
  const torch::NoGradGuard no_grad;
  const auto targets = tensors_of(generator);
  for (const NamedTensor& tensor : weights.tensors) {
    const auto target = targets.find(tensor.name);
    if (target != targets.end())
      target->second.copy_(torch::tensor(tensor.values).view(torch::IntArrayRef(tensor.shape)));
  }
}

std::string checksum_of(const Weights& weights) {
  uLong sum = crc32_z(0, nullptr, 0);
  for (const NamedTensor& tensor : weights.tensors) {
    if (tensor.name.starts_with(kPrefix))
      sum = crc32_z(sum, reinterpret_cast<const Bytef*>(tensor.values.data()),
                    tensor.values.size() * sizeof(float));
  }
  std::ostringstream text;
  text << std::hex << sum;
  return text.str();
}

}  // namespace sgan::train
