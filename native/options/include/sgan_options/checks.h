#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>
#include <vector>

namespace sgan::options {

// Of option's values, to be given to transform(). CLI11's own let NaN and numbers beyond 64 bits through,
// negative seeds wrap around, and a leading zero makes a number octal.

/// A whole number in low..high. Takes leading zeros away.
[[nodiscard]] CLI::Validator whole_number(std::uint64_t low, std::uint64_t high);
/// A finite number in low..high.
[[nodiscard]] CLI::Validator number(double low, double high);
/// A certain word, or what another check takes.
[[nodiscard]] CLI::Validator word_or(std::string word, CLI::Validator check);
[[nodiscard]] CLI::Validator one_of(std::vector<std::string> choices);

}  // namespace sgan::options
