#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sgan/status.h"

namespace sgan {

/// Element types this project reads and writes; FORMAT.md lists them. Little-endian, as safetensors has it.
enum class DType : std::uint8_t { kF32, kF16, kI8, kI64 };

[[nodiscard]] std::size_t dtype_size(DType dtype) noexcept;       ///< bytes per element
[[nodiscard]] std::string_view dtype_name(DType dtype) noexcept;  ///< "F32", "F16", "I8", "I64"

using Metadata = std::map<std::string, std::string, std::less<>>;
using Shape = std::vector<std::int64_t>;

/// "[128, 64, 3, 3]"
[[nodiscard]] std::string shape_string(const Shape& shape);

/// One named array; data points into the caller's bytes and need not be aligned.
struct TensorView {
  std::string name;
  DType dtype = DType::kF32;
  Shape shape;
  std::span<const std::byte> data;

  [[nodiscard]] std::size_t element_count() const noexcept { return data.size() / dtype_size(dtype); }
};

/// A validated view of a safetensors file: every tensor lies inside the buffer, sizes match shapes, nothing
/// overlaps, no byte is left over, no key comes twice. Holds no copy: the bytes must outlive it.
class SafetensorsView {
 public:
  /// On failure `view` is unchanged; the Status names the tensor, or says where in the file.
  [[nodiscard]] static Status parse(std::span<const std::byte> bytes, SafetensorsView& view);

  /// In the order of their data.
  [[nodiscard]] const std::vector<TensorView>& tensors() const noexcept { return tensors_; }
  /// Null if there is none of that name.
  [[nodiscard]] const TensorView* find(std::string_view name) const noexcept;
  [[nodiscard]] const Metadata& metadata() const noexcept { return metadata_; }

 private:
  std::vector<TensorView> tensors_;
  std::vector<std::size_t> by_name_;  // places in tensors_, sorted by name
  Metadata metadata_;
};

/// Copies a tensor as F32 (F32 and F16 only; I8 needs its scale, see weights.h).
/// out: element_count() values. Refuses NaN and infinity with the tensor's name.
[[nodiscard]] Status read_f32(const TensorView& tensor, std::span<float> out);
/// Copies an I64 tensor. out: element_count() values.
[[nodiscard]] Status read_i64(const TensorView& tensor, std::span<std::int64_t> out);

/// IEEE half precision, round to nearest even; overflow gives infinity.
[[nodiscard]] std::uint16_t f32_to_f16(float value) noexcept;
[[nodiscard]] float f16_to_f32(std::uint16_t bits) noexcept;

/// Collects tensors and writes one safetensors file: header padded to 8 bytes, tensors of large elements
/// first and otherwise in the order they were added, so that each begins at a multiple of its element's size,
/// as readers need that use the bytes in place. Names must differ; what is not UTF-8 in names and metadata
/// becomes replacement characters.
class SafetensorsWriter {
 public:
  void set_metadata(Metadata metadata) { metadata_ = std::move(metadata); }
  /// values: the product of shape. add_f16 rounds to nearest even.
  void add_f32(std::string name, Shape shape, std::span<const float> values);
  void add_f16(std::string name, Shape shape, std::span<const float> values);
  void add_i8(std::string name, Shape shape, std::span<const std::int8_t> values);
  void add_i64(std::string name, Shape shape, std::span<const std::int64_t> values);
  [[nodiscard]] std::vector<std::byte> finish() const;

 private:
  struct Entry {
    std::string name;
    DType dtype;
    Shape shape;
    std::size_t begin, size;  // in data_
  };
  void add(std::string name, DType dtype, Shape shape, std::span<const std::byte> bytes);

  Metadata metadata_;
  std::vector<Entry> entries_;
  std::vector<std::byte> data_;
};

}  // namespace sgan
