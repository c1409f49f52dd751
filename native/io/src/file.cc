#include "sgan_io/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <system_error>
#include <utility>

namespace sgan::io {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 20;
constexpr std::string_view kTemporaryMark = ".tmp-", kTemporaryEnd = "XXXXXX";  // the latter becomes random

Status failure(const std::filesystem::path& path, const char* action, int error) {
  return {StatusCode::kInvalidArgument,
          path.string() + ": cannot " + action + ": " + std::generic_category().message(error)};
}

/// Closes on every way out.
class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  [[nodiscard]] int get() const { return value_; }
  /// False if the last bytes could not be stored, which some file systems only report now.
  [[nodiscard]] bool close() { return ::close(std::exchange(value_, -1)) == 0; }

 private:
  int value_;
};

bool write_all(int descriptor, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), std::min(bytes.size(), kChunk));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

/// Makes the new name survive a power cut too. Some file systems cannot do that for folders: not an error.
void sync_folder(const std::filesystem::path& folder) {
  const Descriptor opened(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.get() >= 0) ::fsync(opened.get());
}

/// What a newly created file may be read by, which only a change of the mask reveals.
mode_t new_file_mode() {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return static_cast<mode_t>(0666) & ~mask;
}

}  // namespace

Status read_file(const std::filesystem::path& path, std::vector<std::byte>& bytes, std::size_t limit) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return failure(path, "open", errno);
  struct stat info {};
  if (::fstat(file.get(), &info) != 0) return failure(path, "read", errno);
  if (S_ISDIR(info.st_mode)) return failure(path, "read", EISDIR);

  // Pipes have no size, so what counts is what arrives.
  std::vector<std::byte> content(
      S_ISREG(info.st_mode) ? std::min<std::size_t>(static_cast<std::size_t>(info.st_size), limit) + 1
                            : kChunk);
  std::size_t size = 0;
  while (true) {
    const ssize_t count = ::read(file.get(), content.data() + size, content.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failure(path, "read", errno);
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
    if (size > limit)
      return {StatusCode::kTooLarge,
              path.string() + ": more than the " + std::to_string(limit) + " bytes allowed here"};
    if (size == content.size()) content.resize(2 * size);
  }
  content.resize(size);
  bytes = std::move(content);
  return {};
}

Status write_file(const std::filesystem::path& path, std::span<const std::byte> bytes) {
  std::string temporary = path.string().append(kTemporaryMark).append(kTemporaryEnd);
  Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
  if (file.get() < 0) return failure(path, "write", errno);
  int error = 0;
  if (!write_all(file.get(), bytes) || ::fchmod(file.get(), new_file_mode()) != 0 ||
      ::fsync(file.get()) != 0 || !file.close() || ::rename(temporary.c_str(), path.c_str()) != 0) {
    error = errno;
    ::unlink(temporary.c_str());
    return failure(path, "write", error);
  }
  sync_folder(path.parent_path());
  return {};
}

Status write_file(const std::filesystem::path& path, std::string_view text) {
  return write_file(path, std::as_bytes(std::span(text)));
}

bool is_temporary(const std::filesystem::path& path) {
  const std::string ending = path.extension().string();
  return ending.starts_with(kTemporaryMark) && ending.size() == kTemporaryMark.size() + kTemporaryEnd.size();
}

}  // namespace sgan::io
