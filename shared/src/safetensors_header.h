#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sgan/safetensors.h"

namespace sgan {

/// A tensor as the JSON header declares it, not yet checked against the data.
struct TensorHeader {
  std::string name;
  DType dtype = DType::kF32;
  Shape shape;                                  // no negative sizes
  std::array<std::uint64_t, 2> data_offsets{};  // begin, end; relative to the first byte after the header
};

/// Parses the JSON header: an object of tensors, each with exactly dtype, shape and data_offsets, and an
/// optional "__metadata__" of strings. Refuses duplicate keys, other types, unknown dtypes and invalid UTF-8.
[[nodiscard]] Status parse_safetensors_header(std::string_view json, std::vector<TensorHeader>& tensors,
                                              Metadata& metadata);

}  // namespace sgan
