#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "evaluate_views.h"
#include "sgan/model.h"
#include "sgan_evaluate/neighbours.h"

namespace sgan::cli {

/// Images compared with the test images in the evaluator's features.
struct Likeness {
  double fid = 0;
  evaluation::Overlap overlap;
  double class_entropy = 0;  // bits of the mean distribution over digits
};

/// Whether a conditional model's samples show the digits that were asked for, by the evaluator.
struct RequestedFigures {
  double accuracy = 0;
  std::array<double, kDigitClasses> per_class{};  // 0 where none was asked for
};

/// Sample quality as a network sees it that took no part in training the model.
struct QualityFigures {
  std::size_t samples = 0;
  double evaluator_accuracy = 0;  // of the test images
  std::optional<Likeness> generated;
  std::optional<Likeness> floor;              // as many training images instead of samples
  std::optional<RequestedFigures> requested;  // conditional models only
  std::optional<double>
      nearest_distance_ratio;  // samples' median distance to training images, in test images'
};

/// Compares samples 0, 1, ... of the seed with the test images. A conditional model is asked for digits in
/// the proportions of the test images.  training: null where there is none
[[nodiscard]] Status measure_quality(const Model& model, const evaluation::Evaluator& evaluator,
                                     const io::LabelledImages& test, const io::LabelledImages* training,
                                     std::size_t samples, std::uint64_t seed, int threads,
                                     QualityFigures& figures, std::vector<std::string>& left_out);

}  // namespace sgan::cli
