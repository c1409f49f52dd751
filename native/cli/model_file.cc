#include "model_file.h"

#include <algorithm>

#include "sgan/image.h"
#include "sgan_io/file.h"

namespace sgan::cli {
namespace {

constexpr std::size_t kMaxModelBytes = std::size_t{1} << 30;

}  // namespace

Status located(const std::string& where, Status status) {
  return status.ok() ? status : Status(status.code(), where + ": " + status.message());
}

Status load_model_file(const std::filesystem::path& path, Model& model) {
  std::vector<std::byte> bytes;
  if (Status status = io::read_file(path, bytes, kMaxModelBytes); !status.ok()) return status;
  return located(path.string(), load_model(bytes, model));
}

void add_model_option(CLI::App& command, std::string& path) {
  command.add_option("--model", path, "Weights file (safetensors)")->required()->option_text("FILE");
}

void bytes_to_image(std::span<const std::uint8_t> pixels, int width, int height, int size,
                    std::span<float> image) {
  std::vector<std::uint8_t> resized(image.size());
  resize_bilinear(pixels, width, height, resized, size, size);
  std::transform(resized.begin(), resized.end(), image.begin(), from_byte);
}

}  // namespace sgan::cli
