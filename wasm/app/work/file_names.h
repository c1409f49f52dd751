#pragma once

#include <string_view>

namespace sgan::app {

/// Whether it is the name of a file, and nothing that leads out of its folder or to another server.
[[nodiscard]] inline bool is_file_name(std::string_view name) {
  return !name.empty() && name.front() != '.' && name.find_first_of("/\\:?#%") == std::string_view::npos;
}

}  // namespace sgan::app
