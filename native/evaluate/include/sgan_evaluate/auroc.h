#pragma once

#include <span>

namespace sgan::evaluation {

/// The area under the ROC curve of a score: the probability that one of `positives` has a higher one than one
/// of `negatives`, ties counted half. 1 separates them fully, 0.5 is chance. Neither may be empty or hold
/// NaN.
[[nodiscard]] double auroc(std::span<const double> positives, std::span<const double> negatives);

}  // namespace sgan::evaluation
