#pragma once

#include <nlohmann/json.hpp>

#include "ui/state.h"

namespace sgan::app {

using Json = nlohmann::ordered_json;

/// What window.sgan.state() says about each tab, in a file each: report_<tab>.cc.
[[nodiscard]] Json sample_json(const SampleState& sample);
[[nodiscard]] Json draw_json(const DrawState& draw);

}  // namespace sgan::app
