#pragma once

#include <string>

#include "history.h"

namespace sgan::train {

// Parts of report.html: whole <section>s of escaped text, or "" where the run has nothing for them.

/// What the run is and how far it came, in a line.
[[nodiscard]] std::string summary_line(const History& history);

/// The last figures.
[[nodiscard]] std::string figures_section(const History& history);

/// Losses and batch accuracy over steps; accuracy and variety of samples over epochs.
[[nodiscard]] std::string curves_section(const History& history);

/// All that is known of each epoch: what the curves show, to be read.
[[nodiscard]] std::string epochs_section(const History& history);

[[nodiscard]] std::string options_section(const History& history);

}  // namespace sgan::train
