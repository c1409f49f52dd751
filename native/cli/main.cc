// sgan: use a trained model without LibTorch. One file a command; this one reads the command line and
// reports.

#include <exception>
#include <iostream>
#include <new>
#include <string>
#include <vector>

#include "command.h"
#include "output.h"
#include "sgan/kernels.h"

namespace {

constexpr int kFailure = 1, kBadUsage = 2;

int report(const std::string& command, const std::string& message, int exit_status) {
  std::cerr << command << ": " << sgan::one_line(message) << '\n';
  return exit_status;
}

std::string command_in_use(const CLI::App& app) {
  const auto commands = app.get_subcommands();
  return commands.empty() ? "sgan" : "sgan " + commands.front()->get_name();
}

}  // namespace

// NOLINTNEXTLINE(bugprone-exception-escape): declaring the options may run out of memory
int main(int argc, char** argv) {
  CLI::App app("Handwritten digits from a trained SGAN: sample, classify, evaluate.", "sgan");
  app.set_version_flag("--version",
                       "sgan " SGAN_VERSION " (kernels: " + std::string(sgan::kernel_name()) + ")");
  app.require_subcommand(1);
  app.get_formatter()->column_width(32);
  sgan::cli::Task task;
  sgan::cli::add_info(app, task);
  sgan::cli::add_run(app, task);
  sgan::cli::add_sample(app, task);
  sgan::cli::add_classify(app, task);
  sgan::cli::add_evaluate(app, task);
  sgan::cli::add_convert(app, task);
  app.footer("sgan COMMAND --help explains a command. Exit status: 0 done, 1 failed, 2 wrong usage.");

  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& request) {  // --help and --version
    const int done = app.exit(request);
    const sgan::Status status = sgan::cli::flush_output();
    return status.ok() ? done : report("sgan", status.message(), kFailure);
  } catch (const CLI::ParseError& error) {
    const std::string command = command_in_use(app);
    // A mistyped option often is why a required one seems to be missing: name it first.
    const std::vector<std::string> unknown = app.remaining(true);
    const std::string what =
        unknown.empty() ? std::string(error.what()) : "\"" + unknown.front() + "\" is not known here";
    return report(command, what + "; see " + command + " --help", kBadUsage);
  }
  try {
    sgan::Status status = task();
    if (status.ok()) status = sgan::cli::flush_output();
    return status.ok() ? 0 : report(command_in_use(app), status.message(), kFailure);
  } catch (const std::bad_alloc&) {
    return report(command_in_use(app), "not enough memory", kFailure);
  } catch (const std::exception& error) {
    return report(command_in_use(app), error.what(), kFailure);
  }
}
