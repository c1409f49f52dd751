#include "evaluator_training.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <optional>
#include <string>

#include "adam.h"
#include "augment.h"
#include "average.h"
#include "console.h"
#include "evaluate.h"
#include "evaluator_network.h"
#include "export.h"
#include "metrics.h"
#include "run_folder.h"
#include "sgan/weights.h"
#include "sgan_io/file.h"

namespace sgan::train {
namespace {

using torch::Tensor;
using Clock = std::chrono::steady_clock;

constexpr std::int64_t kLeastBatch = 2;  // one image has no batch statistics

Evaluator make_network(const Machine& machine) {
  Evaluator network;
  network->to(machine.device);
  network->compute_type = machine.compute_type;
  return network;
}

/// In evaluation mode and full precision.  data: not empty  returns 0..1
double accuracy_of(Evaluator& network, const Dataset& data) {
  const torch::NoGradGuard no_grad;
  network->eval();
  network->compute_type = torch::kFloat;
  return share_correct(data, [&](const Tensor& images) { return network->forward(images).logits; });
}

class Training {
 public:
  Training(const Options& options, const Machine& machine, const TrainingData& data)
      : options_(options),
        data_(data),
        network_(make_network(machine)),
        average_network_(make_network(machine)),
        adam_(*network_, options.adam),
        average_(*network_, *average_network_, options.ema_decay),
        batches_((data.images.size() + options.batch_size - 1) / options.batch_size) {
    const double steps = static_cast<double>(batches_) * options.epochs;
    if (options.decay > 0) adam_.decay_linearly((1 - options.decay) * steps, steps);
  }

  /// Mean loss and accuracy over the steps of one epoch.
  [[nodiscard]] Status run_epoch(int epoch, Losses& means) {
    network_->train();
    const std::int64_t size = data_.images.size();
    const Tensor order = epoch_order(options_.seed, OrderOf::kImages, epoch, size, size);
    Losses sums;
    std::int64_t batch = 0;
    for (; batch < batches_ && !done(); ++batch) {
      const std::int64_t begin = batch * options_.batch_size;
      const std::int64_t count = std::min<std::int64_t>(options_.batch_size, size - begin);
      if (count < kLeastBatch) break;
      step(take_batch(data_.images, order.narrow(0, begin, count)), sums);
      if (!std::isfinite(sums.d))
        return {StatusCode::kInvalidArgument, "the loss is no longer a number at epoch " +
                                                  std::to_string(epoch) + ", batch " + std::to_string(batch) +
                                                  "; a smaller --learning-rate may help"};
    }
    const auto n = static_cast<double>(batch);
    means = {sums.d / n, sums.accuracy / n, {}};
    return {};
  }

  [[nodiscard]] bool done() const { return options_.max_steps > 0 && steps_ >= options_.max_steps; }
  Evaluator& shown() { return average_network_; }

 private:
  void step(const Batch& batch, Losses& sums) {
    const Tensor logits = network_->forward(random_affine(batch.images, AffineRanges{})).logits;
    const Tensor loss = torch::cross_entropy_loss(logits, batch.labels);
    adam_.zero_gradients();
    loss.backward();
    adam_.step();
    average_.update(adam_.steps());
    sums.d += loss.item<double>();
    sums.accuracy += logits.argmax(1).eq(batch.labels).to(torch::kFloat).mean().item<double>();
    ++steps_;
  }

  const Options& options_;
  const TrainingData& data_;
  Evaluator network_, average_network_;
  Adam adam_;
  MovingAverage average_;
  std::int64_t batches_, steps_ = 0;
};

Status prepare_folder(const Options& options, const RunFolder& folder, FolderLock& lock) {
  if (Status status = folder.check_usable(options.overwrite); !status.ok()) return status;
  if (Status status = folder.lock(lock); !status.ok()) return status;
  if (options.overwrite) {
    if (Status status = folder.clear(); !status.ok()) return status;
  }
  return io::write_file(folder.config(), options.config);
}

Status write_evaluator(const Options& options, const RunFolder& folder, Evaluator& network, int epochs,
                       std::optional<double> validation_accuracy, double test_accuracy) {
  Metadata metadata{{"dataset", std::filesystem::weakly_canonical(options.data).filename().string()},
                    {"preset", options.preset},
                    {"epochs", std::to_string(epochs)},
                    {"seed", std::to_string(options.seed)},
                    {"test_accuracy", std::to_string(test_accuracy)},
                    {"created_by", "sgan-train " SGAN_VERSION}};
  if (validation_accuracy) metadata["validation_accuracy"] = std::to_string(*validation_accuracy);
  std::vector<std::byte> bytes;
  const Weights weights = collect_evaluator(*network, metadata);
  if (Status status = write_weights(weights, DType::kF16, bytes); !status.ok())
    return {status.code(),
            folder.model().string() + ": " + status.message() + "; a smaller --learning-rate may help"};
  return io::write_file(folder.model(), bytes);
}

}  // namespace

Status train_evaluator(const Options& options, const Machine& machine, TrainingData data, Dataset test) {
  for (Dataset* images : {&data.images, &data.validation, &test}) *images = images->to(machine.device);
  if (data.images.size() < kLeastBatch)
    return {StatusCode::kInvalidArgument, options.data.string() + ": one image is too few to train on"};
  const RunFolder folder(options.out);
  FolderLock lock;
  if (Status status = prepare_folder(options, folder, lock); !status.ok()) return status;
  JsonLines metrics;
  if (Status status = metrics.open(folder.metrics(), 0); !status.ok()) return status;
  Console console(true, options.epochs, 1);
  console.line("Training an evaluator on " + std::to_string(data.images.size()) + " images, " +
               machine.describe());
  Training training(options, machine, data);
  std::optional<double> validation_accuracy;
  int epoch = 0;
  for (; epoch < options.epochs && !training.done(); ++epoch) {
    const auto start = Clock::now();
    EpochRecord record;
    record.epoch = epoch;
    if (Status status = training.run_epoch(epoch, record.losses); !status.ok()) return status;
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    if (data.validation.size() > 0)
      record.validation_accuracy = validation_accuracy = accuracy_of(training.shown(), data.validation);
    console.log(record, seconds);
    if (Status status = metrics.write(record); !status.ok()) return status;
  }
  const double test_accuracy = accuracy_of(training.shown(), test);
  if (Status status = metrics.write_test(test_accuracy); !status.ok()) return status;
  console.log_test(test_accuracy);
  if (Status status =
          write_evaluator(options, folder, training.shown(), epoch, validation_accuracy, test_accuracy);
      !status.ok())
    return status;
  console.line("Finished: " + folder.model().string());
  return {};
}

}  // namespace sgan::train
