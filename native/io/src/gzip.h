#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace sgan::io {

[[nodiscard]] bool is_gzip(std::span<const std::byte> bytes) noexcept;

/// Unpacks a gzip file piece by piece, so that the caller decides how much memory a file may take.
class GzipReader {
 public:
  /// packed: must outlive the reader.
  explicit GzipReader(std::span<const std::byte> packed);
  ~GzipReader();
  GzipReader(const GzipReader&) = delete;
  GzipReader& operator=(const GzipReader&) = delete;

  /// Appends up to `count` more bytes to `out`; fewer at the end of the file or where it is damaged.
  void read(std::size_t count, std::vector<std::byte>& out);
  /// False once damage was found: a bad checksum, a truncated file, or bytes after its end.
  [[nodiscard]] bool intact() const noexcept { return intact_; }

 private:
  struct Stream;
  std::unique_ptr<Stream> stream_;
  bool intact_ = true;
  bool ended_ = false;
};

}  // namespace sgan::io
