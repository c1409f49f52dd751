#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace sgan::cli {

inline constexpr int kCalibrationBins = 15;  // of equal width

/// Expected calibration error: the gap between what was promised and what came true, weighted by how much a
/// bin holds. Source: Guo et al., "On calibration of modern neural networks", ICML 2017.
class Calibration {
 public:
  /// promised: a probability
  void add(double promised, bool came_true, double weight = 1) {
    const int bin = std::clamp(static_cast<int>(promised * kCalibrationBins), 0, kCalibrationBins - 1);
    gaps_[static_cast<std::size_t>(bin)] += weight * (promised - (came_true ? 1.0 : 0.0));
    weight_ += weight;
  }
  [[nodiscard]] double error() const {
    double sum = 0;
    for (const double gap : gaps_) sum += std::abs(gap);
    return weight_ > 0 ? sum / weight_ : 0;
  }

 private:
  std::array<double, kCalibrationBins> gaps_{};
  double weight_ = 0;
};

}  // namespace sgan::cli
