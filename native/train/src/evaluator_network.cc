#include "evaluator_network.h"

#include <string>

#include "layers.h"
#include "networks.h"
#include "sgan/model.h"

namespace sgan::train {
namespace {

using torch::Tensor;
using torch::nn::BatchNorm1d;
using torch::nn::BatchNorm2d;
using torch::nn::Conv2d;
using torch::nn::Conv2dOptions;
using torch::nn::Linear;
using torch::nn::LinearOptions;

constexpr int kLastSize = kImageSize / 8;  // after three strides of 2

int stride_of(std::size_t block) { return block % 2 == 0 ? 1 : 2; }

}  // namespace

EvaluatorImpl::EvaluatorImpl()
    : features_(LinearOptions(kChannels.back() * kLastSize * kLastSize, kFeatures).bias(false)),
      feature_norm_(kFeatures),
      classes_(kFeatures, kDigitClasses) {
  int in = 1;
  for (std::size_t b = 0; b < kChannels.size(); ++b) {
    const std::string name = std::to_string(b);
    const auto block = register_module(name, std::make_shared<torch::nn::Module>());
    // The batch norm that follows has a shift of its own.
    const auto options = Conv2dOptions(in, kChannels[b], 3).stride(stride_of(b)).padding(1).bias(false);
    convs_.push_back(block->register_module("conv", Conv2d(options)));
    norms_.push_back(block->register_module("norm", BatchNorm2d(kChannels[b])));
    torch::nn::init::kaiming_normal_(convs_.back()->weight, 0, torch::kFanOut, torch::kReLU);
    in = kChannels[b];
  }
  const auto features = register_module("features", std::make_shared<torch::nn::Module>());
  features->register_module("linear", features_);
  features->register_module("norm", feature_norm_);
  register_module("classes", classes_);
}

EvaluatorImpl::Output EvaluatorImpl::forward(const Tensor& images) {
  Tensor x = images;
  for (std::size_t b = 0; b < convs_.size(); ++b) {
    const Tensor no_bias = torch::zeros({kChannels[b]}, images.options());
    x = torch::relu(norms_[b]->forward(conv3x3(x, convs_[b]->weight, no_bias, stride_of(b), compute_type)));
  }
  const Tensor flat = x.to(torch::kFloat).contiguous().flatten(1);
  const Tensor features = torch::relu(feature_norm_->forward(features_->forward(flat)));
  return {features, classes_->forward(features)};
}

}  // namespace sgan::train
