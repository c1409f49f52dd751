#include "networks_in_training.h"

#include "preset.h"

namespace sgan::train {
namespace {

using torch::Tensor;

template <typename Network>
Network settle(Network network, const Machine& machine) {
  network->to(machine.device);
  network->compute_type = machine.compute_type;
  return network;
}

Generator make_generator(const Options& options, const Machine& machine, const Weights& given) {
  Generator generator(norm_eps(options));
  initialize_weights(*generator, norm_bias(options));
  copy_network(given, kGeneratorPrefix, *generator);
  return settle(std::move(generator), machine);
}

Discriminator make_discriminator(const Options& options, const Machine& machine, const Weights& given) {
  const DiscriminatorShape shape = discriminator_shape(options);
  Discriminator discriminator(shape);
  initialize_weights(*discriminator, norm_bias(options));
  if (!shape.batch_norm) initialize_without_norms(discriminator);
  copy_network(given, kDiscriminatorPrefix, *discriminator);
  return settle(std::move(discriminator), machine);
}

Evaluator make_teacher(const Machine& machine, const Weights& given) {
  Evaluator teacher;
  copy_network(given, kEvaluatorPrefix, *teacher);
  teacher->eval();
  return settle(std::move(teacher), machine);
}

void append(std::vector<Tensor>& all, const std::vector<Tensor>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

}  // namespace

NetworksInTraining::NetworksInTraining(const Options& options, const Machine& machine,
                                       const GivenWeights& given) {
  auto generator = make_generator(options, machine, given.generator);
  auto discriminator = make_discriminator(options, machine, given.discriminator);
  learners_ = std::make_unique<Learners>(std::move(generator), std::move(discriminator), options.adam);
  for (const Weights& teacher : given.teachers) teachers_.push_back(make_teacher(machine, teacher));
  if (options.ema_decay == 0) return;
  auto averaged_generator = make_generator(options, machine, given.generator);
  auto averaged_discriminator = make_discriminator(options, machine, given.discriminator);
  averages_ = std::make_unique<Averages>(
      Averages{averaged_generator, averaged_discriminator,
               MovingAverage(*learners_->generator, *averaged_generator, options.ema_decay),
               MovingAverage(*learners_->discriminator, *averaged_discriminator, options.ema_decay)});
}

void NetworksInTraining::update_averages() {
  if (!averages_) return;
  averages_->generator_average.update(learners_->generator_adam.steps());
  averages_->discriminator_average.update(learners_->discriminator_adam.steps());
}

std::vector<Tensor> NetworksInTraining::statistics() const {
  std::vector<Tensor> tensors;
  for (const torch::nn::Module* network : std::initializer_list<const torch::nn::Module*>{
           learners_->generator.get(), learners_->discriminator.get()}) {
    for (const Tensor& buffer : network->buffers()) {
      if (buffer.is_floating_point()) tensors.push_back(buffer);
    }
  }
  return tensors;
}

std::vector<Tensor> NetworksInTraining::state() const {
  std::vector<Tensor> tensors;
  for (Adam* adam : {&learners_->generator_adam, &learners_->discriminator_adam}) {
    tensors.push_back(adam->parameters());
    append(tensors, adam->state());
  }
  append(tensors, learners_->generator->buffers());
  append(tensors, learners_->discriminator->buffers());
  if (averages_) {
    for (const torch::nn::Module* network : std::initializer_list<const torch::nn::Module*>{
             averages_->generator.get(), averages_->discriminator.get()}) {
      append(tensors, network->parameters());
      append(tensors, network->buffers());
    }
  }
  return tensors;
}

}  // namespace sgan::train
