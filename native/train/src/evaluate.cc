#include "evaluate.h"

#include <algorithm>
#include <vector>

#include "sgan/model.h"
#include "sgan/random.h"

namespace sgan::train {
namespace {

constexpr std::int64_t kEvaluationBatch = 500;

}  // namespace

EvaluationMode::EvaluationMode(Generator generator, Discriminator discriminator)
    : generator_(std::move(generator)),
      discriminator_(std::move(discriminator)),
      generator_trains_(generator_->is_training()),
      discriminator_trains_(discriminator_->is_training()),
      generator_type_(generator_->compute_type),
      discriminator_type_(discriminator_->compute_type) {
  generator_->eval();
  discriminator_->eval();
  generator_->compute_type = discriminator_->compute_type = torch::kFloat;
}

EvaluationMode::~EvaluationMode() {
  generator_->train(generator_trains_);
  discriminator_->train(discriminator_trains_);
  generator_->compute_type = generator_type_;
  discriminator_->compute_type = discriminator_type_;
}

double test_accuracy(Discriminator& discriminator, const Dataset& data) {
  std::int64_t correct = 0;
  for (std::int64_t begin = 0; begin < data.size(); begin += kEvaluationBatch) {
    const Batch batch =
        take_batch(data, torch::arange(begin, std::min(begin + kEvaluationBatch, data.size())));
    const torch::Tensor digits = discriminator->forward(batch.images).class_probs.narrow(1, 0, kDigitClasses);
    correct += digits.argmax(1).eq(batch.labels).sum().item<std::int64_t>();
  }
  return static_cast<double>(correct) / static_cast<double>(data.size());
}

torch::Tensor sample_images(Generator& generator, std::uint64_t seed, int count, torch::Device device) {
  std::vector<float> latents(static_cast<std::size_t>(count) * kLatentDim);
  sample_latents(seed, 0, LatentPrior::kUniform01, kLatentDim, latents);
  const torch::Tensor on_cpu = torch::from_blob(latents.data(), {count, kLatentDim});
  return generator->forward(on_cpu.to(device)).cpu();
}

}  // namespace sgan::train
