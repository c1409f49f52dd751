#pragma once

#include <cstdint>

#include "ui/state.h"

namespace sgan::app {

/// Takes another seed; what is shown is made anew.
void set_seed(SampleState& sample, std::uint64_t seed);

/// Takes what was typed; false, and nothing changes, if it is no whole number below 2^64.
bool set_seed_text(SampleState& sample, const char* digits);

/// The same, and tells the person what a seed is where that was none; an emptied field means the one before.
bool take_seed_text(UiState& state, const char* digits);

}  // namespace sgan::app
