#include "options.h"

#include <charconv>

namespace sgan::cli {
namespace {

/// CLI11 itself lets numbers beyond 64 bits through, and negative ones wrap around.
std::string check_seed(const std::string& text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole ? "" : "\"" + text + "\" is not a whole number from 0 to 18446744073709551615";
}

}  // namespace

void add_model_option(CLI::App& command, std::string& path) {
  command.add_option("--model", path, "Weights file (safetensors)")->required()->option_text("FILE");
}

void add_seed_option(CLI::App& command, std::uint64_t& seed, const std::string& description) {
  command.add_option("--seed", seed, description)
      ->option_text("S [0]")
      ->check(CLI::Validator(check_seed, ""));
}

void add_threads_option(CLI::App& command, int& threads) {
  command.add_option("--threads", threads, "Threads to use; 0: one per core")
      ->option_text("N [0]")
      ->check(CLI::Range(0, 1024));
}

}  // namespace sgan::cli
