#include "stepper.h"

#include <algorithm>

#include "preset.h"

namespace sgan::train {

using torch::Tensor;

Stepper::Stepper(const Options& options, const TrainingData& data, NetworksInTraining& networks,
                 Processes& processes)
    : options_(options),
      data_(data),
      networks_(networks),
      processes_(processes),
      recipe_(make_recipe(options, networks.learners(), networks.teachers())),
      all_labelled_(data.labelled.size(0) == data.images.size()),
      streams_(options.baseline ? data.labelled.size(0) : data.images.size()) {
  if (options.decay > 0) {
    const double steps = static_cast<double>(batches()) * options.epochs;
    Learners& learners = networks.learners();
    for (Adam* adam : {&learners.generator_adam, &learners.discriminator_adam})
      adam->decay_linearly((1 - options.decay) * steps, steps);
  }
  if (processes_.count() > 1)
    recipe_->before_update = [this](Tensor& gradients) { processes_.average(gradients); };
  if (data_.images.labels.device().is_cuda() && processes_.count() == 1) {
    graph_ = std::make_unique<StepGraph>([this] {
      const StepResult made = make_step(captured_choice_);
      if (!result_.d_loss.defined()) {
        result_ = {made.d_loss.clone(), made.g_loss.clone(), made.accuracy.clone(),
                   made.images.defined() ? made.images.clone() : Tensor()};
        return;
      }
      result_.d_loss.copy_(made.d_loss);
      result_.g_loss.copy_(made.g_loss);
      result_.accuracy.copy_(made.accuracy);
      if (made.images.defined()) result_.images.copy_(made.images);
    });
  }
}

std::int64_t Stepper::batches() const {
  const std::int64_t global = std::int64_t{options_.batch_size} * processes_.count();
  const std::int64_t rest = streams_ % global;
  // A last step with fewer images must still have some for every process.
  return streams_ / global + (rest >= processes_.count() ? 1 : 0);
}

void Stepper::start_epoch(int epoch) {
  const torch::Device device = data_.images.labels.device();
  epoch_ = epoch;
  const auto labelled = data_.labelled.size(0);
  const std::int64_t drawn = batches() * options_.batch_size * processes_.count();
  if (!all_labelled_) {
    const Tensor order = epoch_order(options_.seed, OrderOf::kLabelled, epoch, labelled, drawn);
    labelled_order_ = data_.labelled.index_select(0, order).to(device);
  }
  order_ = epoch_order(options_.seed, OrderOf::kImages, epoch, data_.images.size(), data_.images.size())
               .to(device);
}

/// Every process takes each count-th of the images from its rank on.
Tensor Stepper::share(const Tensor& order, std::int64_t begin, std::int64_t size) const {
  return order.narrow(0, begin, size).slice(0, processes_.rank(), size, processes_.count());
}

Stepper::Choice Stepper::choose(std::int64_t batch) const {
  const std::int64_t global = std::int64_t{options_.batch_size} * processes_.count();
  const std::int64_t begin = batch * global;
  const std::int64_t size = std::min(global, streams_ - begin);
  if (all_labelled_) return {share(order_, begin, size), {}};
  if (options_.baseline) return {share(labelled_order_, begin, size), {}};
  return {share(labelled_order_, begin, size), share(order_, begin, size)};
}

StepBatch Stepper::take(const Choice& choice) const {
  const Batch labelled = take_batch(data_.images, choice.labelled);
  const Tensor more = choice.more.defined() ? take_batch(data_.images, choice.more).images : Tensor();
  return {labelled.images, labelled.labels, more};
}

StepResult Stepper::make_step(const Choice& choice) {
  StepResult result = recipe_->step(take(choice));
  if (processes_.count() > 1) average_statistics();
  networks_.update_averages();
  return result;
}

/// The parameters are alike after averaged gradients; this makes the running statistics so.
void Stepper::average_statistics() {
  const torch::NoGradGuard no_grad;
  std::vector<Tensor> flat;
  const std::vector<Tensor> statistics = networks_.statistics();
  for (const Tensor& tensor : statistics) flat.push_back(tensor.flatten());
  Tensor all = torch::cat(flat);
  processes_.average(all);
  std::int64_t begin = 0;
  for (const Tensor& tensor : statistics) {
    tensor.copy_(all.narrow(0, begin, tensor.numel()).view(tensor.sizes()));
    begin += tensor.numel();
  }
}

void Stepper::replay(const Choice& choice) {
  if (!captured_choice_.labelled.defined()) {
    captured_choice_.labelled = choice.labelled.clone();
    if (choice.more.defined()) captured_choice_.more = choice.more.clone();
  }
  captured_choice_.labelled.copy_(choice.labelled);
  if (choice.more.defined()) captured_choice_.more.copy_(choice.more);
  graph_->run();
}

const StepResult& Stepper::step(int epoch, std::int64_t batch) {
  if (epoch != epoch_) start_epoch(epoch);
  const Choice choice = choose(batch);
  const bool whole = choice.labelled.size(0) == options_.batch_size;
  if (graph_ && whole) {
    replay(choice);
    return result_;
  }
  eager_result_ = make_step(choice);
  return eager_result_;
}

}  // namespace sgan::train
