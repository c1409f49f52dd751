#include "model_file.h"

#include "sgan_io/file.h"

namespace sgan::cli {
namespace {

constexpr std::size_t kMaxModelBytes = std::size_t{1} << 30;

}  // namespace

Status read_model_file(const std::filesystem::path& path, std::vector<std::byte>& bytes, Model& model) {
  if (Status status = io::read_file(path, bytes, kMaxModelBytes); !status.ok()) return status;
  return located(path.string(), load_model(bytes, model));
}

Status load_model_file(const std::filesystem::path& path, Model& model) {
  std::vector<std::byte> bytes;
  return read_model_file(path, bytes, model);
}

}  // namespace sgan::cli
