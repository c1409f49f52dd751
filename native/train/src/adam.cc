#include "adam.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>

namespace sgan::train {
namespace {

using torch::Tensor;

constexpr double kEpsilon = 1e-8;
constexpr std::int64_t kGrain = 32768;  // elements that are worth a thread

}  // namespace

Adam::Adam(torch::nn::Module& network, const AdamSettings& settings) : settings_(settings) {
  const torch::NoGradGuard no_grad;
  std::vector<Tensor> values;
  for (const Tensor& parameter : network.parameters()) values.push_back(parameter.detach().reshape({-1}));
  parameters_ = torch::cat(values);
  gradients_ = torch::zeros_like(parameters_);
  mean_ = torch::zeros_like(parameters_);
  square_ = torch::zeros_like(parameters_);
  steps_ = torch::zeros({}, parameters_.options().dtype(torch::kDouble));
  std::int64_t begin = 0;
  for (Tensor& parameter : network.parameters()) {
    const auto size = parameter.numel();
    const auto shape = parameter.sizes().vec();
    parameter.set_data(parameters_.narrow(0, begin, size).view(shape));
    // Gradients are added to what is there, so they stay in this vector.
    parameter.mutable_grad() = gradients_.narrow(0, begin, size).view(shape);
    begin += size;
  }
}

void Adam::decay_linearly(double begin, double end) {
  decay_begin_ = begin;
  decay_steps_ = std::max(end - begin, 1.0);
}

void Adam::step() {
  const torch::NoGradGuard no_grad;
  steps_.add_(1);
  if (parameters_.device().is_cpu()) {
    step_on_cpu();
  } else {
    step_on_device();
  }
}

void Adam::step_on_cpu() {
  const double steps = steps_.item<double>();
  const auto beta1 = static_cast<float>(settings_.beta1), beta2 = static_cast<float>(settings_.beta2);
  const double left = std::clamp(1 - (steps - 1 - decay_begin_) / decay_steps_, 0.0, 1.0);
  const auto rate =
      static_cast<float>(left * settings_.learning_rate / (1 - std::pow(settings_.beta1, steps)));
  const auto unbias = static_cast<float>(1 / std::sqrt(1 - std::pow(settings_.beta2, steps)));
  const auto epsilon = static_cast<float>(kEpsilon);
  float* const parameter = parameters_.data_ptr<float>();
  const float* const gradient = gradients_.data_ptr<float>();
  float* const mean = mean_.data_ptr<float>();
  float* const square = square_.data_ptr<float>();
  at::parallel_for(0, parameters_.numel(), kGrain, [=](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      const float g = gradient[i];
      const float m = mean[i] + (1 - beta1) * (g - mean[i]);
      const float s = beta2 * square[i] + (1 - beta2) * g * g;
      mean[i] = m;
      square[i] = s;
      parameter[i] -= rate * m / (std::sqrt(s) * unbias + epsilon);
    }
  });
}

void Adam::step_on_device() {
  const Tensor left = (1 - (steps_ - 1 - decay_begin_) / decay_steps_).clamp(0, 1);
  const Tensor rate =
      (left * settings_.learning_rate / (1 - torch::pow(settings_.beta1, steps_))).to(torch::kFloat);
  const Tensor unbias = torch::rsqrt(1 - torch::pow(settings_.beta2, steps_)).to(torch::kFloat);
  mean_.lerp_(gradients_, 1 - settings_.beta1);
  square_.mul_(settings_.beta2).addcmul_(gradients_, gradients_, 1 - settings_.beta2);
  parameters_.sub_(mean_ * rate / (square_.sqrt() * unbias + kEpsilon));
}

}  // namespace sgan::train
