#include <algorithm>
#include <cmath>
#include <numeric>

#include "sgan/latent.h"

namespace sgan {
namespace {

/// A symmetric matrix [size, size], row-major, in double.
struct Symmetric {
  std::size_t size;
  std::vector<double> values;

  [[nodiscard]] double& at(std::size_t i, std::size_t j) { return values[i * size + j]; }
};

/// W'W of the packed first layer. The outputs come in their own order whatever the panels' width, so that
/// every build sums in the same order; the padding of the last panel is zero and adds nothing.
Symmetric gram_matrix(const PackedLinear& layer) {
  const auto size = static_cast<std::size_t>(layer.in);
  const auto width = static_cast<std::size_t>(layer.panels.width);
  std::vector<float> sums(size * size), row(size);
  Symmetric gram{size, std::vector<double>(size * size)};
  const AlignedFloats& panels = layer.panels.values;
  for (std::size_t panel = 0; panel < panels.size(); panel += size * width) {
    for (std::size_t o = 0; o < width; ++o) {
      for (std::size_t i = 0; i < size; ++i) row[i] = panels[panel + i * width + o];
      for (std::size_t i = 0; i < size; ++i) {
        for (std::size_t j = i; j < size; ++j) sums[i * size + j] += row[i] * row[j];
      }
    }
  }
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = i; j < size; ++j)
      gram.at(i, j) = gram.at(j, i) = static_cast<double>(sums[i * size + j]);
  }
  return gram;
}

/// A class multiplies the latent by its embedding e, so its matrix is diag(e) W'W diag(e): the mean of those.
void average_over_classes(const std::vector<float>& embedding, Symmetric& gram) {
  for (std::size_t i = 0; i < gram.size; ++i) {
    for (std::size_t j = 0; j < gram.size; ++j) {
      double sum = 0;
      for (std::size_t c = 0; c < kDigitClasses; ++c)
        sum += static_cast<double>(embedding[c * gram.size + i]) *
               static_cast<double>(embedding[c * gram.size + j]);
      gram.at(i, j) *= sum / kDigitClasses;
    }
  }
}

double dot(const double* a, const double* b, std::size_t size) {
  return std::inner_product(a, a + size, b, 0.0);
}

/// Makes row k orthogonal to the rows before it and of length 1. A row that lies within their span is
/// replaced by the first axis that does not.
void orthonormalize(std::vector<double>& rows, std::size_t k, std::size_t size) {
  double* row = rows.data() + k * size;
  for (std::size_t axis = 0;; ++axis) {
    const double before = std::sqrt(dot(row, row, size));
    for (int twice = 0; twice < 2; ++twice) {  // the second pass removes what rounding left in the first
      for (std::size_t j = 0; j < k; ++j) {
        const double along = dot(row, rows.data() + j * size, size);
        for (std::size_t i = 0; i < size; ++i) row[i] -= along * rows[j * size + i];
      }
    }
    const double length = std::sqrt(dot(row, row, size));
    if (length > 1e-9 * before) {
      for (std::size_t i = 0; i < size; ++i) row[i] /= length;
      return;
    }
    std::fill_n(row, size, 0.0);
    row[axis] = 1;
  }
}

/// Orthogonal iteration: rows [count, size] turn into the eigenvectors of the largest eigenvalues, those
/// first.
void iterate(const Symmetric& matrix, std::size_t count, std::vector<double>& rows) {
  constexpr int kRounds = 100;
  const std::size_t size = matrix.size;
  std::vector<double> next(rows.size());
  for (int round = 0; round < kRounds; ++round) {
    for (std::size_t k = 0; k < count; ++k) {
      for (std::size_t i = 0; i < size; ++i)
        next[k * size + i] = dot(matrix.values.data() + i * size, rows.data() + k * size, size);
    }
    rows.swap(next);
    for (std::size_t k = 0; k < count; ++k) orthonormalize(rows, k, size);
  }
}

}  // namespace

Directions principal_directions(const Model& model, int count) {
  if (model.info.latent_dim > kMostPrincipalValues) return {};
  Symmetric gram = gram_matrix(model.generator.project);
  if (model.info.conditional == Conditioning::kEmbedMul)
    average_over_classes(model.generator.label_embedding, gram);
  const std::size_t size = gram.size;
  const std::size_t wanted = std::min(static_cast<std::size_t>(std::max(count, 0)), size);
  // A few more than are asked for: the last ones settle slowest. Any start will do that favours no direction.
  const std::size_t rows = std::min(wanted + 4, size);
  std::vector<double> vectors(rows * size);
  for (std::size_t i = 0; i < vectors.size(); ++i)
    vectors[i] = static_cast<double>((i * 7919 + 13) % 101) - 50;
  for (std::size_t k = 0; k < rows; ++k) orthonormalize(vectors, k, size);
  iterate(gram, rows, vectors);

  Directions directions;
  directions.count = static_cast<int>(wanted);
  directions.scales.assign(wanted, prior_deviation(model.info.latent_prior));
  for (std::size_t k = 0; k < wanted; ++k) {
    const double* row = vectors.data() + k * size;
    const double* largest =
        std::max_element(row, row + size, [](double a, double b) { return std::abs(a) < std::abs(b); });
    const double sign = *largest < 0 ? -1 : 1;
    for (std::size_t i = 0; i < size; ++i) directions.vectors.push_back(static_cast<float>(sign * row[i]));
  }
  return directions;
}

Directions directions_of(const Model& model, int most) {
  Directions own = model.directions;
  if (own.count == 0) return principal_directions(model, most);
  const auto count = static_cast<std::size_t>(std::clamp(most, 0, own.count));
  own.count = static_cast<int>(count);
  own.vectors.resize(count * static_cast<std::size_t>(model.info.latent_dim));
  own.scales.resize(count);
  return own;
}

}  // namespace sgan
