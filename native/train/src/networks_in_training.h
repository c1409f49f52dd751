#pragma once

#include <memory>
#include <vector>

#include "average.h"
#include "device.h"
#include "evaluator_network.h"
#include "given_weights.h"
#include "options.h"
#include "recipe.h"

namespace sgan::train {

/// The networks of a run: the ones that learn and, if the options want it, their averages.
class NetworksInTraining {
 public:
  NetworksInTraining(const Options& options, const Machine& machine, const GivenWeights& given);

  Learners& learners() { return *learners_; }
  /// In evaluation mode; they do not learn, and are no part of the state.
  [[nodiscard]] const std::vector<Evaluator>& teachers() const { return teachers_; }
  /// After each step.
  void update_averages();

  /// What is evaluated and written: the averages where there are some.
  Generator& shown_generator() { return averages_ ? averages_->generator : learners_->generator; }
  Discriminator& shown_discriminator() {
    return averages_ ? averages_->discriminator : learners_->discriminator;
  }

  /// The running statistics of the networks that learn.
  [[nodiscard]] std::vector<torch::Tensor> statistics() const;
  /// All that a checkpoint must hold, to be changed in place only.
  [[nodiscard]] std::vector<torch::Tensor> state() const;

 private:
  struct Averages {
    Generator generator;
    Discriminator discriminator;
    MovingAverage generator_average, discriminator_average;
  };
  std::unique_ptr<Learners> learners_;
  std::vector<Evaluator> teachers_;
  std::unique_ptr<Averages> averages_;
};

}  // namespace sgan::train
