#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace sgan::train {

/// Text as HTML shows it, in elements and in quoted attributes alike.
[[nodiscard]] std::string escape_html(std::string_view text);

/// printf's %.<digits>g, but "0" for a zero of either sign.
[[nodiscard]] std::string format_number(double value, int digits);

/// 46900 is "46,900".
[[nodiscard]] std::string format_count(long long value);

[[nodiscard]] std::string base64(std::span<const std::byte> bytes);

}  // namespace sgan::train
