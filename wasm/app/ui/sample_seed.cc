#include "ui/sample_seed.h"

#include <charconv>
#include <cstring>

#include "ui/toast.h"

namespace sgan::app {

void set_seed(SampleState& sample, std::uint64_t seed) {
  if (seed == sample.seed) return;
  sample.seed = seed;
  sample.restart = true;
}

bool set_seed_text(SampleState& sample, const char* digits) {
  std::uint64_t value = 0;
  const char* end = digits + std::strlen(digits);
  const auto [stop, error] = std::from_chars(digits, end, value);
  if (error != std::errc{} || stop != end || digits == end) return false;
  set_seed(sample, value);
  return true;
}

bool take_seed_text(UiState& state, const char* digits) {
  const bool taken = set_seed_text(state.sample, digits);
  if (!taken && *digits != '\0') show_toast(state, "A seed is a whole number from 0 to 18446744073709551615");
  return taken;
}

}  // namespace sgan::app
