#pragma once

#include <nlohmann/json.hpp>

#include "ui/state.h"

namespace sgan::app {

using Json = nlohmann::ordered_json;

/// JavaScript's numbers are exact up to 2^53; beyond that a seed is a string.
[[nodiscard]] Json seed_json(std::uint64_t seed);

/// What window.sgan.state() says about each tab, in a file each: report_<tab>.cc.
[[nodiscard]] Json sample_json(const SampleState& sample);
[[nodiscard]] Json explore_json(const ExploreState& explore, const ModelInfo* model);
[[nodiscard]] Json draw_json(const DrawState& draw);
[[nodiscard]] Json training_json(const TrainingState& training);
[[nodiscard]] Json weights_json(const ModelState& model);

}  // namespace sgan::app
