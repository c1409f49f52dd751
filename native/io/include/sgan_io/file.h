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
/// never a part. A file that was there keeps its permissions, a symbolic link leads on to what is written,
/// and a device or a pipe is written to as it is.
[[nodiscard]] Status write_file(const std::filesystem::path& path, std::span<const std::byte> bytes);
[[nodiscard]] Status write_file(const std::filesystem::path& path, std::string_view text);

/// The same for files that belong together: nothing is replaced before all of them are stored. Where one
/// cannot be replaced, all are as they were; should the program end in between, some are missing, but no old
/// file stands beside a new one.
struct FileContent {
  std::filesystem::path path;
  std::span<const std::byte> bytes;
};
[[nodiscard]] Status write_files(std::span<const FileContent> files);

/// Whether it has such a temporary name, "NAME.tmp-a1B2c3": what a program leaves that is killed meanwhile.
[[nodiscard]] bool is_temporary(const std::filesystem::path& path);

}  // namespace sgan::io
