#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "batch.h"
#include "sgan/model.h"
#include "sgan_io/idx.h"

namespace sgan::cli {

/// A score that is to be high for digits, taken as the probability that an image is one.
struct ScoreFigures {
  double auroc = 0;              // of test images against the others
  double calibration_error = 0;  // with as much weight on the test images as on the others
};

/// How well a model tells test images from others, by its validity v and its class "generated", p.
struct RejectionFigures {
  std::string name;
  std::size_t images = 0;      // others
  ScoreFigures combined;       // v (1 - p): both judges must agree
  ScoreFigures validity;       // v
  ScoreFigures not_generated;  // 1 - p
};
[[nodiscard]] RejectionFigures measure_rejection(std::string name, const Judgements& test,
                                                 const Judgements& others);

/// Pictures that are no digits (sgan_evaluate/non_digits.h), kNonDigitsOfAKind of each kind, first all of
/// them together. Fewer partial digits where the test set has fewer digits to cut; a kind without images is
/// missing.
[[nodiscard]] Status measure_non_digits(const Model& model, const io::LabelledImages& test,
                                        const Judgements& judged_test, std::uint64_t seed, int threads,
                                        std::vector<RejectionFigures>& figures);
inline constexpr std::size_t kNonDigitsOfAKind = 1000;

}  // namespace sgan::cli
