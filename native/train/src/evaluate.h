#pragma once

#include <cstdint>

#include "data.h"
#include "networks.h"

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

/// The share of images whose most probable digit is their label, in 0..1; "generated" takes no part, as in
/// `sgan evaluate`. Call it inside an EvaluationMode.
[[nodiscard]] double test_accuracy(Discriminator& discriminator, const Dataset& data);

/// Images of samples 0 .. count - 1 of `seed`, the ones `sgan sample` draws.  returns [count, 1, kImageSize,
/// kImageSize] on the CPU. Call it inside an EvaluationMode.
[[nodiscard]] torch::Tensor sample_images(Generator& generator, std::uint64_t seed, int count,
                                          torch::Device device);

}  // namespace sgan::train
