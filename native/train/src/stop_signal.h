#pragma once

namespace sgan::train {

/// From now on the first SIGINT or SIGTERM only asks to stop; a second one of the
/// same kind ends the program as usual.
void catch_stop_signals();
/// True once such a signal came.
[[nodiscard]] bool stop_requested() noexcept;

}  // namespace sgan::train
