#include "options.h"

#include <cstdint>

#include "sgan_options/checks.h"

namespace sgan::cli {

void add_model_option(CLI::App& command, std::string& path) {
  command.add_option("--model", path, "Weights file (safetensors)")->required()->option_text("FILE");
}

void add_seed_option(CLI::App& command, std::uint64_t& seed, const std::string& description) {
  command.add_option("--seed", seed, description)
      ->option_text("S [0]")
      ->transform(options::whole_number(0, UINT64_MAX));
}

void add_threads_option(CLI::App& command, int& threads) {
  command.add_option("--threads", threads, "Threads to use; 0: one per core")
      ->option_text("N [0]")
      ->transform(options::whole_number(0, 1024));
}

}  // namespace sgan::cli
