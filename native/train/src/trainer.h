#pragma once

#include <string>

#include "checkpoint.h"
#include "console.h"
#include "data.h"
#include "device.h"
#include "metrics.h"
#include "options.h"
#include "run_folder.h"

namespace sgan::train {

/// One run from its first or its next step to its last, or until the user stops it.
class Trainer {
 public:
  Trainer(const Options& options, const Machine& machine, Dataset training, Dataset test);

  /// Prepares the run folder or reads its checkpoint. Nothing is written before everything was checked.
  [[nodiscard]] Status prepare();
  /// Trains. Returns success after a stop by signal too, with everything saved.
  [[nodiscard]] Status run();

 private:
  [[nodiscard]] Status resume();
  [[nodiscard]] Status train_epoch();
  [[nodiscard]] Status train_step(const torch::Tensor& order);
  [[nodiscard]] Status finish_epoch();
  [[nodiscard]] Status log_step(const StepResult& result);
  [[nodiscard]] Status write_samples(const std::string& name, long number, const torch::Tensor& images,
                                     int columns);
  [[nodiscard]] Status write_model();
  [[nodiscard]] Status save();
  [[nodiscard]] TrainingState state();
  [[nodiscard]] std::string identity() const;
  [[nodiscard]] std::int64_t batches() const;
  [[nodiscard]] std::int64_t steps_done() const { return position_.epoch * batches() + position_.batch; }

  Options options_;
  Machine machine_;
  RunFolder folder_;
  Dataset training_, test_;
  Generator generator_;
  Discriminator discriminator_;
  ReferenceRecipe recipe_;
  Position position_;
  MetricsLog metrics_;
  std::unique_ptr<Console> console_;
};

}  // namespace sgan::train
