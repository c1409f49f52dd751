#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "sgan/status.h"

namespace sgan::io {

/// What a file may hold, so that sizes and counts fit an int.
inline constexpr std::size_t kMaxIdxValues = INT32_MAX;

/// Images of an IDX file (magic 0x00000803), bytes 0..255.
struct IdxImages {
  int count = 0, height = 0, width = 0;
  std::vector<std::uint8_t> pixels;  // [count, height, width]
};

/// One half of a data set in MNIST's layout.
struct LabelledImages {
  IdxImages images;
  std::vector<std::uint8_t> labels;  // [count], 0..9
};

enum class Split { kTrain, kTest };

/// Raw or gzip, told by content. Refuses a wrong magic number, a size that differs from the header, no values
/// and more than kMaxIdxValues. Memory grows with what the file holds, not with what its header claims.
[[nodiscard]] Status decode_idx_images(std::span<const std::byte> file, IdxImages& images);
[[nodiscard]] Status decode_idx_labels(std::span<const std::byte> file, std::vector<std::uint8_t>& labels);

/// The same from a file; names it.
[[nodiscard]] Status read_idx_images(const std::filesystem::path& path, IdxImages& images);
[[nodiscard]] Status read_idx_labels(const std::filesystem::path& path, std::vector<std::uint8_t>& labels);

/// Finds train-images-idx3-ubyte and train-labels-idx1-ubyte (or t10k-*), also written
/// "train-images.idx3-ubyte", each raw or with .gz, in `folder` and reads them. Refuses counts that differ
/// and labels beyond 9.
[[nodiscard]] Status read_labelled_images(const std::filesystem::path& folder, Split split,
                                          LabelledImages& data);

/// Whether `folder` has the images' or the labels' file of this half.
[[nodiscard]] bool has_labelled_images(const std::filesystem::path& folder, Split split);

/// Writes raw IDX files, atomically. Refuses more than kMaxIdxValues.
[[nodiscard]] Status write_idx_images(const std::filesystem::path& path, const IdxImages& images);
[[nodiscard]] Status write_idx_labels(const std::filesystem::path& path,
                                      std::span<const std::uint8_t> labels);

/// Writes both files of a half, PREFIX-images-idx3-ubyte and PREFIX-labels-idx1-ubyte, as write_files() does.
[[nodiscard]] Status write_labelled_images(const std::string& prefix, const LabelledImages& data);

}  // namespace sgan::io
