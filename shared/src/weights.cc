#include "sgan/weights.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace sgan {
namespace {

constexpr std::string_view kScaleSuffix = ".scale";
constexpr std::string_view kCounterSuffix = ".num_batches_tracked";
constexpr float kMaxF16 = 65504.0F;
constexpr float kMaxI8 = 127.0F;
constexpr float kMaxF32 = std::numeric_limits<float>::max();

bool is_scale_of_quantized(const SafetensorsView& file, std::string_view name) {
  if (!name.ends_with(kScaleSuffix)) return false;
  const TensorView* tensor = file.find(name.substr(0, name.size() - kScaleSuffix.size()));
  return tensor != nullptr && tensor->dtype == DType::kI8;
}

Status dequantize(const SafetensorsView& file, const TensorView& tensor, std::span<float> out) {
  const std::string scale_name = tensor.name + std::string(kScaleSuffix);
  const TensorView* scale = file.find(scale_name);
  if (scale == nullptr)
    return {StatusCode::kMalformed, "tensor " + tensor.name + " is I8 without " + scale_name};
  if (tensor.shape.empty() || scale->shape != Shape{tensor.shape[0]}) {
    return {StatusCode::kMalformed, "tensor " + scale_name + " has shape " + shape_string(scale->shape) +
                                        "; one scale per first dimension of " + shape_string(tensor.shape) +
                                        " is needed"};
  }
  std::vector<float> scales(scale->element_count());
  if (Status status = read_f32(*scale, scales); !status.ok()) return status;
  const std::size_t row = scales.empty() ? 0 : out.size() / scales.size();
  for (std::size_t r = 0; r < scales.size(); ++r) {
    for (std::size_t i = r * row; i < (r + 1) * row; ++i) {
      out[i] = static_cast<float>(static_cast<std::int8_t>(tensor.data[i])) * scales[r];
      if (!std::isfinite(out[i]))
        return {StatusCode::kMalformed,
                "tensor " + scale_name + " is too large at element " + std::to_string(r)};
    }
  }
  return {};
}

Status check_range(const NamedTensor& tensor, float limit) {
  for (std::size_t i = 0; i < tensor.values.size(); ++i) {
    if (!(std::abs(tensor.values[i]) <= limit)) {  // catches NaN too
      return {StatusCode::kInvalidArgument, "tensor " + tensor.name + " holds " +
                                                std::to_string(tensor.values[i]) + " at element " +
                                                std::to_string(i) + ", which the file cannot store"};
    }
  }
  return {};
}

/// The largest value that comes back finite: 127 times an I8 row's scale may be a little more than it was.
float largest_stored(DType dtype) {
  if (dtype == DType::kF16) return kMaxF16;
  return dtype == DType::kI8 ? kMaxF32 / 2 : kMaxF32;
}

/// Vectors, and directions: rounded to zero, a short one would point nowhere, and the file would be refused.
bool is_stored_exactly(const NamedTensor& tensor) {
  return tensor.shape.size() < 2 || tensor.name == kDirectionsName;
}

void add_quantized(SafetensorsWriter& writer, const NamedTensor& tensor) {
  const auto rows = static_cast<std::size_t>(tensor.shape[0]);
  const std::size_t row = rows == 0 ? 0 : tensor.values.size() / rows;
  std::vector<float> scales(rows);
  std::vector<std::int8_t> quantized(tensor.values.size());
  for (std::size_t r = 0; r < rows; ++r) {
    const std::span<const float> values = std::span(tensor.values).subspan(r * row, row);
    float largest = 0;
    for (const float value : values) largest = std::max(largest, std::abs(value));
    scales[r] = largest / kMaxI8;
    for (std::size_t i = 0; i < row; ++i) {
      // The quotient can exceed 127 by rounding, and a scale can underflow to zero.
      const float quotient = scales[r] > 0 ? std::clamp(values[i] / scales[r], -kMaxI8, kMaxI8) : 0.0F;
      quantized[r * row + i] = static_cast<std::int8_t>(std::lround(quotient));
    }
  }
  writer.add_i8(tensor.name, tensor.shape, quantized);
  writer.add_f32(tensor.name + std::string(kScaleSuffix), {tensor.shape[0]}, scales);
}

}  // namespace

bool belongs_to_a_network(const SafetensorsView& file, const TensorView& tensor) {
  const std::string_view name = tensor.name;
  return (name.starts_with("generator.") || name.starts_with("discriminator.")) &&
         !name.ends_with(kCounterSuffix) && !is_scale_of_quantized(file, name);
}

Status read_values(const SafetensorsView& file, const TensorView& tensor, std::span<float> values) {
  return tensor.dtype == DType::kI8 ? dequantize(file, tensor, values) : read_f32(tensor, values);
}

Status read_weights(std::span<const std::byte> bytes, Weights& weights) {
  SafetensorsView file;
  if (Status status = SafetensorsView::parse(bytes, file); !status.ok()) return status;
  Weights read;
  read.metadata = file.metadata();
  for (const TensorView& tensor : file.tensors()) {
    if (!belongs_to_a_network(file, tensor)) continue;
    NamedTensor& named = read.tensors.emplace_back(NamedTensor{tensor.name, tensor.shape, {}});
    named.values.resize(tensor.element_count());
    if (Status status = read_values(file, tensor, named.values); !status.ok()) return status;
  }
  weights = std::move(read);
  return {};
}

Status write_weights(const Weights& weights, DType dtype, std::vector<std::byte>& bytes) {
  assert(dtype != DType::kI64);
  SafetensorsWriter writer;
  writer.set_metadata(weights.metadata);
  for (const NamedTensor& tensor : weights.tensors) {
    const DType stored = is_stored_exactly(tensor) ? DType::kF32 : dtype;
    if (Status status = check_range(tensor, largest_stored(stored)); !status.ok()) return status;
    if (stored == DType::kF16) {
      writer.add_f16(tensor.name, tensor.shape, tensor.values);
    } else if (stored == DType::kI8) {
      add_quantized(writer, tensor);
    } else {
      writer.add_f32(tensor.name, tensor.shape, tensor.values);
    }
  }
  bytes = writer.finish();
  return {};
}

}  // namespace sgan
