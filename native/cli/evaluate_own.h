#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "batch.h"
#include "sgan/model.h"
#include "sgan/status.h"

namespace sgan::cli {

/// What the discriminator makes of a set of images as real or generated.
struct RealnessFigures {
  std::size_t images = 0;
  double mean_validity = 0;          // probability real, by the validity layer
  double judged_real = 0;            // share with validity >= 0.5
  double mean_fake_probability = 0;  // of class "generated", by the class layer
  double classed_fake = 0;           // share whose most probable class is "generated"
};

/// Classification of labelled images; "generated" takes no part, the ten digits share its probability.
struct ClassFigures {
  double accuracy = 0;
  std::array<std::array<std::size_t, kDigitClasses>, kDigitClasses> confusion{};  // [true][predicted]
  double mean_confidence = 0;                                                     // of the predicted digit
  double expected_calibration_error = 0;                                          // calibration.h

  [[nodiscard]] std::size_t count_of(std::size_t digit) const;      // images that show it
  [[nodiscard]] std::size_t predicted_as(std::size_t digit) const;  // images taken for it
};

/// Sample quality as the model's own classifier sees it; no other network is asked.
struct SampleFigures {
  std::uint64_t seed = 0;
  RealnessFigures realness;
  std::array<std::size_t, kDigitClasses> digits{};  // samples read as each digit
  double class_entropy = 0;  // bits of the mean distribution over digits: log2(10) if all come equally often
  double image_entropy = 0;  // mean bits of one sample's distribution: 0 if each is one clear digit
  std::optional<double> requested_class_accuracy;  // conditional models only
};

[[nodiscard]] RealnessFigures measure_realness(const Judgements& judgements);
/// labels: [judgements.count()] in 0..9
[[nodiscard]] ClassFigures measure_classes(const Judgements& judgements,
                                           std::span<const std::uint8_t> labels);

/// Draws samples 0..count-1 of the seed and judges them.
[[nodiscard]] Status measure_samples(const Model& model, std::size_t count, std::uint64_t seed, int threads,
                                     SampleFigures& figures);

}  // namespace sgan::cli
