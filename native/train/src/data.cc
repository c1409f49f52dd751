#include "data.h"

#include <ATen/CPUGeneratorImpl.h>

#include <span>
#include <string>

#include "networks.h"
#include "sgan/image.h"
#include "sgan/random.h"

namespace sgan::train {
namespace {

constexpr int kMaxSourceSize =
    4096;  // pixels a side; beyond that a folder is surely not what its owner meant

/// Seed and epoch mixed, so that neighbouring epochs and seeds share nothing.
std::uint64_t order_seed(std::uint64_t seed, int epoch) {
  const std::uint32_t counter[4]{static_cast<std::uint32_t>(epoch), 0, 0, 0};
  const std::uint32_t key[2]{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)};
  const Philox4x32 mixed = philox4x32_10(counter, key);
  return std::uint64_t{mixed.word[1]} << 32 | mixed.word[0];
}

}  // namespace

Status load_dataset(const std::filesystem::path& folder, io::Split split, Dataset& dataset) {
  io::LabelledImages data;
  if (Status status = io::read_labelled_images(folder, split, data); !status.ok()) return status;
  const io::IdxImages& source = data.images;
  if (source.width > kMaxSourceSize || source.height > kMaxSourceSize) {
    return {StatusCode::kTooLarge, folder.string() + ": images of " + std::to_string(source.width) + " x " +
                                       std::to_string(source.height) +
                                       " pixels; at most 4096 a side are allowed"};
  }
  constexpr std::size_t kPixels = std::size_t{kImageSize} * kImageSize;
  const std::size_t source_pixels =
      static_cast<std::size_t>(source.width) * static_cast<std::size_t>(source.height);
  const auto count = static_cast<std::size_t>(source.count);
  dataset.images = torch::empty({source.count, 1, kImageSize, kImageSize}, torch::kByte);
  const std::span<std::uint8_t> target(dataset.images.data_ptr<std::uint8_t>(), count * kPixels);
  for (std::size_t i = 0; i < count; ++i) {
    resize_bilinear(std::span(source.pixels).subspan(i * source_pixels, source_pixels), source.width,
                    source.height, target.subspan(i * kPixels, kPixels), kImageSize, kImageSize);
  }
  dataset.labels = torch::empty({source.count}, torch::kLong);
  std::copy(data.labels.begin(), data.labels.end(), dataset.labels.data_ptr<std::int64_t>());
  return {};
}

Batch take_batch(const Dataset& dataset, const torch::Tensor& indices) {
  const torch::Tensor where = indices.to(dataset.labels.device());
  return {dataset.images.index_select(0, where).to(torch::kFloat).div_(127.5).sub_(1.0),
          dataset.labels.index_select(0, where)};
}

torch::Tensor epoch_order(std::uint64_t seed, int epoch, std::int64_t size) {
  const at::Generator generator = at::detail::createCPUGenerator(order_seed(seed, epoch));
  return torch::randperm(size, generator, torch::TensorOptions().dtype(torch::kLong));
}

}  // namespace sgan::train
