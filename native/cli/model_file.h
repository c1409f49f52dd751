#pragma once

#include <filesystem>
#include <string>

#include "sgan/model.h"
#include "sgan/status.h"

namespace sgan::cli {

/// The status with "where: " before its message; unchanged on success.
[[nodiscard]] Status located(const std::string& where, const Status& status);

/// Reads a weights file into a model; names the file.
[[nodiscard]] Status load_model_file(const std::filesystem::path& path, Model& model);

}  // namespace sgan::cli
