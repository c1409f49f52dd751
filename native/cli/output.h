#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "sgan/status.h"

namespace sgan::cli {

/// Keys in the order they were added.
using Json = nlohmann::ordered_json;
/// The same with single-precision numbers, written with as many digits as they have.
using FloatJson = nlohmann::basic_json<nlohmann::ordered_map, std::vector, std::string, bool, std::int64_t,
                                       std::uint64_t, float>;

/// "97.35" for (97.3512, 2).
[[nodiscard]] std::string fixed(double value, int decimals);
/// "1,234,567"
[[nodiscard]] std::string grouped(std::size_t value);

/// The text's first characters, spaces behind them: `width` in all. A character of UTF-8 is never cut.
[[nodiscard]] std::string cell(std::string_view text, std::size_t width);

/// Text that is not UTF-8 is replaced, for JSON cannot carry it.  indent: -1 for one line
template <typename AnyJson>
[[nodiscard]] std::string to_text(const AnyJson& json, int indent = -1) {
  return json.dump(indent, ' ', false, AnyJson::error_handler_t::replace);
}

/// Standard output is a result like any other: a full disk behind it is a failure.
[[nodiscard]] Status flush_output();

}  // namespace sgan::cli
