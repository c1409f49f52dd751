#include "torch_networks.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "export.h"

namespace sgan::bench {
namespace {

using torch::Tensor;

constexpr double kSlope = 0.2;

/// Finds tensors by name and remembers the first that is missing.
class Reader {
 public:
  explicit Reader(const Weights& weights) : weights_(weights) {}

  Tensor operator()(const std::string& name) {
    if (const NamedTensor* found = find(name)) return torch::tensor(found->values).view(found->shape);
    if (missing_.empty()) missing_ = name;
    return {};
  }

  [[nodiscard]] bool has(const std::string& name) const { return find(name) != nullptr; }

  [[nodiscard]] Status status() const {
    if (missing_.empty()) return {};
    return {StatusCode::kWrongModel, "LibTorch cannot be compared: tensor " + missing_ + " is missing"};
  }

 private:
  [[nodiscard]] const NamedTensor* find(std::string_view name) const {
    const auto found = std::find_if(weights_.tensors.begin(), weights_.tensors.end(),
                                    [&](const NamedTensor& tensor) { return tensor.name == name; });
    return found == weights_.tensors.end() ? nullptr : &*found;
  }

  const Weights& weights_;
  std::string missing_;
};

Tensor upsample(const Tensor& x) { return torch::upsample_nearest2d(x, {2 * x.size(2), 2 * x.size(3)}); }

/// Of a file that is read as a model.
train::DiscriminatorShape read_shape(const Weights& weights) {
  Reader read(weights);
  train::DiscriminatorShape shape;
  shape.width = static_cast<int>(read("discriminator.conv_blocks.0.weight").size(0));
  shape.batch_norm = read.has("discriminator.conv_blocks.6.weight");
  shape.norm_eps = train::norm_eps_of(weights.metadata).discriminator;
  return shape;
}

/// Fills a module and puts it into evaluation mode.  prefix: of the names of its tensors
Status load_module(torch::nn::Module& module, const std::string& prefix, const Weights& weights) {
  Reader read(weights);
  auto targets = module.named_parameters();
  for (const auto& buffer : module.named_buffers()) {
    if (buffer.value().is_floating_point()) targets.insert(buffer.key(), buffer.value());
  }
  for (auto& target : targets) {
    const Tensor source = read(prefix + target.key());
    if (!source.defined()) continue;
    if (source.sizes() != target.value().sizes()) {
      return {StatusCode::kWrongModel, "the trainer's modules cannot be compared: tensor " + prefix +
                                           target.key() + " has another size"};
    }
    target.value().copy_(source);
  }
  module.eval();
  return read.status();
}

}  // namespace

Status TorchNetworks::load(const Weights& weights) {
  Reader read(weights);
  const auto layer = [&](const std::string& name) {
    return Layer{read(name + ".weight"), read(name + ".bias")};
  };
  const auto norm = [&](const std::string& name, double eps) {
    if (!read.has(name + ".weight")) return Norm{};
    return Norm{read(name + ".weight"), read(name + ".bias"), read(name + ".running_mean"),
                read(name + ".running_var"), eps};
  };
  const train::NormEps eps = train::norm_eps_of(weights.metadata);
  const std::string g = "generator.conv_blocks.", d = "discriminator.conv_blocks.";
  project_ = layer("generator.l1.0");
  norm0_ = norm(g + "0", eps.generator_first);
  up1_ = layer(g + "2");
  norm1_ = norm(g + "3", eps.generator_others);
  up2_ = layer(g + "6");
  norm2_ = norm(g + "7", eps.generator_others);
  to_image_ = layer(g + "9");
  convs_ = {layer(d + "0"), layer(d + "3"), layer(d + "7"), layer(d + "11")};
  norms_ = {norm(d + "6", eps.discriminator), norm(d + "10", eps.discriminator),
            norm(d + "14", eps.discriminator)};
  validity_ = layer("discriminator.adv_layer.0");
  classes_ = layer("discriminator.aux_layer.0");
  return read.status();
}

Tensor TorchNetworks::Norm::operator()(const Tensor& x) const {
  if (!weight.defined()) return x;
  return torch::batch_norm(x, weight, bias, mean, variance, /*training=*/false, /*momentum=*/0.1, eps,
                           /*cudnn_enabled=*/false);
}

Tensor TorchNetworks::generate(const Tensor& latents) const {
  const auto conv = [](const Tensor& x, const Layer& layer) {
    return torch::conv2d(x, layer.weight, layer.bias, /*stride=*/1, /*padding=*/1);
  };
  const auto channels = up1_.weight.size(1);
  const auto small = static_cast<std::int64_t>(std::lround(std::sqrt(project_.weight.size(0) / channels)));
  Tensor x = torch::linear(latents, project_.weight, project_.bias).view({-1, channels, small, small});
  x = norm0_(x);
  x = norm1_(conv(upsample(x), up1_));
  torch::leaky_relu_(x, kSlope);
  x = norm2_(conv(upsample(x), up2_));
  torch::leaky_relu_(x, kSlope);
  return torch::tanh(conv(x, to_image_));
}

Probabilities TorchNetworks::judge(const Tensor& images) const {
  Tensor x = images;
  for (std::size_t i = 0; i < convs_.size(); ++i) {
    x = torch::conv2d(x, convs_[i].weight, convs_[i].bias, /*stride=*/2, /*padding=*/1);
    torch::leaky_relu_(x, kSlope);
    if (i > 0) x = norms_[i - 1](x);
  }
  x = x.flatten(1);
  return {torch::sigmoid(torch::linear(x, validity_.weight, validity_.bias)),
          torch::softmax(torch::linear(x, classes_.weight, classes_.bias), 1)};
}

Status TrainerNetworks::load(const Weights& weights) {
  generator = train::Generator(train::norm_eps_of(weights.metadata));
  discriminator = train::Discriminator(read_shape(weights));
  if (Status status = load_module(*generator, "generator.", weights); !status.ok()) return status;
  return load_module(*discriminator, "discriminator.", weights);
}

}  // namespace sgan::bench
