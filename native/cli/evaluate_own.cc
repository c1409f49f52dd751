#include "evaluate_own.h"

#include <algorithm>
#include <cassert>

#include "calibration.h"
#include "entropy.h"
#include "sgan/random.h"

namespace sgan::cli {
namespace {

using DigitProbs = std::array<double, kDigitClasses>;

/// Probabilities of the ten digits given that it is one of them.
DigitProbs digits_only(std::span<const float> probs) {
  DigitProbs digits{};
  double sum = 0;
  for (std::size_t d = 0; d < digits.size(); ++d) sum += digits[d] = static_cast<double>(probs[d]);
  for (double& p : digits) p = sum > 0 ? p / sum : 1.0 / kDigitClasses;
  return digits;
}

}  // namespace

std::size_t ClassFigures::count_of(std::size_t digit) const {
  std::size_t sum = 0;
  for (const std::size_t count : confusion[digit]) sum += count;
  return sum;
}

std::size_t ClassFigures::predicted_as(std::size_t digit) const {
  std::size_t sum = 0;
  for (const auto& row : confusion) sum += row[digit];
  return sum;
}

RealnessFigures measure_realness(const Judgements& judgements) {
  RealnessFigures figures;
  figures.images = judgements.count();
  const auto n = static_cast<double>(figures.images);
  std::size_t real = 0, fake = 0;
  for (std::size_t i = 0; i < figures.images; ++i) {
    const std::span<const float> probs = judgements.probs(i);
    figures.mean_validity += static_cast<double>(judgements.validity[i]) / n;
    figures.mean_fake_probability += static_cast<double>(probs[kFakeClass]) / n;
    real += judgements.validity[i] >= 0.5F ? 1 : 0;
    fake += std::max_element(probs.begin(), probs.end()) - probs.begin() == kFakeClass ? 1 : 0;
  }
  figures.judged_real = static_cast<double>(real) / n;
  figures.classed_fake = static_cast<double>(fake) / n;
  return figures;
}

ClassFigures measure_classes(const Judgements& judgements, std::span<const std::uint8_t> labels) {
  assert(labels.size() == judgements.count());
  ClassFigures figures;
  Calibration calibration;
  std::size_t correct = 0;
  const auto n = static_cast<double>(labels.size());
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const auto digit = static_cast<std::size_t>(judgements.digit(i));
    const double confidence = digits_only(judgements.probs(i))[digit];
    ++figures.confusion[labels[i]][digit];
    correct += digit == labels[i];
    figures.mean_confidence += confidence / n;
    calibration.add(confidence, digit == labels[i]);
  }
  figures.accuracy = static_cast<double>(correct) / n;
  figures.expected_calibration_error = calibration.error();
  return figures;
}

Status measure_samples(const Model& model, std::size_t count, std::uint64_t seed, int threads,
                       SampleFigures& figures) {
  Judgements judgements(count);
  std::vector<int> labels(count);
  sample_labels(seed, 0, labels);
  const auto draw_and_judge = [&](std::size_t first, std::size_t n, Workspace& workspace) {
    std::vector<float> images;
    Status status = draw_chunk(model, seed, first, std::span(labels).subspan(first, n), workspace, images);
    return status.ok() ? judge_chunk(model, images, first, workspace, judgements) : status;
  };
  if (Status status = for_chunks(count, threads, draw_and_judge); !status.ok()) return status;

  figures = {};
  figures.seed = seed;
  figures.realness = measure_realness(judgements);
  DigitProbs mean{};
  std::size_t as_requested = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const DigitProbs probs = digits_only(judgements.probs(i));
    for (std::size_t d = 0; d < mean.size(); ++d) mean[d] += probs[d] / static_cast<double>(count);
    figures.image_entropy += entropy_bits(probs) / static_cast<double>(count);
    ++figures.digits[static_cast<std::size_t>(judgements.digit(i))];
    as_requested += judgements.digit(i) == labels[i];
  }
  figures.class_entropy = entropy_bits(mean);
  if (model.info.conditional != Conditioning::kNone) {
    figures.requested_class_accuracy = static_cast<double>(as_requested) / static_cast<double>(count);
  }
  return {};
}

}  // namespace sgan::cli
