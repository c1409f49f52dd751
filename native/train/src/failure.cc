#include "failure.h"

#include <c10/util/Exception.h>

#include <algorithm>
#include <initializer_list>
#include <string_view>

namespace sgan::train {
namespace {

std::string_view reason_of(const std::exception& error) {
  const auto* torch_error = dynamic_cast<const c10::Error*>(&error);
  return torch_error != nullptr ? torch_error->what_without_backtrace() : error.what();
}

bool mentions(std::string_view reason, std::initializer_list<std::string_view> any_of) {
  return std::ranges::any_of(any_of, [&](auto words) { return reason.find(words) != reason.npos; });
}

}  // namespace

bool is_of_memory(const std::exception& error) {
  return mentions(reason_of(error), {"allocate memory", "out of memory", "bad_alloc", "ALLOC_FAILED"});
}

std::string explain(const std::exception& error) {
  // LibTorch says which of its allocators failed and by how much, not what to do.
  if (is_of_memory(error))
    return "not enough memory: free some and start again, a run that saved something by --resume; a new run "
           "needs less with a smaller --batch-size";
  const std::string_view reason = reason_of(error);
  std::string line(reason.substr(0, reason.find('\n')));
  if (mentions(reason, {"CUDA error", "CUDNN_STATUS", "CUBLAS_STATUS"}))
    return "the GPU failed (" + line +
           "): start again where one works, a run that saved something by --resume";
  return line;
}

}  // namespace sgan::train
