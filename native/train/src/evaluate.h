#pragma once

#include <cstdint>
#include <functional>

#include "data.h"
#include "metrics.h"
#include "networks.h"
#include "sgan/model.h"

namespace sgan::train {

/// For a while: evaluation mode (running statistics, no dropout), F32, no gradients. Restores what was there.
class EvaluationMode {
 public:
  EvaluationMode(Generator generator, Discriminator discriminator);
  ~EvaluationMode();
  EvaluationMode(const EvaluationMode&) = delete;
  EvaluationMode& operator=(const EvaluationMode&) = delete;

 private:
  Generator generator_;
  Discriminator discriminator_;
  bool generator_trains_, discriminator_trains_;
  torch::Dtype generator_type_, discriminator_type_;
  torch::NoGradGuard no_grad_;
};

/// The share of images whose label has the largest logit, in 0..1.
/// data: not empty  logits: of [n, 1, kImageSize, kImageSize] as [n, kDigitClasses]
[[nodiscard]] double share_correct(const Dataset& data,
                                   const std::function<torch::Tensor(const torch::Tensor& images)>& logits);

/// The share of images whose most probable digit is their label, in 0..1; "generated" takes no part, as in
/// `sgan evaluate`. Call it inside an EvaluationMode.  data: not empty
[[nodiscard]] double classification_accuracy(Discriminator& discriminator, const Dataset& data);

/// What a generator's samples are drawn from.
struct Sampling {
  LatentPrior prior = LatentPrior::kUniform01;
  bool conditional = false;
};

/// Images of samples 0 .. count - 1 of `seed`, the ones `sgan sample` draws; a conditional generator is asked
/// for the digits one after the other, 0 first, count / 10 of each. Call it inside an EvaluationMode.
/// returns [count, 1, kImageSize,
/// kImageSize] on the CPU
[[nodiscard]] torch::Tensor sample_images(Generator& generator, const Sampling& sampling, std::uint64_t seed,
                                          int count, torch::Device device);

inline constexpr int kVarietySamples = 1000;  ///< that variety is measured on
/// Below this entropy, or this number of classes, a generator has collapsed.
inline constexpr double kLeastEntropy = 0.7;
inline constexpr int kLeastClasses = 8;

/// Of images [n, 1, kImageSize, kImageSize] on any device. Call it inside an EvaluationMode.
[[nodiscard]] Variety measure_variety(Discriminator& discriminator, const torch::Tensor& images,
                                      torch::Device device);

/// Whether the generator makes much less than all classes. A classifier right in less than half of all cases
/// (accuracy, 0..1) cannot tell.
[[nodiscard]] bool looks_collapsed(const Variety& variety, double accuracy);

}  // namespace sgan::train
