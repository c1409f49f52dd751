#pragma once

#include <span>
#include <vector>

#include "sgan/generator.h"
#include "sgan/model.h"

namespace sgan {

/// Finds the `count` (at most latent_dim) orthogonal directions along which the generator's images change
/// most, most first: eigenvectors of the mean of J'J, J being the derivative of an image by its latent. The
/// mean is over samples 0 to 9 of seed 0, as the classes 0 to 9 if the model is conditional; derivatives are
/// differences over half a deviation of the prior. Each direction points to where its largest component is
/// positive; its scale is the prior's deviation.
///
/// That takes ten times latent_dim images, about a second for the article's network in a browser, and a few
/// hundred rounds of arithmetic, whose time grows with latent_dim squared; so it can be done a little at a
/// time. None are found, and result() has a count of 0, for latents of more than kMostPrincipalValues values,
/// where latent_dim images would have more than 2^26 pixels, and where generate() fails.
class DirectionSearch {
 public:
  /// model: must outlive the search
  DirectionSearch(const Model& model, int count);

  /// Makes the next few images, or when all are made does the next round.
  void step(Workspace& workspace);
  [[nodiscard]] bool done() const { return made_ == images_ && rounds_left_ == 0; }
  [[nodiscard]] float progress() const;  ///< in [0, 1]
  /// Once it is done.
  [[nodiscard]] Directions result() const;

 private:
  void make_images(Workspace& workspace);
  void add(std::size_t number, std::span<const float> image);

  const Model* model_;
  std::size_t size_, count_ = 0;       // of a latent, and of the directions
  std::size_t images_ = 0, made_ = 0;  // to make, and made
  std::size_t rounds_left_ = 0;
  std::vector<float> middle_;       // [pixels], the image of the present point
  std::vector<float> differences_;  // [size, pixels], to those a step along each axis from it
  std::vector<double> matrix_;      // [size, size], the sum so far
  std::vector<double> rows_;        // [at least count, size], the directions so far
};
inline constexpr int kMostPrincipalValues = 1024;

/// The same at once.
[[nodiscard]] Directions principal_directions(const Model& model, int count);

}  // namespace sgan
