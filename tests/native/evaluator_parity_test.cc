// The evaluation network without LibTorch against the one that is trained with it.

#include <gtest/gtest.h>

#include <cmath>

#include "evaluator_network.h"
#include "export.h"
#include "parity_support.h"
#include "sgan_evaluate/evaluator.h"

namespace sgan {
namespace {

using evaluation::Evaluator;
using test::distance;
using test::values_of;

/// Random weights of which nothing is neutral.
train::Evaluator random_evaluator() {
  const torch::NoGradGuard no_grad;
  torch::manual_seed(11);
  train::Evaluator network;
  for (const auto& parameter : network->named_parameters()) {
    if (parameter.value().dim() == 1) parameter.value().uniform_(-0.5, 1.5);
  }
  for (const auto& buffer : network->named_buffers()) {
    if (buffer.value().is_floating_point()) buffer.value().uniform_(0.2, 1.5);
  }
  network->eval();
  return network;
}

Evaluator load(const train::Evaluator& network, DType dtype) {
  std::vector<std::byte> bytes;
  EXPECT_TRUE(write_weights(train::collect_evaluator(*network, {}), dtype, bytes).ok());
  Evaluator evaluator;
  const Status status = Evaluator::load(bytes, evaluator);
  EXPECT_TRUE(status.ok()) << status.message();
  return evaluator;
}

void expect_parity(train::Evaluator network, const Evaluator& evaluator, double tolerance) {
  const torch::NoGradGuard no_grad;
  Evaluator::Workspace workspace;
  for (const int n : {16, 1, 7}) {  // a smaller batch after a larger one finds old values in the workspace
    const torch::Tensor images = torch::rand({n, 1, 32, 32}) * 2 - 1;
    const auto expected = network->forward(images);
    const std::vector<float> features = values_of(expected.features);
    ASSERT_GT(expected.features.std().item<double>(), 0.1) << "features that are all alike prove little";
    std::vector<float> actual(features.size(), std::nanf("")),
        probs(static_cast<std::size_t>(n) * 10, std::nanf(""));
    evaluator.run(values_of(images), workspace, actual, probs);
    EXPECT_LT(distance(actual, features).max, tolerance * expected.features.abs().max().item<double>());
    EXPECT_LT(distance(probs, values_of(torch::softmax(expected.logits, 1))).max, tolerance);
  }
}

TEST(EvaluatorParity, F32) {
  const train::Evaluator network = random_evaluator();
  expect_parity(network, load(network, DType::kF32), 1e-4);
}

TEST(EvaluatorParity, F16) {
  const train::Evaluator network = random_evaluator();
  expect_parity(network, load(network, DType::kF16), 2e-2);
}

}  // namespace
}  // namespace sgan
