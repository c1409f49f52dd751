#include "data.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <cctype>
#include <span>
#include <sstream>
#include <string>

#include "networks.h"
#include "sgan/image.h"
#include "sgan/model.h"
#include "sgan/random.h"
#include "sgan_io/file.h"

namespace sgan::train {
namespace {

constexpr std::size_t kMaxNamesBytes = 65536;  // of classes.txt
constexpr int kMaxSourceSize =
    4096;  // pixels a side; beyond that a folder is surely not what its owner meant

/// All that an order depends on, mixed, so that neighbouring epochs and seeds share nothing.
std::uint64_t order_seed(std::uint64_t seed, OrderOf purpose, int epoch, int pass) {
  const std::uint32_t counter[4]{static_cast<std::uint32_t>(epoch), static_cast<std::uint32_t>(purpose),
                                 static_cast<std::uint32_t>(pass), 0};
  const std::uint32_t key[2]{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)};
  const Philox4x32 mixed = philox4x32_10(counter, key);
  return std::uint64_t{mixed.word[1]} << 32 | mixed.word[0];
}

torch::Tensor all_of(std::int64_t size) { return torch::arange(size, torch::kLong); }

/// `count` of the images, as many of each class as can be; classes that have one more than others are drawn
/// too.
Status pick_labelled(const torch::Tensor& labels, std::int64_t count, std::uint64_t seed,
                     torch::Tensor& picked) {
  const torch::Tensor order = epoch_order(seed, OrderOf::kLabels, 0, labels.size(0), labels.size(0));
  const torch::Tensor classes = epoch_order(seed, OrderOf::kLabels, 1, kDigitClasses, kDigitClasses);
  std::vector<torch::Tensor> parts;
  for (std::int64_t i = 0; i < kDigitClasses; ++i) {
    const auto digit = classes[i].item<std::int64_t>();
    const std::int64_t wanted = count / kDigitClasses + (i < count % kDigitClasses ? 1 : 0);
    const torch::Tensor of_class = order.masked_select(labels.index_select(0, order).eq(digit));
    if (of_class.size(0) < wanted) {
      return {StatusCode::kInvalidArgument, "--labels " + std::to_string(count) + ": " +
                                                std::to_string(wanted) + " of class " +
                                                std::to_string(digit) + " are needed, and only " +
                                                std::to_string(of_class.size(0)) + " are there to train on"};
    }
    parts.push_back(of_class.narrow(0, 0, wanted));
  }
  picked = std::get<0>(torch::cat(parts).sort());
  return {};
}

}  // namespace

Status load_dataset(const std::filesystem::path& folder, io::Split split, Dataset& dataset) {
  io::LabelledImages data;
  if (Status status = io::read_labelled_images(folder, split, data); !status.ok()) return status;
  const io::IdxImages& source = data.images;
  if (source.width > kMaxSourceSize || source.height > kMaxSourceSize) {
    return {StatusCode::kTooLarge, folder.string() + ": images of " + std::to_string(source.width) + " x " +
                                       std::to_string(source.height) + " pixels; at most " +
                                       std::to_string(kMaxSourceSize) + " a side are allowed"};
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
  const Dataset chosen = dataset.at(indices);
  return {chosen.images.to(torch::kFloat).div_(127.5).sub_(1.0), chosen.labels};
}

torch::Tensor epoch_order(std::uint64_t seed, OrderOf purpose, int epoch, std::int64_t size,
                          std::int64_t count) {
  std::vector<torch::Tensor> passes;
  for (std::int64_t done = 0; done < count; done += size) {
    const at::Generator generator =
        at::detail::createCPUGenerator(order_seed(seed, purpose, epoch, static_cast<int>(passes.size())));
    passes.push_back(torch::randperm(size, generator, torch::TensorOptions().dtype(torch::kLong)));
  }
  return torch::cat(passes).narrow(0, 0, count);
}

Dataset Dataset::at(const torch::Tensor& indices) const {
  const torch::Tensor where = indices.to(labels.device());
  return {images.index_select(0, where), labels.index_select(0, where)};
}

Status split_dataset(const Dataset& dataset, std::int64_t validation, std::int64_t labels,
                     std::uint64_t label_seed, TrainingData& data) {
  const std::int64_t size = dataset.size() - validation;
  if (size < 1) {
    return {StatusCode::kInvalidArgument, "--validation " + std::to_string(validation) + ": only " +
                                              std::to_string(dataset.size()) + " training images are there"};
  }
  const torch::Tensor order =
      validation > 0 ? epoch_order(0, OrderOf::kSplit, 0, dataset.size(), dataset.size()) : all_of(size);
  data.images = dataset.at(std::get<0>(order.narrow(0, 0, size).sort()));
  data.validation = dataset.at(order.narrow(0, size, validation));
  data.labelled = all_of(size);
  return labels == 0 ? Status() : pick_labelled(data.images.labels, labels, label_seed, data.labelled);
}

Status read_class_names(const std::filesystem::path& folder, std::vector<std::string>& names) {
  names = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
  const std::filesystem::path path = folder / "classes.txt";
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return {};
  std::vector<std::byte> bytes;
  if (Status status = io::read_file(path, bytes, kMaxNamesBytes); !status.ok()) return status;
  std::istringstream lines(std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  std::vector<std::string> read;
  for (std::string line; std::getline(lines, line);) {
    while (!line.empty() && std::isspace(static_cast<unsigned char>(line.back())) != 0) line.pop_back();
    if (!line.empty()) read.push_back(line);
  }
  if (read.size() != names.size())
    return {StatusCode::kMalformed,
            path.string() + ": ten class names are needed, one a line, not " + std::to_string(read.size())};
  for (const std::string& name : read) {
    if (name.size() > kMaxClassNameBytes || name.find(',') != std::string::npos)
      return {StatusCode::kMalformed, path.string() + ": \"" + name + "\" is no class name: at most " +
                                          std::to_string(kMaxClassNameBytes) + " bytes, without a comma"};
  }
  names = std::move(read);
  return {};
}

}  // namespace sgan::train
