#include "sgan_io/png.h"

#include <stb/stb_image.h>
#include <stb/stb_image_write.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <climits>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sgan_io/file.h"

namespace sgan::io {
namespace {

constexpr std::int64_t kMaxPixels = 64'000'000;
constexpr std::size_t kMaxFileBytes = std::size_t{1} << 30;
constexpr std::array<unsigned char, 8> kSignature{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

void append(void* context, void* data, int size) {
  auto& bytes = *static_cast<std::vector<std::byte>*>(context);
  const auto* begin = static_cast<const std::byte*>(data);
  bytes.insert(bytes.end(), begin, begin + size);
}

bool is_png(std::span<const std::byte> bytes) {
  return bytes.size() > kSignature.size() && std::equal(kSignature.begin(), kSignature.end(),
                                                        reinterpret_cast<const unsigned char*>(bytes.data()));
}

/// Grey over white paper: what is transparent shows the paper.
std::uint8_t over_white(std::uint8_t grey, std::uint8_t alpha) {
  return static_cast<std::uint8_t>((grey * alpha + 255 * (255 - alpha) + 127) / 255);
}

}  // namespace

Status write_png(const std::filesystem::path& path, const GreyImage& image) {
  assert(image.pixels.size() ==
         static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height));
  std::vector<std::byte> bytes;
  if (stbi_write_png_to_func(append, &bytes, image.width, image.height, 1, image.pixels.data(),
                             image.width) == 0)
    return {StatusCode::kInvalidArgument, path.string() + ": cannot encode the picture as PNG"};
  return write_file(path, bytes);
}

Status decode_png(std::span<const std::byte> file, GreyImage& image) {
  if (!is_png(file)) return {StatusCode::kMalformed, "not a PNG file"};
  if (file.size() > kMaxFileBytes) return {StatusCode::kTooLarge, "more than 1 GiB"};

  const auto* data = reinterpret_cast<const stbi_uc*>(file.data());
  const int size = static_cast<int>(file.size());
  int width = 0;
  int height = 0;
  int channels = 0;
  // The size comes first, so that a small file that claims a huge picture costs nothing.
  if (stbi_info_from_memory(data, size, &width, &height, &channels) == 0)
    return {StatusCode::kMalformed, std::string("damaged PNG file: ") + stbi_failure_reason()};
  if (std::int64_t{width} * height > kMaxPixels) {
    return {StatusCode::kTooLarge, std::to_string(width) + " x " + std::to_string(height) +
                                       " pixels; at most 64 million are allowed"};
  }
  constexpr int kGreyAlpha = 2;
  const std::unique_ptr<stbi_uc, decltype(&stbi_image_free)> pixels(
      stbi_load_from_memory(data, size, &width, &height, &channels, kGreyAlpha), stbi_image_free);
  if (!pixels) return {StatusCode::kMalformed, std::string("damaged PNG file: ") + stbi_failure_reason()};

  image.width = width;
  image.height = height;
  image.pixels.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  for (std::size_t i = 0; i < image.pixels.size(); ++i)
    image.pixels[i] = over_white(pixels.get()[2 * i], pixels.get()[2 * i + 1]);
  return {};
}

Status read_png(const std::filesystem::path& path, GreyImage& image) {
  std::vector<std::byte> file;
  if (Status status = read_file(path, file, kMaxFileBytes); !status.ok()) return status;
  return located(path.string(), decode_png(file, image));
}

}  // namespace sgan::io
