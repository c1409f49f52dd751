#include "sgan_evaluate/auroc.h"

#include <algorithm>
#include <cassert>
#include <vector>

namespace sgan::evaluation {

double auroc(std::span<const double> positives, std::span<const double> negatives) {
  assert(!positives.empty() && !negatives.empty());
  std::vector<double> sorted(negatives.begin(), negatives.end());
  std::sort(sorted.begin(), sorted.end());
  double wins = 0;
  for (const double score : positives) {
    const auto [below, above] = std::equal_range(sorted.begin(), sorted.end(), score);
    wins += static_cast<double>(below - sorted.begin()) + 0.5 * static_cast<double>(above - below);
  }
  return wins / (static_cast<double>(positives.size()) * static_cast<double>(negatives.size()));
}

}  // namespace sgan::evaluation
