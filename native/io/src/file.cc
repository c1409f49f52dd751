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
#include <vector>

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

/// Where symbolic links lead, maybe to nothing yet.
std::filesystem::path followed(std::filesystem::path path) {
  std::error_code error;
  while (std::filesystem::is_symlink(path, error)) {
    const std::filesystem::path target = std::filesystem::read_symlink(path, error);
    if (error) break;
    path = path.parent_path() / target;
  }
  return path;
}

/// Whether it is a name for what this program has open, such as /dev/stdout.
bool is_open_already(std::filesystem::path path) {
  std::error_code error;
  while (true) {
    const auto folder =
        std::filesystem::canonical(std::filesystem::absolute(path, error).parent_path(), error);
    if (folder.string().starts_with("/proc/")) return true;
    if (error || !std::filesystem::is_symlink(path, error)) return false;
    path = folder / std::filesystem::read_symlink(path, error);
  }
}

/// For devices and pipes, which have no content that could be replaced, and for what is open already: behind
/// what others write there.
Status write_in_place(const std::filesystem::path& path, std::span<const std::byte> bytes) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_APPEND | O_NOCTTY | O_CLOEXEC));
  if (file.get() < 0 || !write_all(file.get(), bytes) || !file.close()) return failure(path, "write", errno);
  return {};
}

/// A file's new content, which waits under a temporary name until it takes the place of the old one.
class Replacement {
 public:
  Replacement() = default;
  ~Replacement() {
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
    if (!backup_.empty() && kept_) ::unlink(backup_.c_str());
    if (!backup_.empty() && !kept_) ::rename(backup_.c_str(), target_.c_str());
    if (backup_.empty() && committed_ && !kept_) ::unlink(target_.c_str());
  }
  Replacement(const Replacement&) = delete;
  Replacement& operator=(const Replacement&) = delete;

  [[nodiscard]] Status prepare(const std::filesystem::path& path, std::span<const std::byte> bytes) {
    struct stat info {};
    const bool exists = ::stat(path.c_str(), &info) == 0;
    if (!exists && errno != ENOENT) return failure(path, "write", errno);
    if (exists && S_ISDIR(info.st_mode)) return failure(path, "write", EISDIR);
    if (exists && (!S_ISREG(info.st_mode) || is_open_already(path))) return write_in_place(path, bytes);
    path_ = path;
    target_ = followed(path);
    Descriptor file(create_temporary(temporary_));
    if (file.get() < 0) return failure(path, "write", errno);
    const mode_t mode = exists ? info.st_mode & static_cast<mode_t>(0777) : new_file_mode();
    if (!write_all(file.get(), bytes) || ::fchmod(file.get(), mode) != 0 || ::fsync(file.get()) != 0 ||
        !file.close())
      return failure(path, "write", errno);
    return {};
  }

  /// Until commit() there is no file; without keep() the old one is put back.
  [[nodiscard]] Status set_old_aside() {
    std::error_code error;
    if (temporary_.empty() || !std::filesystem::exists(target_, error)) return {};
    std::string aside;
    const Descriptor file(create_temporary(aside));
    if (file.get() < 0) return failure(path_, "write", errno);
    if (::rename(target_.c_str(), aside.c_str()) != 0) {
      Status status = failure(path_, "write", errno);
      ::unlink(aside.c_str());
      return status;
    }
    backup_ = std::move(aside);
    return {};
  }

  [[nodiscard]] Status commit() {
    if (temporary_.empty()) return {};  // was written in place
    if (::rename(temporary_.c_str(), target_.c_str()) != 0) return failure(path_, "write", errno);
    temporary_.clear();
    committed_ = true;
    sync_folder(target_.parent_path());
    return {};
  }

  /// Says that all went well.
  void keep() { kept_ = true; }

 private:
  /// Opens a new file beside the target.  name: empty where that fails
  int create_temporary(std::string& name) const {
    name = target_.string().append(kTemporaryMark).append(kTemporaryEnd);
    const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);
    if (descriptor < 0) name.clear();
    return descriptor;
  }

  std::filesystem::path path_, target_;  // as it was named, and where its links lead
  std::string temporary_;                // empty where nothing waits
  std::string backup_;                   // of the old file; empty where it was not set aside
  bool committed_ = false, kept_ = false;
};

}  // namespace

Status read_file(const std::filesystem::path& path, std::vector<std::byte>& bytes, std::size_t limit) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return failure(path, "open", errno);
  struct stat info {};
  if (::fstat(file.get(), &info) != 0) return failure(path, "read", errno);
  if (S_ISDIR(info.st_mode)) return failure(path, "read", EISDIR);
  Status too_large(StatusCode::kTooLarge,
                   path.string() + ": more than the " + std::to_string(limit) + " bytes allowed here");
  const std::size_t announced = S_ISREG(info.st_mode) ? static_cast<std::size_t>(info.st_size) : 0;
  if (announced > limit) return too_large;

  // Pipes have no size, so what counts is what arrives.
  std::vector<std::byte> content(S_ISREG(info.st_mode) ? announced + 1 : kChunk);
  std::size_t size = 0;
  while (true) {
    const ssize_t count = ::read(file.get(), content.data() + size, content.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failure(path, "read", errno);
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
    if (size > limit) return too_large;
    if (size == content.size()) content.resize(std::min(2 * size, limit + 1));
  }
  content.resize(size);
  bytes = std::move(content);
  return {};
}

Status write_files(std::span<const FileContent> files) {
  std::vector<Replacement> replacements(files.size());
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (Status status = replacements[i].prepare(files[i].path, files[i].bytes); !status.ok()) return status;
  }
  // Should the program end between two renames, files are missing: no reader takes what is left for a whole.
  // One alone takes the old one's place in a single step.
  if (replacements.size() > 1) {
    for (Replacement& replacement : replacements) {
      if (Status status = replacement.set_old_aside(); !status.ok()) return status;
    }
  }
  for (Replacement& replacement : replacements) {
    if (Status status = replacement.commit(); !status.ok()) return status;
  }
  for (Replacement& replacement : replacements) replacement.keep();
  return {};
}

Status write_file(const std::filesystem::path& path, std::span<const std::byte> bytes) {
  const FileContent file{path, bytes};
  return write_files(std::span(&file, 1));
}

Status write_file(const std::filesystem::path& path, std::string_view text) {
  return write_file(path, std::as_bytes(std::span(text)));
}

bool is_temporary(const std::filesystem::path& path) {
  const std::string ending = path.extension().string();
  return ending.starts_with(kTemporaryMark) && ending.size() == kTemporaryMark.size() + kTemporaryEnd.size();
}

}  // namespace sgan::io
