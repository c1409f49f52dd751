#pragma once

#include <exception>
#include <string>

namespace sgan::train {

/// Whether an exception says that memory is short: LibTorch's allocators throw c10::Error, as all else does.
[[nodiscard]] bool is_of_memory(const std::exception& error);

/// What to tell the user of an exception, in one line.
[[nodiscard]] std::string explain(const std::exception& error);

}  // namespace sgan::train
