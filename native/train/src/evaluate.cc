#include "evaluate.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "sgan/model.h"
#include "sgan/random.h"

namespace sgan::train {
namespace {

constexpr std::int64_t kEvaluationBatch = 500;
constexpr double kLeastAccuracy = 0.5;

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

double share_correct(const Dataset& data,
                     const std::function<torch::Tensor(const torch::Tensor& images)>& logits) {
  std::int64_t correct = 0;
  for (std::int64_t begin = 0; begin < data.size(); begin += kEvaluationBatch) {
    const Batch batch =
        take_batch(data, torch::arange(begin, std::min(begin + kEvaluationBatch, data.size())));
    correct += logits(batch.images).argmax(1).eq(batch.labels).sum().item<std::int64_t>();
  }
  return static_cast<double>(correct) / static_cast<double>(data.size());
}

double classification_accuracy(Discriminator& discriminator, const Dataset& data) {
  return share_correct(data, [&](const torch::Tensor& images) {
    return discriminator->forward(images).class_logits.narrow(1, 0, kDigitClasses);
  });
}

torch::Tensor sample_images(Generator& generator, const Sampling& sampling, std::uint64_t seed, int count,
                            torch::Device device) {
  std::vector<float> values(static_cast<std::size_t>(count) * kLatentDim);
  sample_latents(seed, 0, sampling.prior, kLatentDim, values);
  const torch::Tensor latents = torch::from_blob(values.data(), {count, kLatentDim}).to(device);
  torch::Tensor labels;
  if (sampling.conditional)
    labels = (torch::arange(count, torch::kLong) * kDigitClasses).floor_divide(count).to(device);
  std::vector<torch::Tensor> images;
  for (std::int64_t begin = 0; begin < count; begin += kEvaluationBatch) {
    const std::int64_t size = std::min<std::int64_t>(kEvaluationBatch, count - begin);
    const torch::Tensor asked = labels.defined() ? labels.narrow(0, begin, size) : labels;
    images.push_back(generator->forward(latents.narrow(0, begin, size), asked).cpu());
  }
  return torch::cat(images);
}

Variety measure_variety(Discriminator& discriminator, const torch::Tensor& images, torch::Device device) {
  const auto digits =
      discriminator->forward(images.to(device)).class_logits.narrow(1, 0, kDigitClasses).argmax(1);
  const torch::Tensor shares = torch::bincount(digits.cpu(), {}, kDigitClasses).to(torch::kDouble) /
                               static_cast<double>(images.size(0));
  const double entropy = -torch::xlogy(shares, shares).sum().item<double>() / std::log(double{kDigitClasses});
  return {static_cast<int>(shares.gt(0).sum().item<std::int64_t>()), entropy};
}

bool looks_collapsed(const Variety& variety, double accuracy) {
  return accuracy >= kLeastAccuracy && (variety.classes < kLeastClasses || variety.entropy < kLeastEntropy);
}

}  // namespace sgan::train
