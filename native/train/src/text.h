#pragma once

#include <array>
#include <cstdio>
#include <string>

namespace sgan::train {

/// As printf writes it, up to 255 characters.
template <typename... Arguments>
[[nodiscard]] std::string format(const char* pattern, Arguments... arguments) {
  std::array<char, 256> text{};
  std::snprintf(text.data(), text.size(), pattern, arguments...);
  return text.data();
}

}  // namespace sgan::train
