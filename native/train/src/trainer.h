#pragma once

#include <string>
#include <vector>

#include "checkpoint.h"
#include "console.h"
#include "data.h"
#include "device.h"
#include "given_weights.h"
#include "metrics.h"
#include "networks_in_training.h"
#include "options.h"
#include "processes.h"
#include "run_store.h"
#include "stepper.h"

namespace sgan::train {

/// What a run reads.
struct TrainerData {
  TrainingData training;
  Dataset test;
  std::vector<std::string> class_names;
  GivenWeights given;
};

/// One run from its first or its next step to its last, or until the user stops it.
class Trainer {
 public:
  /// processes: those of this run; the first writes all files
  Trainer(const Options& options, const Machine& machine, const TrainerData& data, Processes& processes);

  /// Prepares the run folder or reads its checkpoint. Nothing is written before everything was checked. If
  /// one process of a run refuses, all do.
  [[nodiscard]] Status prepare();
  /// Trains. Returns success after a stop by signal too, with everything saved.
  [[nodiscard]] Status run();

 private:
  [[nodiscard]] Status of_all(const Status& status);
  [[nodiscard]] Status check_and_load();
  [[nodiscard]] Status begin();
  [[nodiscard]] Status train_epoch();
  [[nodiscard]] Status train_step();
  [[nodiscard]] Status after_step(const StepResult& result, std::int64_t step);
  [[nodiscard]] Status check_finite();
  [[nodiscard]] Status check_finite_state();
  [[nodiscard]] Status diverged(const std::string& what, std::int64_t step) const;
  [[nodiscard]] Status finish_epoch();
  [[nodiscard]] Status evaluate_epoch(EpochRecord& record);
  [[nodiscard]] Status test();
  [[nodiscard]] Status write_samples(const std::string& name, long number, const torch::Tensor& images,
                                     int columns);
  [[nodiscard]] Status write_model();
  [[nodiscard]] Status save();
  [[nodiscard]] TrainingState state();
  [[nodiscard]] std::string opening_line() const;
  [[nodiscard]] Losses means(std::int64_t steps) const;
  [[nodiscard]] std::int64_t batches() const { return stepper_.batches(); }
  [[nodiscard]] std::int64_t steps_done() const { return position_.epoch * batches() + position_.batch; }
  /// step: counted from 0 over the whole run  steps: done
  [[nodiscard]] bool is_logged(std::int64_t step) const;
  [[nodiscard]] bool is_sampled(std::int64_t step) const;
  [[nodiscard]] bool is_checkpoint_due(std::int64_t steps) const;
  [[nodiscard]] bool complete() const;
  [[nodiscard]] bool tested() const {
    return position_.tested_epochs > 0 && position_.tested_epochs == position_.epoch;
  }
  [[nodiscard]] bool stop_wanted();

  Options options_;
  Machine machine_;
  Processes& processes_;
  RunStore store_;
  TrainerData data_;
  NetworksInTraining networks_;
  Stepper stepper_;
  Position position_;
  torch::Tensor
      sums_;  // [3] F64 on the device: D loss, G loss and accuracy, summed over this epoch's steps so far
  torch::Tensor
      bad_step_;  // scalar I64 on the device: the first step whose loss is no number, -1 while there is none
  torch::Tensor random_;  // random_state() as a checkpoint holds it
  Console console_;
};

}  // namespace sgan::train
