#include "report_command.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <string>

#include "console.h"
#include "report.h"

namespace sgan::train {
namespace {

int refuse(const std::string& reason, int exit_status) {
  complain("report: " + reason,
           exit_status == kBadUsage ? " (sgan-train report --help says how to use it)" : "");
  return exit_status;
}

}  // namespace

int run_report(int argc, char** argv) {
  CLI::App app("Writes RUN/report.html: a page of the run's options, curves and sample grids in one file.",
               "sgan-train report");
  std::string run;
  app.add_option("RUN", run, "folder that sgan-train wrote, also while it still trains")
      ->required()
      ->option_text(" ");
  try {
    app.parse(argc - 1, argv + 1);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) return app.exit(error);
    return refuse(error.what(), kBadUsage);
  }
  if (run.empty()) return refuse("RUN is empty", kBadUsage);
  std::filesystem::path written;
  if (Status status = write_report(RunFolder(run), written); !status.ok())
    return refuse(status.message(), kFailure);
  std::printf("%s\n", written.c_str());
  return 0;
}

}  // namespace sgan::train
