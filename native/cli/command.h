#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "sgan/status.h"

namespace sgan::cli {

/// What the command line asks for, run once all of it has been read.
using Task = std::function<Status()>;

/// Each declares a subcommand with its options; where the command line names it, `task` is set.
void add_info(CLI::App& app, Task& task);
void add_run(CLI::App& app, Task& task);
void add_sample(CLI::App& app, Task& task);
void add_classify(CLI::App& app, Task& task);
void add_evaluate(CLI::App& app, Task& task);
void add_convert(CLI::App& app, Task& task);

}  // namespace sgan::cli
