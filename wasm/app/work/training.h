#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "sgan/image.h"
#include "ui/training_state.h"

namespace sgan::app {

/// The picture in the middle of a black square, in [-1, 1].
[[nodiscard]] std::vector<float> square_image(const GreyImage& image);

/// Brings the files of training/ to the tab Training: the four JSON files once it has been opened, and the
/// pictures of an epoch when it is chosen.
class TrainingWork {
 public:
  /// Paths to fetch now, relative to the page; each comes back through take().
  [[nodiscard]] std::vector<std::string> wanted(TrainingState& training);

  /// Takes a file that was asked for. False if `path` is none of this tab's.
  /// problem: why it did not come; empty if it did
  bool take(TrainingState& training, const std::string& path, std::span<const std::byte> bytes,
            const std::string& problem);

  /// The picture to put into the texture now, or none if it holds the chosen one or that has not come.
  [[nodiscard]] const GreyImage* to_upload(const TrainingState& training) const;

 private:
  static void read(TrainingState& training, std::size_t file, std::string_view json);
  bool take_grid(TrainingState& training, const std::string& path, std::span<const std::byte> bytes,
                 const std::string& problem);

  std::map<int, GreyImage> grids_;  // by their index
};

}  // namespace sgan::app
