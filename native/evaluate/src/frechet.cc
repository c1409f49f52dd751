#include "sgan_evaluate/frechet.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cassert>

namespace sgan::evaluation {
namespace {

using Eigen::Index;
using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Solver = Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>;
using ConstMatrix = Eigen::Map<const Matrix>;
using ConstVector = Eigen::Map<const Eigen::VectorXd>;

ConstMatrix covariance_of(const Gaussian& gaussian) {
  const auto dim = static_cast<Index>(gaussian.mean.size());
  return {gaussian.covariance.data(), dim, dim};
}

ConstVector mean_of(const Gaussian& gaussian) {
  return {gaussian.mean.data(), static_cast<Index>(gaussian.mean.size())};
}

/// The eigenvalues' roots; what rounding made negative counts as zero.
Eigen::VectorXd roots(const Solver& solver) { return solver.eigenvalues().cwiseMax(0).cwiseSqrt(); }

}  // namespace

Gaussian fit_gaussian(std::span<const float> points, std::size_t dim) {
  const auto count = static_cast<Index>(points.size() / dim), width = static_cast<Index>(dim);
  assert(count >= 2);
  const Eigen::Map<const Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>> rows(
      points.data(), count, width);
  Gaussian gaussian{std::vector<double>(dim), std::vector<double>(dim * dim)};
  Eigen::Map<Eigen::VectorXd> mean(gaussian.mean.data(), width);
  Matrix centred = rows.cast<double>();
  mean = centred.colwise().mean();
  centred.rowwise() -= mean.transpose();
  Eigen::Map<Matrix>(gaussian.covariance.data(), width, width) =
      centred.transpose() * centred / static_cast<double>(count - 1);
  return gaussian;
}

double frechet_distance(const Gaussian& a, const Gaussian& b) {
  assert(a.mean.size() == b.mean.size());
  const ConstMatrix first = covariance_of(a), second = covariance_of(b);
  // (S1 S2)^(1/2) has the trace of (R S2 R)^(1/2), R = S1^(1/2), which is symmetric.
  const Solver solver(first);
  const Eigen::MatrixXd root =
      solver.eigenvectors() * roots(solver).asDiagonal() * solver.eigenvectors().transpose();
  const Solver product(root * second * root, Eigen::EigenvaluesOnly);
  const double distance =
      (mean_of(a) - mean_of(b)).squaredNorm() + first.trace() + second.trace() - 2 * roots(product).sum();
  return std::max(distance, 0.0);
}

}  // namespace sgan::evaluation
