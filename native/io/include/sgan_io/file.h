#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sgan/status.h"

namespace sgan::io {

/// Reads a whole file. Refuses folders, missing or unreadable files and more than `limit` bytes; names the
/// path.
[[nodiscard]] Status read_file(const std::filesystem::path& path, std::vector<std::byte>& bytes,
                               std::size_t limit = std::size_t{4} << 30);

/// Writes to a temporary name beside `path` and renames it, so that `path` holds the old or the new content,
/// never a part.
[[nodiscard]] Status write_file(const std::filesystem::path& path, std::span<const std::byte> bytes);
[[nodiscard]] Status write_file(const std::filesystem::path& path, std::string_view text);

/// Whether it has such a temporary name, "NAME.tmp-a1B2c3": what a program leaves that is killed meanwhile.
[[nodiscard]] bool is_temporary(const std::filesystem::path& path);

}  // namespace sgan::io
