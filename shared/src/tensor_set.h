#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sgan/weights.h"

namespace sgan {

/// The networks' tensors of a file by name, with a record of which were asked for: what is left over belongs
/// to no network.
class TensorSet {
 public:
  explicit TensorSet(SafetensorsView file);
  TensorSet(const TensorSet&) = delete;  // tensors_ points into file_
  TensorSet& operator=(const TensorSet&) = delete;

  [[nodiscard]] bool has(std::string_view name) const { return tensors_.contains(name); }

  /// Reads a tensor whose sizes must be those of `expected`; a size of 0 there stands for any. Refuses sizes
  /// of 0 in the file.
  [[nodiscard]] Status take(std::string_view name, const Shape& expected, Shape& shape,
                            std::vector<float>& values);

  /// Refuses tensors that nobody asked for.
  [[nodiscard]] Status check_all_used() const;

 private:
  SafetensorsView file_;
  std::map<std::string_view, const TensorView*> tensors_;
  std::set<std::string_view> used_;
};

}  // namespace sgan
