#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "sgan/model.h"
#include "sgan/status.h"

namespace sgan::cli {

/// Reads a weights file, and the model that it holds; names the file.
[[nodiscard]] Status read_model_file(const std::filesystem::path& path, std::vector<std::byte>& bytes,
                                     Model& model);

/// The same where the model alone is wanted.
[[nodiscard]] Status load_model_file(const std::filesystem::path& path, Model& model);

}  // namespace sgan::cli
