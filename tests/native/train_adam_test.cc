// The optimiser and the averaged weights.

#include <gtest/gtest.h>

#include "adam.h"
#include "average.h"
#include "networks.h"
#include "recipe_support.h"

namespace sgan::train {
namespace {

using torch::Tensor;

TEST(Adam, MakesTheStepsOfLibTorchs) {
  torch::manual_seed(1);
  Discriminator ours;
  Discriminator theirs;
  const auto values = copies(*ours);
  {
    const torch::NoGradGuard no_grad;
    for (std::size_t i = 0; i < values.size(); ++i) theirs->parameters()[i].copy_(values[i]);
  }
  ours->eval();
  theirs->eval();
  Adam adam(*ours, {1e-3, 0.5, 0.99});
  torch::optim::Adam reference(theirs->parameters(), torch::optim::AdamOptions(1e-3).betas({0.5, 0.99}));
  for (int step = 0; step < 5; ++step) {
    const Tensor batch = images(4);
    adam.zero_gradients();
    ours->forward(batch).class_logits.square().sum().backward();
    adam.step();
    reference.zero_grad();
    theirs->forward(batch).class_logits.square().sum().backward();
    reference.step();
  }
  EXPECT_EQ(adam.steps().item<double>(), 5);
  const auto expected = copies(*theirs), actual = copies(*ours);
  EXPECT_GT(changes(*ours, values), 0U);
  for (std::size_t i = 0; i < expected.size(); ++i)
    EXPECT_LT((actual[i] - expected[i]).abs().max().item<double>(), 2e-5) << i;
}

TEST(Adam, ItsLearningRateFallsInEqualPartsToZero) {
  torch::nn::Linear network(1, 1);
  Adam adam(*network, {.learning_rate = 0.5, .beta1 = 0});
  adam.decay_linearly(2, 6);
  adam.gradients().fill_(1);  // a step is then as long as the learning rate
  const torch::NoGradGuard no_grad;
  for (const double expected : {0.5, 0.5, 0.5, 0.375, 0.25, 0.125, 0.0, 0.0}) {
    adam.parameters().zero_();
    adam.step();
    EXPECT_NEAR(-adam.parameters()[0].item<double>(), expected, 1e-5);
  }
}

TEST(Adam, ItsVectorIsTheNetwork) {
  Discriminator discriminator;
  Adam adam(*discriminator, {});
  const torch::NoGradGuard no_grad;
  adam.parameters().fill_(0.25);
  for (const Tensor& parameter : discriminator->parameters())
    EXPECT_TRUE(parameter.eq(0.25).all().item<bool>());
}

TEST(MovingAverage, StartsShortAndGrowsToItsDecay) {
  torch::nn::Linear network(1, 1), average(1, 1);
  const torch::NoGradGuard no_grad;
  network->weight.fill_(0);
  MovingAverage moving(*network, *average, 0.9);
  network->weight.fill_(1);
  moving.update(torch::tensor(1.0, torch::kDouble));
  EXPECT_FLOAT_EQ(average->weight.item<float>(), 9.0F / 11);  // decay (1 + 1) / (10 + 1)
  average->weight.fill_(0);
  moving.update(torch::tensor(1e6, torch::kDouble));
  EXPECT_NEAR(average->weight.item<float>(), 0.1, 1e-6);
}

TEST(MovingAverage, HoldsRunningStatisticsToo) {
  Discriminator network;
  Discriminator average;
  MovingAverage moving(*network, *average, 0);
  network->forward(images(4));
  moving.update(torch::tensor(1.0, torch::kDouble));
  const auto expected = network->named_buffers(), actual = average->named_buffers();
  EXPECT_TRUE(torch::equal(expected["conv_blocks.6.running_var"], actual["conv_blocks.6.running_var"]));
}

}  // namespace
}  // namespace sgan::train
