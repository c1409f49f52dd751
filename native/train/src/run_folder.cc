#include "run_folder.h"

#include <array>
#include <cstdio>
#include <system_error>

namespace sgan::train {

namespace fs = std::filesystem;

fs::path RunFolder::sample(const std::string& name, long number) const {
  std::array<char, 32> digits{};
  std::snprintf(digits.data(), digits.size(), "%06ld", number);
  return root_ / "samples" / (name + "_" + digits.data() + ".png");
}

Status RunFolder::check_unused() const {
  std::error_code error;
  const fs::file_status status = fs::status(root_, error);
  if (!fs::exists(status)) return {};
  if (!fs::is_directory(status))
    return {StatusCode::kInvalidArgument, root_.string() + ": exists and is no folder"};
  const bool empty = fs::is_empty(root_, error);
  if (error) return {StatusCode::kInvalidArgument, root_.string() + ": cannot read: " + error.message()};
  if (empty) return {};
  return {StatusCode::kInvalidArgument,
          root_.string() + ": not empty; choose another --out, or go on with the run there by --resume"};
}

Status RunFolder::check_resumable() const {
  std::error_code ignored;
  if (fs::is_regular_file(config(), ignored) && fs::is_regular_file(checkpoint(), ignored)) return {};
  return {StatusCode::kInvalidArgument,
          root_.string() + ": nothing to resume: no config.toml and checkpoint here"};
}

Status RunFolder::create() const {
  std::error_code error;
  for (const char* name : {"samples", "checkpoint"}) {
    fs::create_directories(root_ / name, error);
    if (error)
      return {StatusCode::kInvalidArgument, (root_ / name).string() + ": cannot create: " + error.message()};
  }
  return {};
}

}  // namespace sgan::train
