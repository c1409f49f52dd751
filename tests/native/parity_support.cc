#include "parity_support.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "export.h"

namespace sgan::test {
namespace {

using torch::Tensor;

void randomize(torch::nn::Module& network) {
  train::initialize_weights(network);
  for (const auto& module : network.modules()) {
    if (auto* norm = module->as<torch::nn::BatchNorm2dImpl>()) {
      norm->running_mean.uniform_(-0.5, 0.5);
      norm->running_var.uniform_(0.2, 2.0);
    } else if (auto* conv = module->as<torch::nn::Conv2dImpl>()) {
      // Large enough for activations around 1, where the article's N(0, 0.02) would make all outputs alike.
      const auto inputs = static_cast<double>(conv->weight[0].numel());
      conv->weight.normal_(0, 1 / std::sqrt(inputs));
    }
  }
}

void assign(torch::nn::Module& network, const std::string& prefix, const Weights& weights) {
  auto targets = network.named_parameters();
  for (const auto& buffer : network.named_buffers()) targets.insert(buffer.key(), buffer.value());
  std::size_t assigned = 0;
  for (const NamedTensor& tensor : weights.tensors) {
    if (!tensor.name.starts_with(prefix)) continue;
    Tensor target = targets[tensor.name.substr(prefix.size())];
    ASSERT_EQ(target.sizes().vec(), tensor.shape) << tensor.name;
    target.copy_(torch::tensor(tensor.values).view(tensor.shape));
    ++assigned;
  }
  const auto counters = std::count_if(targets.begin(), targets.end(),
                                      [](const auto& item) { return !item.value().is_floating_point(); });
  ASSERT_EQ(assigned + static_cast<std::size_t>(counters), targets.size());
}

}  // namespace

TorchNetworks random_networks(std::uint64_t seed) {
  const torch::NoGradGuard no_grad;
  torch::manual_seed(seed);
  TorchNetworks networks;
  randomize(*networks.generator);
  randomize(*networks.discriminator);
  networks.generator->eval();
  networks.discriminator->eval();
  return networks;
}

TorchNetworks networks_of(const Weights& weights) {
  const torch::NoGradGuard no_grad;
  TorchNetworks networks;
  assign(*networks.generator, "generator.", weights);
  assign(*networks.discriminator, "discriminator.", weights);
  networks.generator->eval();
  networks.discriminator->eval();
  return networks;
}

std::vector<std::byte> weights_file(const TorchNetworks& networks, DType dtype) {
  std::vector<std::byte> bytes;
  const Status status =
      write_weights(train::collect_weights(
                        networks.generator, networks.discriminator,
                        train::network_metadata({}, {}, {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"})),
                    dtype, bytes);
  EXPECT_TRUE(status.ok()) << status.message();
  return bytes;
}

std::vector<float> values_of(const Tensor& tensor) {
  const Tensor flat = tensor.detach().to(torch::kCPU, torch::kFloat).contiguous();
  return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
}

Distance distance(const std::vector<float>& a, const std::vector<float>& b) {
  EXPECT_EQ(a.size(), b.size());
  EXPECT_FALSE(a.empty());
  Distance result;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    const double difference = std::abs(static_cast<double>(a[i]) - b[i]);
    // A comparison that NaN fails.
    if (!(difference <= result.max)) result.max = difference;
    result.mean += difference / static_cast<double>(a.size());
  }
  return result;
}

}  // namespace sgan::test
