#pragma once

#include <filesystem>
#include <string>

#include "command.h"
#include "sgan/model.h"
#include "sgan/safetensors.h"

namespace sgan::cli {

/// The status with "where: " before its message; unchanged on success.
[[nodiscard]] Status located(const std::string& where, Status status);

/// Reads a weights file into a model; names the file.
[[nodiscard]] Status load_model_file(const std::filesystem::path& path, Model& model);

/// --model FILE, required.
void add_model_option(CLI::App& command, std::string& path);

/// [-1, 1] from bytes of any size, resized as the training images are.  image: [size, size]
void bytes_to_image(std::span<const std::uint8_t> pixels, int width, int height, int size,
                    std::span<float> image);

}  // namespace sgan::cli
