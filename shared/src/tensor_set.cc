#include "tensor_set.h"

#include <algorithm>

namespace sgan {
namespace {

/// Of any dimension, so that products of two fit easily.
constexpr std::int64_t kMaxSize = std::int64_t{1} << 24;

bool matches(const Shape& shape, const Shape& expected) {
  return std::equal(shape.begin(), shape.end(), expected.begin(), expected.end(),
                    [](std::int64_t size, std::int64_t wanted) {
                      return size > 0 && size <= kMaxSize && (wanted == 0 || size == wanted);
                    });
}

/// "[128, any, 3, 3]"
std::string expectation(const Shape& expected) {
  std::string text = "[";
  for (const std::int64_t size : expected) {
    if (text.size() > 1) text += ", ";
    text += size == 0 ? "any" : std::to_string(size);
  }
  return text + "]";
}

}  // namespace

TensorSet::TensorSet(SafetensorsView file) : file_(std::move(file)) {
  for (const TensorView& tensor : file_.tensors()) {
    if (belongs_to_a_network(file_, tensor)) tensors_.emplace(tensor.name, &tensor);
  }
}

Status TensorSet::take(std::string_view name, const Shape& expected, Shape& shape,
                       std::vector<float>& values) {
  const auto found = tensors_.find(name);
  if (found == tensors_.end())
    return {StatusCode::kWrongModel, "tensor " + std::string(name) + " is missing"};
  if (!matches(found->second->shape, expected)) {
    return {StatusCode::kWrongModel, "tensor " + std::string(name) + " has shape " +
                                         shape_string(found->second->shape) + "; this network needs " +
                                         expectation(expected)};
  }
  used_.insert(found->first);
  const TensorView& tensor = *found->second;
  shape = tensor.shape;
  values.resize(tensor.element_count());
  return read_values(file_, tensor, values);
}

Status TensorSet::check_all_used() const {
  for (const auto& [name, tensor] : tensors_) {
    if (!used_.contains(name))
      return {StatusCode::kWrongModel, "tensor " + std::string(name) + " is not part of this network"};
  }
  return {};
}

}  // namespace sgan
