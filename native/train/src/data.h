#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "sgan/status.h"
#include "sgan_io/idx.h"

namespace sgan::train {

/// Labelled images as the networks see them but for the scale: bytes take a quarter of the memory.
struct Dataset {
  torch::Tensor images;  // [n, 1, kImageSize, kImageSize] U8
  torch::Tensor labels;  // [n] I64 in 0..9

  [[nodiscard]] std::int64_t size() const { return labels.size(0); }
  [[nodiscard]] Dataset to(torch::Device device) const { return {images.to(device), labels.to(device)}; }
  /// indices: [.] I64 on any device
  [[nodiscard]] Dataset at(const torch::Tensor& indices) const;
};

/// Some images of a data set, ready for the discriminator.
struct Batch {
  torch::Tensor images;  // [n, 1, kImageSize, kImageSize] F32 in [-1, 1]
  torch::Tensor labels;  // [n] I64
};

/// Reads one half of a data set in MNIST's layout and resizes it. On the CPU.
[[nodiscard]] Status load_dataset(const std::filesystem::path& folder, io::Split split, Dataset& dataset);

/// What a run learns from and chooses by.
struct TrainingData {
  Dataset images;          // all that are trained on
  torch::Tensor labelled;  // [.] I64, which of them are labelled, ascending
  Dataset validation;      // held out of the training images; may be empty
};

/// Holds `validation` images out, the same ones whatever the seeds, and picks `labels` of the others, class
/// by class as evenly as can be, by label_seed. Refuses numbers that the data does not have.
/// labels: 0 for all
[[nodiscard]] Status split_dataset(const Dataset& dataset, std::int64_t validation, std::int64_t labels,
                                   std::uint64_t label_seed, TrainingData& data);

/// The class names in classes.txt in a data folder, one a line; "0" to "9" if there is no such file. Refuses
/// a file with another number of names than ten, and names that the weights file cannot hold.
[[nodiscard]] Status read_class_names(const std::filesystem::path& folder, std::vector<std::string>& names);

/// indices: [n] I64 on any device
[[nodiscard]] Batch take_batch(const Dataset& dataset, const torch::Tensor& indices);

/// What an order is for: orders of one seed that share nothing.
enum class OrderOf : std::uint32_t { kImages = 0, kLabelled = 1, kSplit = 2, kLabels = 3 };

/// The order in which an epoch goes through `size` images, as often as `count` needs: a function of the
/// arguments alone, so that a run which goes on in the middle of an epoch sees the images it has not seen
/// yet. returns [count] I64 in 0 .. size - 1 on the CPU
[[nodiscard]] torch::Tensor epoch_order(std::uint64_t seed, OrderOf purpose, int epoch, std::int64_t size,
                                        std::int64_t count);

}  // namespace sgan::train
