#pragma once

namespace sgan::train {

/// `sgan-train report RUN`: writes the run's report.html and prints its path. argc, argv: as main() has them,
/// with "report" as argv[1]. Returns the program's exit status: 1 if it failed, 2 for bad usage, said in one
/// line on stderr.
[[nodiscard]] int run_report(int argc, char** argv);

}  // namespace sgan::train
