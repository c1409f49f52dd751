#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <filesystem>
#include <string>

#include "networks.h"
#include "recipe.h"
#include "sgan/status.h"

namespace sgan::train {

/// How far a run is. `sums` lives on the device, so that adding to it never waits for the device.
struct Position {
  int epoch = 0;           // to go on with
  std::int64_t batch = 0;  // of that epoch, to go on with
  torch::Tensor sums;      // [3] F64: D loss, G loss and accuracy, summed over this epoch's steps so far
  double seconds = 0;      // spent on this epoch so far
  std::int64_t metrics_bytes = 0;
  double test_accuracy = 0;  // of the last whole epoch
};

/// What a checkpoint reads and writes; the objects stay the caller's.
struct TrainingState {
  Generator generator;
  Discriminator discriminator;
  ReferenceRecipe& recipe;
  torch::Device device;
  std::string identity;  // what must not change between two parts of a run: seed, batch size, ...
};

/// Networks, optimisers, random number generators and position in one file, written atomically.
[[nodiscard]] Status save_checkpoint(const std::filesystem::path& path, TrainingState state,
                                     const Position& position);

/// Refuses a damaged file and one whose identity differs. On failure the state may be half loaded: do not go
/// on.
[[nodiscard]] Status load_checkpoint(const std::filesystem::path& path, TrainingState state,
                                     Position& position);

}  // namespace sgan::train
