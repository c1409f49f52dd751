#include "safetensors_header.h"

#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <utility>

namespace sgan {
namespace {

constexpr std::string_view kMetadataKey = "__metadata__";
constexpr std::size_t kMaxRank = 8;

std::optional<DType> parse_dtype(std::string_view name) {
  for (const DType dtype : {DType::kF32, DType::kF16, DType::kI8, DType::kI64}) {
    if (name == dtype_name(dtype)) return dtype;
  }
  return std::nullopt;
}

/// Receives the parser's events and accepts exactly the grammar of a safetensors header, so that neither deep
/// nesting nor unknown values are ever stored.
class HeaderReader {
 public:
  HeaderReader(std::vector<TensorHeader>& tensors, Metadata& metadata)
      : tensors_(tensors), metadata_(metadata) {}

  [[nodiscard]] Status status() const { return status_; }

  bool start_object(std::size_t /*size*/) {
    switch (place_) {
      case Place::kStart:
        place_ = Place::kRoot;
        return true;
      case Place::kTensorName:
        place_ = Place::kTensor;
        return true;
      case Place::kMetadataName:
        place_ = Place::kMetadata;
        return true;
      default:
        return unexpected("an object");
    }
  }

  bool end_object() {
    if (place_ == Place::kTensor) {
      if (fields_ != (kDtype | kShape | kOffsets)) return fail("needs dtype, shape and data_offsets");
      place_ = Place::kRoot;
    } else if (place_ == Place::kMetadata) {
      place_ = Place::kRoot;
    } else {
      place_ = Place::kEnd;
    }
    return true;
  }

  bool key(std::string& key) {
    switch (place_) {
      case Place::kRoot:
        return root_key(key);
      case Place::kMetadata:
        if (metadata_.contains(key)) return fail("has the key \"" + key + "\" twice");
        metadata_key_ = key;
        place_ = Place::kMetadataValue;
        return true;
      default:
        return tensor_key(key);
    }
  }

  bool string(std::string& value) {
    if (place_ == Place::kMetadataValue) {
      metadata_.emplace(std::move(metadata_key_), std::move(value));
      place_ = Place::kMetadata;
      return true;
    }
    if (place_ != Place::kDtypeValue) return unexpected("a string");
    const std::optional<DType> dtype = parse_dtype(value);
    if (!dtype) {
      return fail("has dtype " + value.substr(0, 32) + "; this version reads F32, F16, I8 and I64",
                  StatusCode::kUnsupported);
    }
    tensors_.back().dtype = *dtype;
    place_ = Place::kTensor;
    return true;
  }

  bool number_unsigned(std::uint64_t value) {
    if (place_ == Place::kShapeList) {
      if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
        return fail("has an absurd shape");
      if (tensors_.back().shape.size() == kMaxRank) return fail("has more than 8 dimensions");
      tensors_.back().shape.push_back(static_cast<std::int64_t>(value));
      return true;
    }
    if (place_ == Place::kOffsetsList && offset_count_ < 2) {
      tensors_.back().data_offsets[offset_count_++] = value;
      return true;
    }
    return unexpected("a number");
  }

  bool start_array(std::size_t /*size*/) {
    if (place_ == Place::kShapeValue) {
      place_ = Place::kShapeList;
    } else if (place_ == Place::kOffsetsValue) {
      place_ = Place::kOffsetsList;
    } else {
      return unexpected("a list");
    }
    return true;
  }

  bool end_array() {
    if (place_ == Place::kOffsetsList && offset_count_ != 2) return fail("needs two data_offsets");
    place_ = Place::kTensor;
    return true;
  }

  bool null() { return unexpected("null"); }
  bool boolean(bool /*value*/) { return unexpected("a boolean"); }
  bool number_integer(std::int64_t /*value*/) { return unexpected("a negative number"); }
  bool number_float(double /*value*/, const std::string& /*text*/) { return unexpected("a fraction"); }
  bool binary(std::vector<std::uint8_t>& /*value*/) { return unexpected("binary data"); }

  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*error*/) {
    status_ =
        Status(StatusCode::kMalformed, "the header is not valid JSON at byte " + std::to_string(position));
    return false;
  }

 private:
  enum class Place {
    kStart,
    kRoot,
    kEnd,
    kMetadataName,
    kMetadata,
    kMetadataValue,
    kTensorName,
    kTensor,
    kDtypeValue,
    kShapeValue,
    kShapeList,
    kOffsetsValue,
    kOffsetsList,
  };
  enum Field : unsigned { kDtype = 1, kShape = 2, kOffsets = 4 };

  bool root_key(std::string& key) {
    if (!names_.insert(key).second) return fail_header("has the key \"" + key + "\" twice");
    if (key == kMetadataKey) {
      place_ = Place::kMetadataName;
      return true;
    }
    tensors_.emplace_back().name = std::move(key);
    fields_ = 0;
    offset_count_ = 0;
    place_ = Place::kTensorName;
    return true;
  }

  bool tensor_key(const std::string& key) {
    const auto take = [&](Field field, Place place) {
      if (fields_ & field) return fail("has " + key + " twice");
      fields_ |= field;
      place_ = place;
      return true;
    };
    if (key == "dtype") return take(kDtype, Place::kDtypeValue);
    if (key == "shape") return take(kShape, Place::kShapeValue);
    if (key == "data_offsets") return take(kOffsets, Place::kOffsetsValue);
    return fail("has the unknown key \"" + key.substr(0, 32) + "\"");
  }

  bool unexpected(std::string_view what) { return fail("has " + std::string(what) + " where none belongs"); }

  bool fail(std::string why, StatusCode code = StatusCode::kMalformed) {
    const bool in_tensor = place_ >= Place::kTensorName;
    const bool in_metadata = place_ >= Place::kMetadataName && !in_tensor;
    if (!in_tensor && !in_metadata) return fail_header(std::move(why));
    status_ =
        Status(code, (in_tensor ? "tensor " + tensors_.back().name : std::string(kMetadataKey)) + " " + why);
    return false;
  }

  bool fail_header(std::string why) {
    status_ = Status(StatusCode::kMalformed, "the header " + std::move(why));
    return false;
  }

  std::vector<TensorHeader>& tensors_;
  Metadata& metadata_;
  std::set<std::string> names_;
  std::string metadata_key_;
  Place place_ = Place::kStart;
  unsigned fields_ = 0;
  std::size_t offset_count_ = 0;
  Status status_;
};

}  // namespace

Status parse_safetensors_header(std::string_view json, std::vector<TensorHeader>& tensors,
                                Metadata& metadata) {
  HeaderReader reader(tensors, metadata);
  if (!nlohmann::json::sax_parse(json.begin(), json.end(), &reader)) {
    return reader.status();
  }
  return {};
}

}  // namespace sgan
