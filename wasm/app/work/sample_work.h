#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sgan/generator.h"
#include "ui/state.h"

namespace sgan::app {

/// The models' part of the tab Sample. Sample i of a seed is what `sgan sample` draws.
class SampleWork {
 public:
  /// Generates and judges samples until they are all there or `budget_ms` have passed, at least one. Returns
  /// the numbers of the tiles that are new.
  std::vector<int> advance(const Model& model, Workspace& workspace, SampleState& sample, double budget_ms);

 private:
  void begin(const Model& model, SampleState& sample);
  int try_one(const Model& model, Workspace& workspace, SampleState& sample);

  std::vector<float> latent_, image_;
};

/// The latent of a tile of the tab, truncated as it was made.  latent: [latent_dim]
void tile_latent(const ModelInfo& model, const SampleState& sample, const SampleTile& tile,
                 std::span<float> latent);

/// What the grid shows as one PNG, as `sgan sample --png` lays it out; empty if it shows nothing.
[[nodiscard]] std::vector<std::byte> grid_png(const ModelInfo& model, const SampleState& sample);

/// One image as PNG, smoothly enlarged.  image: [size, size]
inline constexpr int kPngEnlarged = 8;
[[nodiscard]] std::vector<std::byte> digit_png(std::span<const float> image, int size);

/// "sgan-seed-7.png", "sgan-seed-7-tile-3.png": says how to make it again.  tile: -1 for the grid
[[nodiscard]] std::string sample_file_name(const SampleState& sample, int tile);

}  // namespace sgan::app
