#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sgan/weights.h"

namespace sgan {

/// The tensors of a file by name, with a record of which were asked for: what is left over belongs to no
/// network.
class TensorSet {
 public:
  explicit TensorSet(Weights weights);

  [[nodiscard]] bool has(std::string_view name) const { return tensors_.contains(name); }

  /// Finds a tensor whose sizes must be those of `expected`; a size of 0 there stands for any. Refuses sizes
  /// of 0 in the file. What it finds may be moved from.
  [[nodiscard]] Status find(std::string_view name, const Shape& expected, NamedTensor*& tensor);

  /// Refuses tensors that nobody asked for.
  [[nodiscard]] Status check_all_used() const;

 private:
  Weights weights_;
  std::map<std::string, NamedTensor*, std::less<>> tensors_;  // into weights_
  std::set<std::string, std::less<>> used_;
};

}  // namespace sgan
