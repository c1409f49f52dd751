#pragma once

#include <string>

#include "given_weights.h"
#include "options.h"

namespace sgan::train {

/// All that decides what a run computes, as options: a checkpoint belongs to one of these and to no other.
/// images: how many it trains on  processes: in how many it does
[[nodiscard]] std::string run_identity(const Options& options, const GivenWeights& given, std::int64_t images,
                                       int processes);

/// Where a run's weights began, for the metadata of those it writes: "generator_preset", "start_epochs", ...
[[nodiscard]] Metadata origin_metadata(const Options& options, const GivenWeights& given);

}  // namespace sgan::train
