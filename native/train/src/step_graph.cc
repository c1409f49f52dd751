#include "step_graph.h"

#include <utility>

#ifdef SGAN_WITH_CUDA
#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>
#endif

namespace sgan::train {

#ifdef SGAN_WITH_CUDA

namespace {

constexpr int kEagerSteps = 3;

}  // namespace

struct StepGraph::Capture {
  // Capturing is not possible on the default stream; the eager steps run on the same one, for cuBLAS keeps
  // its workspace per stream.
  at::cuda::CUDAStream stream = at::cuda::getStreamFromPool();
  at::cuda::CUDAGraph graph;
  int eager_steps = 0;
  bool done = false;

  void prepare(const std::function<void()>& step);
  void capture(const std::function<void()>& step);
};

/// Runs the step eagerly or captures it, which does not run it.
void StepGraph::Capture::prepare(const std::function<void()>& step) {
  torch::cuda::synchronize();
  {
    const c10::cuda::CUDAStreamGuard guard(stream);
    if (eager_steps < kEagerSteps) {
      ++eager_steps;
      step();
    } else {
      capture(step);
    }
  }
  torch::cuda::synchronize();
}

void StepGraph::Capture::capture(const std::function<void()>& step) {
  graph.capture_begin();
  try {
    step();
  } catch (...) {
    try {
      graph.capture_end();  // else everything later on this device fails, and nobody knows why
    } catch (const c10::Error&) {
      // What went wrong first is what the user should read.
    }
    throw;
  }
  graph.capture_end();
  done = true;
}

StepGraph::StepGraph(std::function<void()> step, torch::Device device)
    : step_(std::move(step)),
      capture_(device.is_cuda() && torch::cuda::is_available() ? std::make_unique<Capture>() : nullptr) {}

void StepGraph::run() {
  if (!capture_) return step_();
  if (!capture_->done) {
    capture_->prepare(step_);
    if (!capture_->done) return;
  }
  capture_->graph.replay();
}

bool StepGraph::captured() const { return capture_ && capture_->done; }

#else

struct StepGraph::Capture {};

StepGraph::StepGraph(std::function<void()> step, torch::Device) : step_(std::move(step)) {}

void StepGraph::run() { step_(); }

bool StepGraph::captured() const { return false; }

#endif

StepGraph::~StepGraph() = default;

}  // namespace sgan::train
