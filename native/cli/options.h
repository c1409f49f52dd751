#pragma once

#include <cstdint>
#include <string>

#include "command.h"

namespace sgan::cli {

/// --model FILE, required.
void add_model_option(CLI::App& command, std::string& path);

/// --seed S, the whole range of 64 bits and nothing else.
void add_seed_option(CLI::App& command, std::uint64_t& seed, const std::string& description);

/// --threads N; 0 means one per core.
void add_threads_option(CLI::App& command, int& threads);

}  // namespace sgan::cli
