#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <filesystem>

#include "sgan/status.h"
#include "sgan_io/idx.h"

namespace sgan::train {

/// Labelled images as the networks see them but for the scale: bytes take a quarter of the memory.
struct Dataset {
  torch::Tensor images;  // [n, 1, kImageSize, kImageSize] U8
  torch::Tensor labels;  // [n] I64 in 0..9

  [[nodiscard]] std::int64_t size() const { return labels.size(0); }
  [[nodiscard]] Dataset to(torch::Device device) const { return {images.to(device), labels.to(device)}; }
};

/// Some images of a data set, ready for the discriminator.
struct Batch {
  torch::Tensor images;  // [n, 1, kImageSize, kImageSize] F32 in [-1, 1]
  torch::Tensor labels;  // [n] I64
};

/// Reads one half of a data set in MNIST's layout and resizes it. On the CPU.
[[nodiscard]] Status load_dataset(const std::filesystem::path& folder, io::Split split, Dataset& dataset);

/// indices: [n] I64 on any device
[[nodiscard]] Batch take_batch(const Dataset& dataset, const torch::Tensor& indices);

/// The order in which an epoch goes through `size` images: a function of seed and epoch alone, so that a run
/// which goes on in the middle of an epoch sees the images it has not seen yet.  returns [size] I64 on the
/// CPU
[[nodiscard]] torch::Tensor epoch_order(std::uint64_t seed, int epoch, std::int64_t size);

}  // namespace sgan::train
