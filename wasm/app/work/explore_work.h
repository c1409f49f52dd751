#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "sgan/directions.h"
#include "sgan/generator.h"
#include "ui/state.h"

namespace sgan::app {

/// Asks for sample `index` of the seed, in place of what was asked for before.
/// digit: the class, or -1 to have it as the seed has it
void ask_begin(ExploreState& explore, std::uint64_t seed, std::uint64_t index, int digit);

/// The models' part of the tab Explore.
class ExploreWork {
 public:
  /// Looks for directions until there are some or `budget_ms` have passed.
  void search(const Model& model, Workspace& workspace, ExploreState& explore, double budget_ms);

  /// Begins at sample `index` of the seed, or at the latent that is wanted.
  static void begin(const Model& model, ExploreState& explore);

  /// Makes the image if the point has moved, then small pictures until `budget_ms` have passed.
  /// pictures: the numbers of those that are new, their images one behind the other, [n, size, size].
  struct Made {
    bool image = false;
    std::vector<int> pictures;
    std::vector<float> images;
  };
  const Made& advance(const Model& model, Workspace& workspace, ExploreState& explore, double budget_ms);

  /// Forgets what was made: another model.
  void forget();

 private:
  void find_changes(const Model& model, const ExploreState& explore);
  [[nodiscard]] static ExplorePoint picture_point(const Model& model, const ExploreState& explore,
                                                  int picture);
  void make_next(const Model& model, Workspace& workspace, ExploreState& explore);

  std::optional<DirectionSearch> search_;
  ExplorePoint shown_, pad_base_, from_, to_;  // what the pictures were made of
  int across_ = -1, up_ = -1;
  std::bitset<kSmallPictures> due_;
  int next_ = 0;  // where to go on, so that each has its turn while all change
  Made made_;
};

/// The film strip as one PNG.
[[nodiscard]] std::vector<std::byte> strip_png(const Model& model, Workspace& workspace,
                                               const ExploreState& explore);

}  // namespace sgan::app
