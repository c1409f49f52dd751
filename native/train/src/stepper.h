#pragma once

#include <memory>

#include "data.h"
#include "networks_in_training.h"
#include "options.h"
#include "processes.h"
#include "recipe.h"
#include "step_graph.h"

namespace sgan::train {

/// Makes a run's steps: draws each one's images and lets the recipe, the averages and the other processes
/// have their turn. On a CUDA device whole steps are captured as a graph.
class Stepper {
 public:
  /// data, networks, processes: stay the caller's; data lies on the networks' device
  Stepper(const Options& options, const TrainingData& data, NetworksInTraining& networks,
          Processes& processes);

  /// Steps in an epoch; the last one may have fewer images.
  [[nodiscard]] std::int64_t batches() const;
  /// Images in an epoch, of all processes together.
  [[nodiscard]] std::int64_t images() const { return streams_; }

  /// What it returns is overwritten by the next step.
  const StepResult& step(int epoch, std::int64_t batch);

 private:
  /// Indices of a step's images: [.] I64 on the device.
  struct Choice {
    torch::Tensor labelled, more;
  };
  void start_epoch(int epoch);
  [[nodiscard]] Choice choose(std::int64_t batch) const;
  [[nodiscard]] torch::Tensor share(const torch::Tensor& order, std::int64_t begin, std::int64_t size) const;
  [[nodiscard]] StepResult make_step(const Choice& choice);
  [[nodiscard]] StepBatch take(const Choice& choice) const;
  void replay(const Choice& choice);
  void average_statistics();

  const Options options_;
  const TrainingData& data_;
  NetworksInTraining& networks_;
  Processes& processes_;
  std::unique_ptr<Recipe> recipe_;
  bool all_labelled_;
  std::int64_t streams_;  // images that an epoch goes through
  int epoch_ = -1;        // whose orders these are
  torch::Tensor order_, labelled_order_;
  StepResult result_;        // what the graph writes to
  StepResult eager_result_;  // of a step without the graph
  Choice captured_choice_;   // what the graph reads
  std::unique_ptr<StepGraph> graph_;
};

}  // namespace sgan::train
