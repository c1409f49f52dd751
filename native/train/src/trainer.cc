#include "trainer.h"

#include <chrono>
#include <cmath>
#include <sstream>

#include "evaluate.h"
#include "export.h"
#include "sgan/image.h"
#include "sgan_io/file.h"
#include "sgan_io/png.h"
#include "stop_signal.h"

namespace sgan::train {
namespace {

constexpr int kGridColumns = 5;    // of the pictures during an epoch, as in the article
constexpr int kFixedColumns = 10;  // of the picture after each epoch

using Clock = std::chrono::steady_clock;

template <typename Network>
Network make_network(const Machine& machine) {
  Network network;
  initialize_weights(*network);
  network->to(machine.device);
  network->compute_type = machine.compute_type;
  return network;
}

}  // namespace

Trainer::Trainer(const Options& options, const Machine& machine, Dataset training, Dataset test)
    : options_(options),
      machine_(machine),
      folder_(options.out),
      training_(training.to(machine.device)),
      test_(test.to(machine.device)),
      generator_(make_network<Generator>(machine)),
      discriminator_(make_network<Discriminator>(machine)),
      recipe_(generator_, discriminator_, options.adam) {
  position_.sums = torch::zeros({3}, torch::dtype(torch::kDouble).device(machine.device));
}

Status Trainer::prepare() {
  if (options_.resume) {
    if (Status status = resume(); !status.ok()) return status;
  } else if (Status status = folder_.check_unused(); !status.ok()) {
    return status;
  }
  if (Status status = folder_.create(); !status.ok()) return status;
  if (Status status = io::write_file(folder_.config(), options_.config); !status.ok()) return status;
  if (Status status = metrics_.open(folder_.metrics(), position_.metrics_bytes); !status.ok()) return status;
  // From here on even a run that dies in its first epoch can go on.
  return options_.resume ? Status() : save_checkpoint(folder_.checkpoint(), state(), position_);
}

Status Trainer::resume() {
  if (Status status = folder_.check_resumable(); !status.ok()) return status;
  return load_checkpoint(folder_.checkpoint(), state(), position_);
}

Status Trainer::run() {
  console_ = std::make_unique<Console>(options_.epochs, batches(), steps_done());
  if (position_.epoch >= options_.epochs) {
    console_->line(folder_.root().string() + ": finished: all " + std::to_string(options_.epochs) +
                   " epochs are done; a larger --epochs trains on");
    return {};
  }
  console_->line("Training on " + std::to_string(training_.size()) + " images, " + machine_.describe() +
                 ", LibTorch " TORCH_VERSION +
                 (options_.resume ? "; going on at epoch " + std::to_string(position_.epoch) + ", batch " +
                                        std::to_string(position_.batch)
                                  : ""));
  while (position_.epoch < options_.epochs) {
    if (Status status = train_epoch(); !status.ok()) return status;
    if (stop_requested() && position_.epoch < options_.epochs) {
      console_->line("Stopped at epoch " + std::to_string(position_.epoch) + ", batch " +
                     std::to_string(position_.batch) + "; everything is saved in " + folder_.root().string() +
                     ", and --resume goes on from there");
      return {};
    }
  }
  console_->line("Finished: " + folder_.model().string());
  return {};
}

Status Trainer::train_epoch() {
  const torch::Tensor order =
      epoch_order(options_.seed, position_.epoch, training_.size()).to(machine_.device);
  while (position_.batch < batches()) {
    if (Status status = train_step(order); !status.ok()) return status;
    if (stop_requested() && position_.batch < batches()) return save();
  }
  return finish_epoch();
}

Status Trainer::train_step(const torch::Tensor& order) {
  const auto start = Clock::now();
  const std::int64_t begin = position_.batch * options_.batch_size;
  const std::int64_t size = std::min<std::int64_t>(options_.batch_size, training_.size() - begin);
  const Batch batch = take_batch(training_, order.narrow(0, begin, size));
  const StepResult result = recipe_.step(batch.images, batch.labels);
  position_.sums += torch::stack({result.d_loss, result.g_loss, result.accuracy});
  position_.seconds += std::chrono::duration<double>(Clock::now() - start).count();

  const std::int64_t step = steps_done();
  if (Status status = log_step(result); !status.ok()) return status;
  if (options_.sample_every > 0 && step % options_.sample_every == 0) {
    const auto shown = std::min<std::int64_t>(kGridColumns * kGridColumns, size);
    if (Status status = write_samples("step", step, result.images.narrow(0, 0, shown), kGridColumns);
        !status.ok())
      return status;
  }
  ++position_.batch;
  console_->progress(step + 1);
  return {};
}

Status Trainer::log_step(const StepResult& result) {
  const bool last = position_.batch + 1 == batches();
  if (position_.batch % options_.log_every != 0 && !last) return {};
  const StepRecord record{position_.epoch, position_.batch, result.d_loss.item<double>(),
                          result.g_loss.item<double>(), result.accuracy.item<double>()};
  if (!std::isfinite(record.d_loss) || !std::isfinite(record.g_loss)) {
    return {StatusCode::kInvalidArgument,
            "the loss is no longer a number at epoch " + std::to_string(record.epoch) + ", batch " +
                std::to_string(record.batch) + "; a smaller --learning-rate or --precision fp32 may help"};
  }
  console_->log(record);
  return metrics_.write(record);
}

Status Trainer::finish_epoch() {
  {
    const EvaluationMode evaluation(generator_, discriminator_);
    position_.test_accuracy = test_accuracy(discriminator_, test_);
    const torch::Tensor images =
        sample_images(generator_, options_.seed, kFixedColumns * kFixedColumns, machine_.device);
    if (Status status = write_samples("epoch", position_.epoch, images, kFixedColumns); !status.ok())
      return status;
  }
  const torch::Tensor means = (position_.sums / static_cast<double>(batches())).cpu();
  const EpochRecord record{position_.epoch,         means[0].item<double>(), means[1].item<double>(),
                           means[2].item<double>(), position_.test_accuracy, position_.seconds};
  console_->log(record);
  if (Status status = metrics_.write(record); !status.ok()) return status;
  ++position_.epoch;
  position_.batch = 0;
  position_.seconds = 0;
  position_.sums.zero_();
  return save();
}

Status Trainer::write_samples(const std::string& name, long number, const torch::Tensor& images,
                              int columns) {
  const torch::Tensor values = images.to(torch::kCPU, torch::kFloat).contiguous();
  const std::span<const float> pixels(values.data_ptr<float>(), static_cast<std::size_t>(values.numel()));
  return io::write_png(folder_.sample(name, number), compose_grid(pixels, kImageSize, columns));
}

Status Trainer::write_model() {
  Metadata metadata = network_metadata();
  metadata["dataset"] = std::filesystem::weakly_canonical(options_.data).filename().string();
  metadata["preset"] = options_.preset;
  metadata["epochs"] = std::to_string(position_.epoch);
  metadata["seed"] = std::to_string(options_.seed);
  metadata["labels_used"] = std::to_string(training_.size());
  metadata["created_by"] = "sgan-train " SGAN_VERSION;
  if (position_.epoch > 0) metadata["test_accuracy"] = std::to_string(position_.test_accuracy);
  std::vector<std::byte> bytes;
  Status status =
      write_weights(collect_weights(generator_, discriminator_, std::move(metadata)), DType::kF16, bytes);
  return status.ok() ? io::write_file(folder_.model(), bytes) : status;
}

Status Trainer::save() {
  position_.metrics_bytes = metrics_.size();
  if (Status status = write_model(); !status.ok()) return status;
  return save_checkpoint(folder_.checkpoint(), state(), position_);
}

TrainingState Trainer::state() { return {generator_, discriminator_, recipe_, machine_.device, identity()}; }

std::string Trainer::identity() const {
  std::ostringstream text;
  text << "--preset " << options_.preset << " --batch-size " << options_.batch_size << " --learning-rate "
       << options_.adam.learning_rate << " --beta1 " << options_.adam.beta1 << " --beta2 "
       << options_.adam.beta2 << " --seed " << options_.seed << " on " << training_.size() << " images";
  return text.str();
}

std::int64_t Trainer::batches() const {
  return (training_.size() + options_.batch_size - 1) / options_.batch_size;
}

}  // namespace sgan::train
