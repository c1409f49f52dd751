#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sgan/generator.h"
#include "sgan/model.h"
#include "ui/draw_state.h"

namespace sgan::app {

/// A generated digit and how far it is from the one looked for.
struct Lookalike {
  std::vector<float> image;  // [size, size] in [-1, 1]
  Verdict verdict;
  float distance = 0;  // see image_distance()
};

/// Root mean square difference of two images at half their resolution, where a shift by one pixel counts
/// little. 0 for equal ones, at most 2.  images: [size, size] in [-1, 1]
[[nodiscard]] float image_distance(std::span<const float> a, std::span<const float> b, int size);

/// Generates digits of one class and keeps those most like a given image.
class LookalikeSearch {
 public:
  static constexpr int kRound = 600;  // digits tried at the first asking, and at each further one

  /// Looks for `digit`s like `image`; what was found for another is forgotten.
  void start(std::span<const float> image, int digit);
  /// Tries another round.
  void go_on() { wanted_ += kRound; }
  void stop() { *this = {}; }

  [[nodiscard]] bool busy() const { return tried_ < wanted_; }
  [[nodiscard]] int tried() const { return tried_; }
  [[nodiscard]] int wanted() const { return wanted_; }
  /// The nearest first, at most kLookalikes.
  [[nodiscard]] const std::vector<Lookalike>& best() const { return best_; }

  /// Tries until the round is over or `budget_ms` have passed, at least once. True if best() has changed.
  bool advance(const Model& model, Workspace& workspace, double budget_ms);

 private:
  bool try_some(const Model& model, Workspace& workspace, int count);
  void keep(Lookalike found);

  std::vector<float> target_;
  int digit_ = 0, tried_ = 0, wanted_ = 0;
  std::vector<Lookalike> best_;
};

}  // namespace sgan::app
