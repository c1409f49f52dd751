#include "trainer.h"

#include <chrono>
#include <sstream>

#include "evaluate.h"
#include "export.h"
#include "history.h"
#include "preset.h"
#include "random_state.h"
#include "run_identity.h"
#include "sgan/image.h"
#include "sgan_io/file.h"
#include "sgan_io/png.h"
#include "stop_signal.h"

namespace sgan::train {
namespace {

constexpr int kGridColumns = 5;    // of the pictures during an epoch, as in the article
constexpr int kFixedColumns = 10;  // of the picture after each epoch: a row a digit if they can be asked for

using Clock = std::chrono::steady_clock;

Sampling sampling_of(const Options& options) { return {latent_prior(options), is_conditional(options)}; }

TrainerData on_device(TrainerData data, torch::Device device) {
  data.training.images = data.training.images.to(device);
  data.training.validation = data.training.validation.to(device);
  data.test = data.test.to(device);
  return data;
}

}  // namespace

Trainer::Trainer(const Options& options, const Machine& machine, const TrainerData& data,
                 Processes& processes)
    : options_(options),
      machine_(machine),
      processes_(processes),
      store_(options_, processes.first()),
      data_(on_device(data, machine.device)),
      networks_(options, machine, data.given),
      stepper_(options_, data_.training, networks_, processes),
      sums_(torch::zeros({3}, torch::dtype(torch::kDouble).device(machine.device))),
      bad_step_(torch::full({}, -1, torch::dtype(torch::kLong).device(machine.device))),
      console_(processes.first(), options.epochs, batches()) {
  seed_random_numbers(options.seed, processes);
  random_ = random_state(machine.device, processes);
}

Status Trainer::prepare() {
  if (Status status = of_all(check_and_load()); !status.ok()) return status;
  return of_all(begin());
}

/// A process's own failure, or that of another.
Status Trainer::of_all(const Status& status) {
  if (processes_.any(!status.ok()) && status.ok())
    return {StatusCode::kInvalidArgument, "not started: another process of this run refuses, and says why"};
  return status;
}

Status Trainer::check_and_load() {
  TrainingState current = state();
  if (Status status = store_.check(current); !status.ok()) return status;
  if (!options_.resume) return {};
  if (Status status = store_.load(current, position_, console_); !status.ok()) return status;
  set_random_state(random_, machine_.device, processes_);
  return {};
}

Status Trainer::begin() {
  if (Status status = store_.open(position_, console_); !status.ok()) return status;
  // From here on even a run that dies in its first epoch can go on.
  return options_.resume ? Status() : store_.save(0, state(), position_);
}

bool Trainer::is_logged(std::int64_t step) const {
  const std::int64_t batch = step % batches();
  return batch % options_.log_every == 0 || batch + 1 == batches();
}

bool Trainer::is_sampled(std::int64_t step) const {
  return options_.sample_every > 0 && step % options_.sample_every == 0;
}

bool Trainer::is_checkpoint_due(std::int64_t steps) const {
  return steps == options_.max_steps || steps % options_.checkpoint_every == 0;
}

bool Trainer::complete() const {
  return position_.epoch >= options_.epochs || (options_.max_steps > 0 && steps_done() >= options_.max_steps);
}

bool Trainer::stop_wanted() { return processes_.any(stop_requested()); }

std::string Trainer::opening_line() const {
  std::ostringstream line;
  line << "Training on " << data_.training.images.size() << " images, ";
  if (options_.labels != "all") line << data_.training.labelled.size(0) << " of them labelled, ";
  if (processes_.count() > 1) line << processes_.count() << " processes, ";
  line << "preset " << options_.preset << ", " << machine_.describe() << ", LibTorch " TORCH_VERSION;
  if (options_.resume) line << "; going on at epoch " << position_.epoch << ", batch " << position_.batch;
  return line.str();
}

Status Trainer::run() {
  const std::int64_t all = options_.epochs * batches();
  console_.start(steps_done(), options_.max_steps > 0 ? std::min(all, options_.max_steps) : all,
                 stepper_.images());
  if (position_.epoch >= options_.epochs && (!is_tested_at_end(options_) || tested())) {
    console_.line(store_.folder().root().string() + ": finished: all " + std::to_string(options_.epochs) +
                  " epochs are done" + (options_.decay > 0 ? "" : "; a larger --epochs trains on"));
    return {};
  }
  console_.line(opening_line());
  bool stopped = false;
  while (!complete() && !stopped) {
    if (Status status = train_epoch(); !status.ok()) return status;
    stopped = !complete() && stop_wanted();
  }
  if (position_.epoch < options_.epochs) {
    console_.line("Stopped at epoch " + std::to_string(position_.epoch) + ", batch " +
                  std::to_string(position_.batch) + "; everything is saved in " +
                  store_.folder().root().string() + ", and --resume goes on from there");
    return {};
  }
  if (Status status = test(); !status.ok()) return status;
  console_.line("Finished: " + store_.folder().model().string());
  return {};
}

Status Trainer::train_epoch() {
  while (position_.batch < batches()) {
    if (Status status = train_step(); !status.ok()) return status;
    if (position_.batch == batches()) break;
    if (complete() || stop_wanted()) return save();
    if (is_checkpoint_due(steps_done())) {
      if (Status status = save(); !status.ok()) return status;
    }
  }
  return finish_epoch();
}

Status Trainer::train_step() {
  const auto start = Clock::now();
  const StepResult& result = stepper_.step(position_.epoch, position_.batch);
  const torch::Tensor losses = torch::stack({result.d_loss, result.g_loss, result.accuracy});
  sums_ += losses;
  const torch::Tensor first_bad = losses.isfinite().all().logical_not().logical_and(bad_step_.lt(0));
  bad_step_.masked_fill_(first_bad, steps_done());
  const std::int64_t step = steps_done();
  // A GPU works on behind the calls that asked for it, and what looks at its results waits for all of it:
  // that wait belongs to the steps.
  if (is_logged(step) || is_sampled(step) || is_checkpoint_due(step + 1))
    (void)bad_step_.item<std::int64_t>();
  position_.seconds += std::chrono::duration<double>(Clock::now() - start).count();
  if (Status status = after_step(result, step); !status.ok()) return status;
  ++position_.batch;
  console_.progress(step + 1);
  return {};
}

Status Trainer::after_step(const StepResult& result, std::int64_t step) {
  if (is_logged(step)) {
    if (Status status = check_finite(); !status.ok()) return status;
    StepRecord record{
        position_.epoch, position_.batch, {result.d_loss.item<double>(), result.accuracy.item<double>(), {}}};
    if (trains_generator(options_)) record.losses.g = result.g_loss.item<double>();
    console_.log(record);
    if (Status status = store_.write(record); !status.ok()) return status;
  }
  if (!is_sampled(step) || !result.images.defined()) return {};
  const auto shown = std::min<std::int64_t>(kGridColumns * kGridColumns, result.images.size(0));
  return write_samples("step", step, result.images.narrow(0, 0, shown), kGridColumns);
}

Status Trainer::check_finite() {
  const auto step = bad_step_.item<std::int64_t>();
  if (step < 0) return {};
  return diverged("the loss is no longer a number", step);
}

Status Trainer::check_finite_state() {
  torch::Tensor finite = torch::ones({}, torch::dtype(torch::kBool).device(machine_.device));
  for (const torch::Tensor& tensor : networks_.state()) finite.logical_and_(tensor.isfinite().all());
  return finite.item<bool>() ? Status() : diverged("the weights are no longer numbers", steps_done());
}

Status Trainer::diverged(const std::string& what, std::int64_t step) const {
  return {
      StatusCode::kInvalidArgument,
      what + " at epoch " + std::to_string(step / batches()) + ", batch " + std::to_string(step % batches()) +
          "; the last checkpoint is from before that: --resume with --precision fp32 may help, or a new run "
          "with a smaller --learning-rate"};
}

Losses Trainer::means(std::int64_t steps) const {
  const torch::Tensor means = (sums_ / static_cast<double>(steps)).cpu();
  Losses losses{means[0].item<double>(), means[2].item<double>(), {}};
  if (trains_generator(options_)) losses.g = means[1].item<double>();
  return losses;
}

Status Trainer::evaluate_epoch(EpochRecord& record) {
  const EvaluationMode evaluation(networks_.shown_generator(), networks_.shown_discriminator());
  const Dataset& held_out = is_reference(options_) ? data_.test : data_.training.validation;
  if (held_out.size() > 0 && learns_classes(options_)) {
    position_.accuracy = classification_accuracy(networks_.shown_discriminator(), held_out);
    (is_reference(options_) ? record.test_accuracy : record.validation_accuracy) = position_.accuracy;
  }
  if (options_.baseline) return {};
  const Sampling sampling = sampling_of(options_);
  if (learns_classes(options_)) {
    record.variety = measure_variety(
        networks_.shown_discriminator(),
        sample_images(networks_.shown_generator(), sampling, options_.seed, kVarietySamples, machine_.device),
        machine_.device);
  }
  return write_samples("epoch", position_.epoch,
                       sample_images(networks_.shown_generator(), sampling, options_.seed,
                                     kFixedColumns * kFixedColumns, machine_.device),
                       kFixedColumns);
}

Status Trainer::finish_epoch() {
  if (Status status = check_finite(); !status.ok()) return status;
  if (processes_.first()) {
    EpochRecord record{position_.epoch, means(batches()), {}, {}, {}};
    if (Status status = evaluate_epoch(record); !status.ok()) return status;
    console_.log(record, position_.seconds);
    if (record.variety && looks_collapsed(*record.variety, position_.accuracy)) {
      console_.warning("the generator may have collapsed: the classifier sees " +
                       std::to_string(record.variety->classes) + " of 10 classes in " +
                       std::to_string(kVarietySamples) + " samples");
    }
    if (Status status = store_.write(record); !status.ok()) return status;
    const double seconds = std::max(position_.seconds, 1e-9);
    const TimingRecord timing{position_.epoch, batches(), seconds,
                              static_cast<double>(stepper_.images()) / seconds};
    if (Status status = store_.write(timing); !status.ok()) return status;
  }
  ++position_.epoch;
  position_.batch = 0;
  position_.seconds = 0;
  sums_.zero_();
  return save();
}

Status Trainer::test() {
  if (!is_tested_at_end(options_)) return {};
  if (processes_.first()) {
    const EvaluationMode evaluation(networks_.shown_generator(), networks_.shown_discriminator());
    position_.test_accuracy = classification_accuracy(networks_.shown_discriminator(), data_.test);
    if (Status status = store_.write_test(position_.test_accuracy); !status.ok()) return status;
    console_.log_test(position_.test_accuracy);
  }
  position_.tested_epochs = position_.epoch;
  return save();
}

Status Trainer::write_samples(const std::string& name, long number, const torch::Tensor& images,
                              int columns) {
  if (!processes_.first()) return {};
  const torch::Tensor values = images.to(torch::kCPU, torch::kFloat).contiguous();
  const std::span<const float> pixels(values.data_ptr<float>(), static_cast<std::size_t>(values.numel()));
  return io::write_png(store_.folder().sample(name, number), compose_grid(pixels, kImageSize, columns));
}

Status Trainer::write_model() {
  Metadata metadata = network_metadata(norm_eps(options_), sampling_of(options_), data_.class_names);
  metadata["dataset"] = std::filesystem::weakly_canonical(options_.data).filename().string();
  metadata["preset"] = options_.baseline ? "baseline" : options_.preset;
  metadata["epochs"] = std::to_string(position_.epoch);
  metadata["seed"] = std::to_string(options_.seed);
  metadata["labels_used"] = std::to_string(data_.training.labelled.size(0));
  metadata["created_by"] = "sgan-train " SGAN_VERSION;
  if (is_reference(options_) && position_.epoch > 0)
    metadata["test_accuracy"] = std::to_string(position_.accuracy);
  metadata.merge(origin_metadata(options_, data_.given));
  if (tested()) metadata["test_accuracy"] = std::to_string(position_.test_accuracy);
  std::vector<std::byte> bytes;
  const Weights weights =
      collect_weights(networks_.shown_generator(), networks_.shown_discriminator(), std::move(metadata));
  if (Status status = write_weights(weights, DType::kF16, bytes); !status.ok())
    return {status.code(),
            store_.folder().model().string() + ": " + status.message() +
                "; the training has diverged, a new run with a smaller --learning-rate may help"};
  return io::write_file(store_.folder().model(), bytes);
}

Status Trainer::save() {
  if (Status status = check_finite(); !status.ok()) return status;
  if (Status status = check_finite_state(); !status.ok()) return status;
  random_ = random_state(machine_.device, processes_);
  if (!processes_.first()) return {};
  if (position_.batch == 0) {
    if (Status status = write_model(); !status.ok()) return status;
    if (Status status = write_history(store_.folder()); !status.ok()) return status;
  }
  return store_.save(steps_done(), state(), position_);
}

TrainingState Trainer::state() {
  TrainingState state{networks_.state(),
                      run_identity(options_, data_.given,
                                   {data_.training.images.size(), processes_.count(), machine_.device})};
  state.tensors.push_back(sums_);
  state.tensors.push_back(random_);
  return state;
}

}  // namespace sgan::train
