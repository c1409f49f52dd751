#include "sgan/safetensors.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>
#include <numeric>
#include <optional>

#include "bits.h"
#include "safetensors_header.h"

namespace sgan {
namespace {

static_assert(std::endian::native == std::endian::little,
              "safetensors is little-endian; byte swapping is not written");

constexpr std::size_t kLengthBytes = 8;
constexpr std::uint64_t kMaxHeaderBytes = 100'000'000;  // the format's own limit

Status malformed(const std::string& message) { return {StatusCode::kMalformed, message}; }

Status read_header_length(std::span<const std::byte> bytes, std::size_t& length) {
  const std::string file_size = std::to_string(bytes.size());
  if (bytes.size() < kLengthBytes) {
    return malformed("the file has " + file_size + " bytes; a safetensors file has at least 8");
  }
  std::uint64_t claimed = 0;
  std::memcpy(&claimed, bytes.data(), kLengthBytes);
  if (claimed > kMaxHeaderBytes) {
    return {StatusCode::kTooLarge, "the header claims " + std::to_string(claimed) +
                                       " bytes; not a safetensors file, or a damaged one"};
  }
  if (claimed > bytes.size() - kLengthBytes) {
    return malformed("the header claims " + std::to_string(claimed) + " bytes, the file has " + file_size +
                     "; it may be cut off");
  }
  length = static_cast<std::size_t>(claimed);
  return {};
}

/// Bytes that a tensor of this shape takes; none when the product overflows.
std::optional<std::uint64_t> checked_byte_size(const Shape& shape, DType dtype) {
  if (std::find(shape.begin(), shape.end(), 0) != shape.end()) return 0;
  std::uint64_t bytes = dtype_size(dtype);
  for (const std::int64_t size : shape) {
    if (bytes > std::numeric_limits<std::uint64_t>::max() / static_cast<std::uint64_t>(size)) return {};
    bytes *= static_cast<std::uint64_t>(size);
  }
  return bytes;
}

/// The rules on offsets: in order of their data, tensors follow each other without holes or overlaps up to
/// the last byte.
Status check_layout(const std::vector<TensorHeader>& headers, std::uint64_t data_bytes) {
  std::uint64_t expected_begin = 0;
  for (const TensorHeader& header : headers) {
    const auto [begin, end] = header.data_offsets;
    if (begin > end || end > data_bytes) {
      return malformed("tensor " + header.name + " lies at bytes " + std::to_string(begin) + " to " +
                       std::to_string(end) + " of " + std::to_string(data_bytes) +
                       "; the file may be cut off");
    }
    if (checked_byte_size(header.shape, header.dtype) != end - begin) {
      return malformed("tensor " + header.name + " of shape " + shape_string(header.shape) + " and dtype " +
                       std::string(dtype_name(header.dtype)) + " does not fit its " +
                       std::to_string(end - begin) + " bytes");
    }
    if (begin != expected_begin) {
      return malformed("tensor " + header.name +
                       (begin < expected_begin ? " overlaps another" : " leaves a hole before it"));
    }
    expected_begin = end;
  }
  if (expected_begin != data_bytes) {
    return malformed(std::to_string(data_bytes - expected_begin) + " bytes follow the last tensor");
  }
  return {};
}

}  // namespace

std::size_t dtype_size(DType dtype) noexcept {
  switch (dtype) {
    case DType::kF32:
      return 4;
    case DType::kF16:
      return 2;
    case DType::kI8:
      return 1;
    case DType::kI64:
      return 8;
  }
  return 0;
}

std::string_view dtype_name(DType dtype) noexcept {
  switch (dtype) {
    case DType::kF32:
      return "F32";
    case DType::kF16:
      return "F16";
    case DType::kI8:
      return "I8";
    case DType::kI64:
      return "I64";
  }
  return "?";
}

std::string shape_string(const Shape& shape) {
  std::string text = "[";
  for (const std::int64_t size : shape) {
    if (text.size() > 1) text += ", ";
    text += std::to_string(size);
  }
  return text + "]";
}

Status SafetensorsView::parse(std::span<const std::byte> bytes, SafetensorsView& view) {
  std::size_t header_bytes = 0;
  if (Status status = read_header_length(bytes, header_bytes); !status.ok()) return status;
  const std::string_view json(reinterpret_cast<const char*>(bytes.data()) + kLengthBytes, header_bytes);
  if (!json.starts_with('{')) return malformed("the header does not begin with {; not a safetensors file");
  std::vector<TensorHeader> headers;
  SafetensorsView parsed;
  if (Status status = parse_safetensors_header(json, headers, parsed.metadata_); !status.ok()) return status;
  std::stable_sort(headers.begin(), headers.end(), [](const TensorHeader& a, const TensorHeader& b) {
    return a.data_offsets < b.data_offsets;
  });

  const std::span<const std::byte> data = bytes.subspan(kLengthBytes + header_bytes);
  if (Status status = check_layout(headers, data.size()); !status.ok()) return status;
  for (TensorHeader& header : headers) {
    // Offsets lie inside `data` now, so they fit a 32-bit size_t too.
    const auto begin = static_cast<std::size_t>(header.data_offsets[0]);
    const auto end = static_cast<std::size_t>(header.data_offsets[1]);
    parsed.tensors_.push_back(
        {std::move(header.name), header.dtype, std::move(header.shape), data.subspan(begin, end - begin)});
  }
  parsed.by_name_.resize(parsed.tensors_.size());
  std::iota(parsed.by_name_.begin(), parsed.by_name_.end(), std::size_t{0});
  std::sort(parsed.by_name_.begin(), parsed.by_name_.end(),
            [&](std::size_t a, std::size_t b) { return parsed.tensors_[a].name < parsed.tensors_[b].name; });
  view = std::move(parsed);
  return {};
}

const TensorView* SafetensorsView::find(std::string_view name) const noexcept {
  const auto found =
      std::lower_bound(by_name_.begin(), by_name_.end(), name,
                       [&](std::size_t i, std::string_view wanted) { return tensors_[i].name < wanted; });
  return found == by_name_.end() || tensors_[*found].name != name ? nullptr : &tensors_[*found];
}

Status read_f32(const TensorView& tensor, std::span<float> out) {
  assert(out.size() == tensor.element_count());
  bool finite = false;
  if (tensor.dtype == DType::kF32) {
    std::copy(tensor.data.begin(), tensor.data.end(), std::as_writable_bytes(out).begin());
    finite = all_finite(out);
  } else if (tensor.dtype == DType::kF16) {
    finite = read_halves(tensor.data, out);
  } else {
    return {StatusCode::kUnsupported, "tensor " + tensor.name + " has dtype " +
                                          std::string(dtype_name(tensor.dtype)) + "; F32 or F16 is needed"};
  }
  if (finite) return {};
  const auto bad = std::find_if_not(out.begin(), out.end(), [](float value) { return std::isfinite(value); });
  return malformed("tensor " + tensor.name + " holds " + (std::isnan(*bad) ? "NaN" : "infinity") +
                   " at element " + std::to_string(bad - out.begin()));
}

Status read_i64(const TensorView& tensor, std::span<std::int64_t> out) {
  assert(out.size() == tensor.element_count());
  if (tensor.dtype != DType::kI64) {
    return {StatusCode::kUnsupported, "tensor " + tensor.name + " has dtype " +
                                          std::string(dtype_name(tensor.dtype)) + "; I64 is needed"};
  }
  std::copy(tensor.data.begin(), tensor.data.end(), std::as_writable_bytes(out).begin());
  return {};
}

void SafetensorsWriter::add(std::string name, DType dtype, Shape shape, std::span<const std::byte> bytes) {
  assert(checked_byte_size(shape, dtype) == bytes.size());
  entries_.push_back({std::move(name), dtype, std::move(shape), data_.size(), bytes.size()});
  data_.insert(data_.end(), bytes.begin(), bytes.end());
}

void SafetensorsWriter::add_f32(std::string name, Shape shape, std::span<const float> values) {
  add(std::move(name), DType::kF32, std::move(shape), std::as_bytes(values));
}

void SafetensorsWriter::add_f16(std::string name, Shape shape, std::span<const float> values) {
  std::vector<std::uint16_t> halves(values.size());
  std::transform(values.begin(), values.end(), halves.begin(), f32_to_f16);
  add(std::move(name), DType::kF16, std::move(shape), std::as_bytes(std::span(halves)));
}

void SafetensorsWriter::add_i8(std::string name, Shape shape, std::span<const std::int8_t> values) {
  add(std::move(name), DType::kI8, std::move(shape), std::as_bytes(values));
}

void SafetensorsWriter::add_i64(std::string name, Shape shape, std::span<const std::int64_t> values) {
  add(std::move(name), DType::kI64, std::move(shape), std::as_bytes(values));
}

std::vector<std::byte> SafetensorsWriter::finish() const {
  std::vector<Entry> entries = entries_;
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry& a, const Entry& b) { return dtype_size(a.dtype) > dtype_size(b.dtype); });
  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  if (!metadata_.empty()) header["__metadata__"] = metadata_;
  std::size_t begin = 0;
  for (const Entry& entry : entries) {
    header[entry.name] = {{"dtype", dtype_name(entry.dtype)},
                          {"shape", entry.shape},
                          {"data_offsets", {begin, begin + entry.size}}};
    begin += entry.size;
  }
  // A metadata value that is not UTF-8 becomes replacement characters: the file stays readable.
  std::string json = header.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  json.append((8 - json.size() % 8) % 8, ' ');

  const std::uint64_t length = json.size();
  std::vector<std::byte> bytes(kLengthBytes + json.size() + data_.size());
  std::memcpy(bytes.data(), &length, kLengthBytes);
  std::memcpy(bytes.data() + kLengthBytes, json.data(), json.size());
  std::byte* target = bytes.data() + kLengthBytes + json.size();
  for (const Entry& entry : entries) target = std::copy_n(data_.data() + entry.begin, entry.size, target);
  return bytes;
}

}  // namespace sgan
