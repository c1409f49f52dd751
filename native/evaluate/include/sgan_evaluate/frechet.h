#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace sgan::evaluation {

/// A normal distribution in `dim` dimensions.
struct Gaussian {
  std::vector<double> mean;        // [dim]
  std::vector<double> covariance;  // [dim, dim], symmetric
};

/// Mean and unbiased covariance of points.  points: [n, dim], n >= 2
[[nodiscard]] Gaussian fit_gaussian(std::span<const float> points, std::size_t dim);

/// The squared Fréchet distance |m1 - m2|^2 + Tr(S1 + S2 - 2 (S1 S2)^(1/2)), of the same dimension.
/// Source: Heusel et al., "GANs trained by a two time-scale update rule converge to a local Nash
/// equilibrium", 2017.
[[nodiscard]] double frechet_distance(const Gaussian& a, const Gaussian& b);

}  // namespace sgan::evaluation
