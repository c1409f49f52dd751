#include "networks.h"

#include <array>
#include <memory>
#include <string>

#include "layers.h"
#include "sgan/model.h"

namespace sgan::train {
namespace {

using torch::Tensor;
using torch::nn::BatchNorm2d;
using torch::nn::BatchNorm2dOptions;
using torch::nn::Conv2d;
using torch::nn::Conv2dOptions;
using torch::nn::Linear;
using torch::nn::Module;

constexpr int kSmallSize = kImageSize / 4;  // where the generator's convolutions begin
constexpr std::array<int, 3> kGeneratorChannels{128, 128, 64};
constexpr std::array<const char*, 4> kDiscriminatorConvs{"0", "3", "7", "11"};
constexpr std::array<const char*, 3> kDiscriminatorNorms{"6", "10", "14"};
constexpr double kNormMomentum = 0.1;
constexpr double kSlope = 0.2;

Conv2d make_conv(int in, int out, int stride) {
  return Conv2d(Conv2dOptions(in, out, 3).stride(stride).padding(1));
}

BatchNorm2d make_norm(int channels, double eps) {
  return BatchNorm2d(BatchNorm2dOptions(channels).eps(eps).momentum(kNormMomentum));
}

/// A level of names without a calculation of its own, such as "conv_blocks".
std::shared_ptr<Module> add_group(Module& parent, const std::string& name) {
  return parent.register_module(name, std::make_shared<Module>());
}

}  // namespace

GeneratorImpl::GeneratorImpl(const NormEps& eps)
    : label_emb_(kDigitClasses, kLatentDim),
      project_(kLatentDim, kGeneratorChannels[0] * kSmallSize * kSmallSize),
      norm0_(make_norm(kGeneratorChannels[0], eps.generator_first)),
      norm1_(make_norm(kGeneratorChannels[1], eps.generator_others)),
      norm2_(make_norm(kGeneratorChannels[2], eps.generator_others)),
      up1_(make_conv(kGeneratorChannels[0], kGeneratorChannels[1], 1)),
      up2_(make_conv(kGeneratorChannels[1], kGeneratorChannels[2], 1)),
      to_image_(make_conv(kGeneratorChannels[2], 1, 1)) {
  register_module("label_emb", label_emb_);
  add_group(*this, "l1")->register_module("0", project_);
  const auto blocks = add_group(*this, "conv_blocks");
  blocks->register_module("0", norm0_);
  blocks->register_module("2", up1_);
  blocks->register_module("3", norm1_);
  blocks->register_module("6", up2_);
  blocks->register_module("7", norm2_);
  blocks->register_module("9", to_image_);
}

Tensor GeneratorImpl::forward(const Tensor& latents, const Tensor& labels) {
  const Tensor asked = labels.defined() ? latents * label_emb_->forward(labels) : latents;
  Tensor x = project_->forward(asked).view({-1, kGeneratorChannels[0], kSmallSize, kSmallSize});
  x = norm0_->forward(x.to(compute_type).contiguous(at::MemoryFormat::ChannelsLast));
  x = norm1_->forward(upsample_conv3x3(x, up1_->weight, up1_->bias, compute_type));
  x = torch::leaky_relu_(x, kSlope);
  x = norm2_->forward(upsample_conv3x3(x, up2_->weight, up2_->bias, compute_type));
  x = torch::leaky_relu_(x, kSlope);
  x = conv3x3(x, to_image_->weight, to_image_->bias, 1, compute_type);
  return torch::tanh(x.to(torch::kFloat)).contiguous();
}

DiscriminatorImpl::DiscriminatorImpl(const DiscriminatorShape& shape) : dropout_(shape.dropout) {
  const auto blocks = add_group(*this, "conv_blocks");
  int in = 1, out = shape.width;
  for (std::size_t b = 0; b < kDiscriminatorConvs.size(); ++b) {
    convs_.push_back(blocks->register_module(kDiscriminatorConvs[b], make_conv(in, out, 2)));
    if (shape.batch_norm && b > 0)
      norms_.push_back(blocks->register_module(kDiscriminatorNorms[b - 1], make_norm(out, shape.norm_eps)));
    in = out;
    out *= 2;
  }
  const int features = in * (kImageSize / 16) * (kImageSize / 16);
  validity_ = add_group(*this, "adv_layer")->register_module("0", Linear(features, 1));
  classes_ = add_group(*this, "aux_layer")->register_module("0", Linear(features, kJudgedClasses));
}

Judgement DiscriminatorImpl::forward(const Tensor& images) {
  Tensor x = images;
  for (std::size_t b = 0; b < convs_.size(); ++b) {
    x = conv3x3(x, convs_[b]->weight, convs_[b]->bias, 2, compute_type, derivatives);
    x = torch::leaky_relu_(x, kSlope);
    if (dropout_ > 0) x = torch::feature_dropout(x, dropout_, is_training());
    if (b > 0 && !norms_.empty()) x = norms_[b - 1]->forward(x);
  }
  // The eight bits of a BF16 mantissa would turn a confident sigmoid into exactly 1 and its loss into a
  // clamp.
  x = x.to(torch::kFloat).contiguous().flatten(1);
  return {validity_->forward(x), classes_->forward(x), x};
}

void DiscriminatorImpl::track_statistics(bool track) {
  for (BatchNorm2d& norm : norms_) norm->options.momentum(track ? kNormMomentum : 0.0);
}

void initialize_weights(Module& network, double norm_bias) {
  const torch::NoGradGuard no_grad;
  for (const auto& module : network.modules()) {
    if (auto* conv = module->as<torch::nn::Conv2dImpl>()) {
      conv->weight.normal_(0.0, 0.02);
    } else if (auto* norm = module->as<torch::nn::BatchNorm2dImpl>()) {
      norm->weight.normal_(1.0, 0.02);
      norm->bias.normal_(0.0, norm_bias);
    }
  }
}

void initialize_without_norms(Discriminator& discriminator) {
  for (const auto& module : discriminator->modules()) {
    if (auto* conv = module->as<torch::nn::Conv2dImpl>()) {
      torch::nn::init::kaiming_normal_(conv->weight, kSlope, torch::kFanIn, torch::kLeakyReLU);
      torch::nn::init::zeros_(conv->bias);
    }
  }
}

}  // namespace sgan::train
