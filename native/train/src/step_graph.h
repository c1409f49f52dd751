#pragma once

#include <torch/torch.h>

#include <functional>
#include <memory>

namespace sgan::train {

/// Repeats a training step, on a CUDA device as one captured graph: launching a step's hundreds of small
/// kernels one by one takes longer than running them.
///
/// The step must read and write the same tensors in every call, of the same shapes, and must not look at
/// their values on the host (no item(), no copy to the CPU). What it allocates itself is overwritten by the
/// next call.
///
/// Random numbers: those of the default CUDA generator only. In a graph they continue the generator's state
/// as eager calls do: capturing leaves that state alone, and each replay first hands it to the graph and then
/// advances it by as much as the captured calls drew. So between two calls of run() the generator's state can
/// be read, kept in a checkpoint and set again, also to that of a run without a graph, and the numbers that
/// follow are the same.
class StepGraph {
 public:
  /// device: where the step's tensors are. On the CPU, without a CUDA device, and in a build without CUDA's
  /// headers run() just calls the step.
  explicit StepGraph(std::function<void()> step, torch::Device device = torch::kCUDA);
  ~StepGraph();
  StepGraph(const StepGraph&) = delete;
  StepGraph& operator=(const StepGraph&) = delete;

  /// One step. The first few calls run it eagerly, so that the libraries below choose their algorithms and
  /// allocate what they keep; the next one captures it. Work that the caller queued on the current stream
  /// comes before the step, and what it queues afterwards comes after it. Throws what the step throws, and
  /// c10::Error if the step cannot be captured; then it must not be called again.
  void run();

  /// Whether run() replays a graph from now on.
  [[nodiscard]] bool captured() const;

 private:
  struct Capture;

  std::function<void()> step_;
  std::unique_ptr<Capture> capture_;  // none where run() just calls the step
};

}  // namespace sgan::train
