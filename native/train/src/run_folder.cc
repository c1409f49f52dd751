#include "run_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <system_error>

#include "checkpoint.h"
#include "sgan_io/file.h"

namespace sgan::train {

namespace fs = std::filesystem;

namespace {

std::string megabytes(std::uintmax_t bytes) { return std::to_string(bytes / 1'000'000) + " MB"; }

}  // namespace

FolderLock::~FolderLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

bool FolderLock::take(const fs::path& folder) {
  if (descriptor_ < 0) descriptor_ = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  return flock(descriptor_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
}

fs::path RunFolder::sample(const std::string& name, long number) const {
  std::array<char, 32> digits{};
  std::snprintf(digits.data(), digits.size(), "%06ld", number);
  return samples() / (name + "_" + digits.data() + ".png");
}

Status RunFolder::check_usable(bool overwrite) const {
  std::error_code error;
  const fs::file_status status = fs::status(root_, error);
  if (!fs::exists(status)) return {};
  if (!fs::is_directory(status))
    return {StatusCode::kInvalidArgument, root_.string() + ": exists and is no folder"};
  const bool empty = fs::is_empty(root_, error);
  if (error) return {StatusCode::kInvalidArgument, root_.string() + ": cannot read: " + error.message()};
  if (empty) return {};
  if (overwrite) {
    if (fs::is_regular_file(config(), error)) return {};
    return {StatusCode::kInvalidArgument,
            root_.string() +
                ": holds something that is not a run; --overwrite leaves that alone, choose another --out"};
  }
  return {StatusCode::kInvalidArgument, root_.string() +
                                            ": not empty; choose another --out, go on with the run there by "
                                            "--resume, or begin anew by --overwrite"};
}

Status RunFolder::check_resumable() const {
  std::error_code ignored;
  if (fs::is_regular_file(config(), ignored) && !Checkpoints(checkpoints()).empty()) return {};
  return {StatusCode::kInvalidArgument,
          root_.string() + ": nothing to resume: no config.toml and checkpoint here"};
}

Status RunFolder::lock(FolderLock& lock) const {
  std::error_code error;
  fs::create_directories(root_, error);
  if (error) return {StatusCode::kInvalidArgument, root_.string() + ": cannot create: " + error.message()};
  if (lock.take(root_)) return {};
  return {StatusCode::kInvalidArgument, root_.string() + ": another sgan-train is at work here"};
}

Status RunFolder::check_space(std::uint64_t bytes) const {
  std::error_code error;
  fs::path place = fs::absolute(root_, error);
  while (!fs::exists(place, error) && place.has_relative_path()) place = place.parent_path();
  const fs::space_info space = fs::space(place, error);
  if (error || space.available >= bytes) return {};  // what cannot be told shows when it is written
  return {StatusCode::kInvalidArgument, root_.string() + ": the disk has " + megabytes(space.available) +
                                            " free, and the run needs about " + megabytes(bytes)};
}

Status RunFolder::remove_leftovers() const {
  for (const fs::path& folder : {root_, checkpoints(), samples()}) {
    std::error_code error;
    std::vector<fs::path> leftovers;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
      if (io::is_temporary(entry->path())) leftovers.push_back(entry->path());
    }
    for (const fs::path& path : leftovers) {
      if (!fs::remove(path, error) && error)
        return {StatusCode::kInvalidArgument, path.string() + ": cannot remove: " + error.message()};
    }
  }
  return {};
}

std::vector<fs::path> RunFolder::contents() const {
  return {checkpoints(), samples(), metrics(), timing(), model(), history(), report(), config()};
}

std::uint64_t RunFolder::size() const {
  std::uint64_t bytes = 0;
  const auto add = [&bytes](const fs::path& path) {
    std::error_code error;
    const std::uintmax_t size = fs::file_size(path, error);
    if (!error) bytes += size;
  };
  for (const fs::path& path : contents()) {
    add(path);
    std::error_code error;
    for (fs::directory_iterator entry(path, error), end; !error && entry != end; entry.increment(error))
      add(entry->path());
  }
  return bytes;
}

Status RunFolder::clear() const {
  std::error_code error;
  for (const fs::path& path : contents()) {
    fs::remove_all(path, error);
    if (error) return {StatusCode::kInvalidArgument, path.string() + ": cannot remove: " + error.message()};
  }
  return {};
}

Status RunFolder::create() const {
  std::error_code error;
  for (const fs::path& folder : {samples(), checkpoints()}) {
    fs::create_directories(folder, error);
    if (error) return {StatusCode::kInvalidArgument, folder.string() + ": cannot create: " + error.message()};
  }
  return {};
}

}  // namespace sgan::train
