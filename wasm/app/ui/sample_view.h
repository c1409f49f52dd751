#pragma once

#include <array>
#include <string>
#include <vector>

#include "ui/sample_state.h"

namespace sgan::app {

/// Which tile each place of the grid shows, row by row: sorted and filtered as the person wants, within each
/// row where a row is a class. -1 where nothing is shown. A tile that is still to be made keeps its place.
[[nodiscard]] std::vector<int> shown_tiles(const SampleState& sample);

/// How many of the made tiles are read as each class, "generated" being the last.
[[nodiscard]] std::array<int, kJudgedClasses> class_counts(const SampleState& sample);

/// One line about all tiles: how far they are, or what they are like.
[[nodiscard]] std::string sample_summary(const SampleState& sample);

}  // namespace sgan::app
