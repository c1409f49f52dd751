#include "sgan/directions.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <functional>
#include <numeric>
#include <utility>

#include "network.h"
#include "sgan/latent.h"
#include "sgan/random.h"

namespace sgan {
namespace {

constexpr std::uint64_t kSeed = 0;
constexpr int kPoints = kDigitClasses;  // a conditional model shows each class once
constexpr float kStep = 0.5F;           // in deviations of the prior
// Fewer leave directions mixed along which images change almost equally.
constexpr std::size_t kRounds = 500;

template <typename T>
double dot(const T* a, const T* b, std::size_t size) {
  // Sixteen sums side by side, which a compiler turns into vectors.
  std::array<T, 16> sums{};
  std::size_t i = 0;
  for (; i + sums.size() <= size; i += sums.size()) {
    for (std::size_t lane = 0; lane < sums.size(); ++lane) sums[lane] += a[i + lane] * b[i + lane];
  }
  for (; i < size; ++i) sums[0] += a[i] * b[i];
  return std::accumulate(sums.begin(), sums.end(), 0.0);
}

/// Makes row k orthogonal to the rows before it and of length 1; false where it lies within their span.
bool orthonormalize_row(std::vector<double>& rows, std::size_t k, std::size_t size) {
  double* row = rows.data() + k * size;
  const double before = std::sqrt(dot(row, row, size));
  for (int twice = 0; twice < 2; ++twice) {  // the second pass removes what rounding left in the first
    for (std::size_t j = 0; j < k; ++j) {
      const double along = dot(row, rows.data() + j * size, size);
      for (std::size_t i = 0; i < size; ++i) row[i] -= along * rows[j * size + i];
    }
  }
  const double length = std::sqrt(dot(row, row, size));
  if (!(length > 1e-9 * before)) return false;
  for (std::size_t i = 0; i < size; ++i) row[i] /= length;
  return true;
}

/// Makes all rows orthogonal to each other and of length 1. One that lies within the span of those before it
/// is replaced by the first axis that does not.
void orthonormalize(std::vector<double>& rows, std::size_t size) {
  std::size_t axis = 0;  // those before it lie within the span of the rows that are done
  for (std::size_t k = 0; k < rows.size() / size; ++k) {
    double* row = rows.data() + k * size;
    while (!orthonormalize_row(rows, k, size)) {
      std::fill_n(row, size, 0.0);
      row[axis++] = 1;
    }
  }
}

/// A round of orthogonal iteration: rows [count, size] come nearer to the eigenvectors of the largest
/// eigenvalues of the symmetric matrix [size, size], those first.
void iterate(const std::vector<double>& matrix, std::size_t size, std::vector<double>& rows) {
  std::vector<double> next(rows.size());
  for (std::size_t k = 0; k < rows.size() / size; ++k) {
    for (std::size_t i = 0; i < size; ++i)
      next[k * size + i] = dot(matrix.data() + i * size, rows.data() + k * size, size);
  }
  rows = std::move(next);
  orthonormalize(rows, size);
}

/// Any rows [count, size] will do that favour no direction.
std::vector<double> first_rows(std::size_t count, std::size_t size) {
  std::vector<float> values(count * size);
  sample_latents(kSeed, kPoints, LatentPrior::kNormal, static_cast<int>(size), values);
  return {values.begin(), values.end()};
}

}  // namespace

DirectionSearch::DirectionSearch(const Model& model, int count)
    : model_(&model), size_(static_cast<std::size_t>(model.info.latent_dim)) {
  constexpr std::size_t kMostDifferences = std::size_t{1} << 26;
  if (model.info.latent_dim > kMostPrincipalValues || size_ * image_pixels(model.info) > kMostDifferences)
    return;
  count_ = std::min(static_cast<std::size_t>(std::max(count, 0)), size_);
  if (count_ == 0) return;
  images_ = kPoints * (size_ + 1);
  rounds_left_ = kRounds;
  differences_.resize(size_ * image_pixels(model.info));
  matrix_.assign(size_ * size_, 0.0);
  // A few more than are asked for: the last ones settle slowest.
  rows_ = first_rows(std::min(count_ + 4, size_), size_);
  orthonormalize(rows_, size_);
}

float DirectionSearch::progress() const {
  if (images_ == 0) return 1;
  return static_cast<float>(made_ + kRounds - rounds_left_) / static_cast<float>(images_ + kRounds);
}

void DirectionSearch::step(Workspace& workspace) {
  if (made_ < images_) return make_images(workspace);
  if (rounds_left_ == 0) return;
  iterate(matrix_, size_, rows_);
  --rounds_left_;
}

void DirectionSearch::make_images(Workspace& workspace) {
  const std::size_t point = made_ / (size_ + 1);
  const std::size_t first = made_ % (size_ + 1);  // 0: the point itself, then a step along each axis
  const std::size_t few = std::min<std::size_t>(kImagesAtOnce, size_ + 1 - first);
  const LatentPrior prior = model_->info.latent_prior;
  std::vector<float> latents(few * size_);
  for (std::size_t i = 0; i < few; ++i) {
    const std::span<float> latent = std::span(latents).subspan(i * size_, size_);
    sample_latents(kSeed, point, prior, model_->info.latent_dim, latent);
    if (first + i > 0) latent[first + i - 1] += kStep * prior_deviation(prior);
  }
  const std::vector<int> labels(few, static_cast<int>(point % kDigitClasses));
  const std::size_t pixels = image_pixels(model_->info);
  std::vector<float> images(few * pixels);
  if (!generate(*model_, latents, labels, workspace, images).ok()) {
    *this = DirectionSearch(*model_, 0);  // what is no number does not change along anything
    return;
  }
  for (std::size_t i = 0; i < few; ++i) add(first + i, std::span(images).subspan(i * pixels, pixels));
  made_ += few;
}

/// Takes the point's own image, or the one a step along axis `number` - 1 from it.
void DirectionSearch::add(std::size_t number, std::span<const float> image) {
  if (number == 0) {
    middle_.assign(image.begin(), image.end());
    return;
  }
  const std::size_t axis = number - 1;
  float* row = differences_.data() + axis * image.size();
  std::transform(image.begin(), image.end(), middle_.begin(), row, std::minus<>());
  for (std::size_t other = 0; other <= axis; ++other) {
    const double sum = dot(row, differences_.data() + other * image.size(), image.size());
    matrix_[axis * size_ + other] += sum;
    if (other != axis) matrix_[other * size_ + axis] += sum;
  }
}

Directions DirectionSearch::result() const {
  assert(done());
  Directions directions;
  if (count_ == 0) return directions;
  directions.count = static_cast<int>(count_);
  directions.scales.assign(count_, prior_deviation(model_->info.latent_prior));
  for (std::size_t k = 0; k < count_; ++k) {
    const double* row = rows_.data() + k * size_;
    const double* largest =
        std::max_element(row, row + size_, [](double a, double b) { return std::abs(a) < std::abs(b); });
    const double sign = *largest < 0 ? -1 : 1;
    for (std::size_t i = 0; i < size_; ++i) directions.vectors.push_back(static_cast<float>(sign * row[i]));
  }
  return directions;
}

Directions principal_directions(const Model& model, int count) {
  DirectionSearch search(model, count);
  for (Workspace workspace; !search.done();) search.step(workspace);
  return search.result();
}

}  // namespace sgan
