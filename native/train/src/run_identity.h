#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <string>

#include "given_weights.h"
#include "options.h"

namespace sgan::train {

/// Where a run computes and what on.
struct RunPlace {
  std::int64_t images = 0;  // that it trains on
  int processes = 1;
  torch::Device device = torch::kCPU;
};

/// All that decides what a run computes, an option or the like in each line: a checkpoint belongs to one of
/// these and to no other.
[[nodiscard]] std::string run_identity(const Options& options, const GivenWeights& given,
                                       const RunPlace& place);

/// What of two identities that are not the same is different, for the user: "was trained with --seed 1, and
/// cannot go on with --seed 2".
[[nodiscard]] std::string identity_difference(const std::string& trained, const std::string& wanted);

/// Where a run's weights began, for the metadata of those it writes: "generator_preset", "start_epochs", ...
[[nodiscard]] Metadata origin_metadata(const Options& options, const GivenWeights& given);

}  // namespace sgan::train
