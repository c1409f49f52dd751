#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "recipe.h"

namespace sgan::train {

/// What a run was asked to do. Defaults are the article's.
struct Options {
  std::filesystem::path data, out;
  std::string preset = "reference";
  int epochs = 50;
  int batch_size = 64;
  AdamSettings adam;
  std::uint64_t seed = 1;
  std::string device = "auto";     // auto, cpu or cuda
  std::string precision = "auto";  // auto, fp32 or bf16
  int threads = 0;                 // 0: all cores
  int log_every = 50;              // steps
  int sample_every = 400;          // steps; 0: never
  bool resume = false;
  std::string config;  // all of the above as TOML, ready for config.toml
};

/// Reads the command line and, where given, a configuration file or that of the run to resume; the command
/// line wins. Returns the program's exit status if it should end here (help, or bad usage, which was then
/// said on stderr).
[[nodiscard]] std::optional<int> parse_options(int argc, char** argv, Options& options);

}  // namespace sgan::train
