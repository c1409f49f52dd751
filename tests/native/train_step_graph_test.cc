// A step repeated by StepGraph does what the step does.

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <vector>

#include "step_graph.h"

namespace sgan::train {
namespace {

constexpr int kSteps = 12;

/// A small network that learns from its own noise: products, a backward pass, random numbers, an update in
/// place.
struct Learner {
  explicit Learner(torch::Device device)
      : input(torch::zeros({8, 16}, device)), loss(torch::zeros({}, device)) {
    torch::manual_seed(7);
    weight = torch::randn({16, 16}).mul_(0.1).to(device).requires_grad_();
    weight.mutable_grad() = torch::zeros_like(weight);
    torch::manual_seed(11);
  }

  void step() {
    weight.mutable_grad().zero_();
    const torch::Tensor noise = torch::randn({8, 16}, input.options());
    const torch::Tensor seen = torch::dropout((input + noise).matmul(weight).tanh(), 0.25, true);
    const torch::Tensor error = (seen - input).square().mean();
    error.backward();
    const torch::NoGradGuard no_grad;
    weight.sub_(0.05 * weight.grad());
    loss.copy_(error);
  }

  void feed(int number) { input.fill_(0.1 * number); }

  torch::Tensor input, weight, loss;
};

/// The default one, as a handle.
at::Generator cuda_generator() { return at::globalContext().defaultGenerator(torch::Device(torch::kCUDA)); }

/// Losses of steps first .. last - 1.
template <typename Step>
std::vector<double> train(Learner& learner, int first, int last, const Step& step) {
  std::vector<double> losses;
  for (int i = first; i < last; ++i) {
    learner.feed(i);
    step();
    losses.push_back(learner.loss.item<double>());
  }
  return losses;
}

TEST(StepGraph, CallsTheStepOnTheCpu) {
  int calls = 0;
  StepGraph graph([&] { ++calls; }, torch::kCPU);
  for (int i = 1; i <= kSteps; ++i) {
    graph.run();
    EXPECT_EQ(calls, i);
  }
  EXPECT_FALSE(graph.captured());
}

TEST(StepGraph, LearnsOnTheCpuAsWithoutIt) {
  Learner plain(torch::kCPU);
  const auto expected = train(plain, 0, kSteps, [&] { plain.step(); });
  Learner learner(torch::kCPU);
  StepGraph graph([&] { learner.step(); }, torch::kCPU);
  EXPECT_EQ(train(learner, 0, kSteps, [&] { graph.run(); }), expected);
  EXPECT_TRUE(torch::equal(learner.weight, plain.weight));
}

TEST(StepGraph, HandsOnWhatTheStepThrows) {
  StepGraph graph([] { TORCH_CHECK(false, "no step today"); }, torch::kCPU);
  EXPECT_THROW(graph.run(), c10::Error);
}

class StepGraphOnGpu : public testing::Test {
 protected:
  void SetUp() override {
#ifdef SGAN_WITH_CUDA
    if (!torch::cuda::is_available()) GTEST_SKIP() << "no CUDA device: captured steps are not tested";
#else
    GTEST_SKIP() << "built without CUDA's headers: captured steps are not tested";
#endif
  }
};

TEST_F(StepGraphOnGpu, LearnsAsEagerStepsDo) {
  Learner eager(torch::kCUDA);
  const auto expected = train(eager, 0, kSteps, [&] { eager.step(); });
  const torch::Tensor expected_state = cuda_generator().get_state();

  Learner learner(torch::kCUDA);
  StepGraph graph([&] { learner.step(); });
  const auto losses = train(learner, 0, kSteps, [&] { graph.run(); });
  EXPECT_TRUE(graph.captured());
  // The same numbers are drawn, so only the order of sums may differ.
  for (int i = 0; i < kSteps; ++i) EXPECT_NEAR(losses[i], expected[i], 1e-5 * expected[i]) << "step " << i;
  EXPECT_TRUE(torch::allclose(learner.weight, eager.weight, 1e-4, 1e-6));
  EXPECT_TRUE(torch::equal(cuda_generator().get_state(), expected_state));
}

TEST_F(StepGraphOnGpu, GoesOnFromAKeptState) {
  Learner learner(torch::kCUDA);
  StepGraph graph([&] { learner.step(); });
  train(learner, 0, kSteps, [&] { graph.run(); });
  ASSERT_TRUE(graph.captured());
  const torch::Tensor state = cuda_generator().get_state().clone();
  const torch::Tensor weight = learner.weight.detach().clone();
  const auto first = train(learner, kSteps, 2 * kSteps, [&] { graph.run(); });

  // In another process, in the place of this one: eager first, then with a graph of its own.
  Learner other(torch::kCUDA);
  other.weight.detach().copy_(weight);
  cuda_generator().set_state(state);
  StepGraph other_graph([&] { other.step(); });
  const auto second = train(other, kSteps, 2 * kSteps, [&] { other_graph.run(); });
  for (int i = 0; i < kSteps; ++i) EXPECT_NEAR(second[i], first[i], 1e-5 * first[i]) << "step " << i;
}

TEST_F(StepGraphOnGpu, SaysThatAStepCannotBeCaptured) {
  const torch::Tensor value = torch::ones({}, torch::kCUDA);
  StepGraph graph([&] { static_cast<void>(value.item<float>()); });
  EXPECT_ANY_THROW(for (int i = 0; i < kSteps; ++i) graph.run());
  EXPECT_FALSE(graph.captured());
}

}  // namespace
}  // namespace sgan::train
