#include "sgan_io/idx.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "gzip.h"
#include "sgan_io/file.h"

namespace sgan::io {
namespace {

constexpr std::uint32_t kImagesMagic = 0x00000803;  // unsigned bytes, three dimensions
constexpr std::uint32_t kLabelsMagic = 0x00000801;  // unsigned bytes, one dimension
constexpr std::uint8_t kMaxLabel = 9;

Status malformed(const std::string& reason) { return {StatusCode::kMalformed, reason}; }
Status too_many_values() { return {StatusCode::kTooLarge, "more than 2^31 - 1 values"}; }

std::uint32_t big_endian(std::span<const std::byte> bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8 | std::to_integer<std::uint32_t>(bytes[at + i]);
  return value;
}

void append_big_endian(std::vector<std::byte>& bytes, std::size_t value) {
  for (const int shift : {24, 16, 8, 0}) bytes.push_back(static_cast<std::byte>(value >> shift & 0xff));
}

/// A file's bytes in order, packed or not.
class Source {
 public:
  explicit Source(std::span<const std::byte> file) : rest_(file) {
    if (is_gzip(file)) gzip_.emplace(file);
  }
  /// The next `count` bytes, or fewer where the file ends.
  std::vector<std::byte> read(std::size_t count) {
    std::vector<std::byte> bytes;
    if (gzip_) {
      gzip_->read(count, bytes);
    } else {
      const auto part = rest_.first(std::min(count, rest_.size()));
      bytes.assign(part.begin(), part.end());
      rest_ = rest_.subspan(part.size());
    }
    return bytes;
  }
  [[nodiscard]] bool intact() const { return !gzip_ || gzip_->intact(); }

