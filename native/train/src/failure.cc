#include "failure.h"

#include <c10/util/Exception.h>

#include <algorithm>

namespace sgan::train {
namespace {

std::string_view reason_of(const std::exception& error) {
  const auto* torch_error = dynamic_cast<const c10::Error*>(&error);
  return torch_error != nullptr ? torch_error->what_without_backtrace() : error.what();
}

}  // namespace

bool is_of_memory(const std::exception& error) {
  constexpr std::string_view kWords[] = {"allocate memory", "out of memory", "bad_alloc"};
  const std::string_view reason = reason_of(error);
  return std::ranges::any_of(kWords, [&](auto words) { return reason.find(words) != reason.npos; });
}

std::string explain(const std::exception& error) {
  // LibTorch says which of its allocators failed and by how much, not what to do.
  if (is_of_memory(error))
    return "not enough memory: free some and start again, a run that saved something by --resume; a new run "
           "needs less with a smaller --batch-size";
  return std::string(reason_of(error));
}

}  // namespace sgan::train