 private:
  std::span<const std::byte> rest_;
  std::optional<GzipReader> gzip_;
};

struct IdxContent {
  std::vector<std::uint32_t> sizes;  // of each dimension
  std::vector<std::uint8_t> values;  // [product of sizes]
};

Status read_values(Source& source, std::uint64_t count, std::vector<std::uint8_t>& values) {
  // One byte more than announced shows whether the file ends where its header says.
  const std::vector<std::byte> bytes = source.read(static_cast<std::size_t>(count) + 1);
  if (!source.intact())
    return malformed("damaged gzip data after " + std::to_string(bytes.size()) + " bytes");
  if (bytes.size() != count) {
    return malformed(bytes.size() < count
                         ? "truncated: the header announces " + std::to_string(count) +
                               " values, the file has " + std::to_string(bytes.size())
                         : "longer than the " + std::to_string(count) + " values its header announces");
  }
  values.resize(bytes.size());
  for (std::size_t i = 0; i < bytes.size(); ++i) values[i] = std::to_integer<std::uint8_t>(bytes[i]);
  return {};
}

Status decode_idx(std::span<const std::byte> file, std::uint32_t magic, std::size_t dimensions,
                  const char* kind, IdxContent& content) {
  Source source(file);
  const std::vector<std::byte> header = source.read(4 + 4 * dimensions);
  if (header.size() >= 4 && big_endian(header, 0) != magic)
    return malformed(std::string("not an IDX file of ") + kind + " (magic number differs)");
  if (!source.intact()) return malformed("damaged gzip data in its header");
  if (header.size() != 4 + 4 * dimensions) return malformed("truncated in its header");

  IdxContent read;
  std::uint64_t count = 1;
  for (std::size_t d = 0; d < dimensions; ++d) {
    read.sizes.push_back(big_endian(header, 4 + 4 * d));
    count *= read.sizes.back();
    if (count == 0) return malformed("holds no values");
    if (count > kMaxIdxValues) return too_many_values();
  }
  if (Status status = read_values(source, count, read.values); !status.ok()) return status;
  content = std::move(read);
  return {};
}

/// Reads the file and decodes it; what is wrong with it is said of its path.
template <typename Content>
Status read_and_decode(const std::filesystem::path& path, Content& content,
                       Status (*decode)(std::span<const std::byte>, Content&)) {
  std::vector<std::byte> file;
  if (Status status = read_file(path, file); !status.ok()) return status;
  return located(path.string(), decode(file, content));
}

std::string stem_of(Split split) { return split == Split::kTrain ? "train" : "t10k"; }

/// The first of the usual names that exists.
std::optional<std::filesystem::path> find(const std::filesystem::path& folder, const std::string& stem,
                                          const std::string& kind) {
  for (const char* separator : {"-", "."}) {
    for (const char* suffix : {"", ".gz"}) {
      std::filesystem::path path = folder / std::string(stem).append(separator).append(kind).append(suffix);
      std::error_code ignored;
      if (std::filesystem::exists(path, ignored)) return path;
    }
  }
  return std::nullopt;
}

Status encode_idx(std::uint32_t magic, std::span<const std::size_t> sizes,
                  std::span<const std::uint8_t> values, std::vector<std::byte>& bytes) {
  if (values.size() > kMaxIdxValues) return too_many_values();
  bytes.reserve(4 + 4 * sizes.size() + values.size());
  append_big_endian(bytes, magic);
  for (const std::size_t size : sizes) append_big_endian(bytes, size);
  const auto raw = std::as_bytes(values);
  bytes.insert(bytes.end(), raw.begin(), raw.end());
  return {};
}

Status encode_images(const IdxImages& images, std::vector<std::byte>& bytes) {
  const std::array<std::size_t, 3> sizes{static_cast<std::size_t>(images.count),
                                         static_cast<std::size_t>(images.height),
                                         static_cast<std::size_t>(images.width)};
  return encode_idx(kImagesMagic, sizes, images.pixels, bytes);
}

Status encode_labels(std::span<const std::uint8_t> labels, std::vector<std::byte>& bytes) {
  const std::array<std::size_t, 1> sizes{labels.size()};
  return encode_idx(kLabelsMagic, sizes, labels, bytes);
}

}  // namespace

Status decode_idx_images(std::span<const std::byte> file, IdxImages& images) {
  IdxContent content;
  if (Status status = decode_idx(file, kImagesMagic, 3, "images", content); !status.ok()) return status;
  images.count = static_cast<int>(content.sizes[0]);
  images.height = static_cast<int>(content.sizes[1]);
  images.width = static_cast<int>(content.sizes[2]);
  images.pixels = std::move(content.values);
  return {};
}

Status decode_idx_labels(std::span<const std::byte> file, std::vector<std::uint8_t>& labels) {
  IdxContent content;
  if (Status status = decode_idx(file, kLabelsMagic, 1, "labels", content); !status.ok()) return status;
  labels = std::move(content.values);
  return {};
}

Status read_idx_images(const std::filesystem::path& path, IdxImages& images) {
  return read_and_decode(path, images, decode_idx_images);
}

Status read_idx_labels(const std::filesystem::path& path, std::vector<std::uint8_t>& labels) {
  return read_and_decode(path, labels, decode_idx_labels);
}

bool has_labelled_images(const std::filesystem::path& folder, Split split) {
  return find(folder, stem_of(split) + "-images", "idx3-ubyte") ||
         find(folder, stem_of(split) + "-labels", "idx1-ubyte");
}

Status read_labelled_images(const std::filesystem::path& folder, Split split, LabelledImages& data) {
  std::error_code ignored;
  if (!std::filesystem::is_directory(folder, ignored)) {
    return {StatusCode::kInvalidArgument,
            folder.string() + ": no such folder; it should hold MNIST's four IDX files, raw or .gz"};
  }
  const std::string stem = stem_of(split);
  const auto images_path = find(folder, stem + "-images", "idx3-ubyte");
  const auto labels_path = find(folder, stem + "-labels", "idx1-ubyte");
  if (!images_path || !labels_path) {
    return {StatusCode::kInvalidArgument, folder.string() + ": " + stem +
                                              (images_path ? "-labels-idx1-ubyte" : "-images-idx3-ubyte") +
                                              " is missing (raw or .gz)"};
  }
  LabelledImages read;
  if (Status status = read_idx_images(*images_path, read.images); !status.ok()) return status;
  if (Status status = read_idx_labels(*labels_path, read.labels); !status.ok()) return status;
  if (read.labels.size() != static_cast<std::size_t>(read.images.count)) {
    return malformed(labels_path->string() + ": " + std::to_string(read.labels.size()) + " labels for " +
                     std::to_string(read.images.count) + " images");
  }
  for (std::size_t i = 0; i < read.labels.size(); ++i) {
    if (read.labels[i] > kMaxLabel)
      return malformed(labels_path->string() + ": label " + std::to_string(read.labels[i]) + " at position " +
                       std::to_string(i) + "; 0 to 9 are allowed");
  }
  data = std::move(read);
  return {};
}

Status write_idx_images(const std::filesystem::path& path, const IdxImages& images) {
  std::vector<std::byte> bytes;
  if (Status status = encode_images(images, bytes); !status.ok()) return located(path.string(), status);
  return write_file(path, bytes);
}

Status write_idx_labels(const std::filesystem::path& path, std::span<const std::uint8_t> labels) {
  std::vector<std::byte> bytes;
  if (Status status = encode_labels(labels, bytes); !status.ok()) return located(path.string(), status);
  return write_file(path, bytes);
}

Status write_labelled_images(const std::string& prefix, const LabelledImages& data) {
  const std::string images_path = prefix + "-images-idx3-ubyte", labels_path = prefix + "-labels-idx1-ubyte";
  std::vector<std::byte> images, labels;
  if (Status status = encode_images(data.images, images); !status.ok()) return located(images_path, status);
  if (Status status = encode_labels(data.labels, labels); !status.ok()) return located(labels_path, status);
  return write_files(std::array<FileContent, 2>{{{images_path, images}, {labels_path, labels}}});
}

}  // namespace sgan::io
