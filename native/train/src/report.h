#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "run_folder.h"
#include "sgan/status.h"

namespace sgan::train {

/// Writes RUN/report.html, one file that needs no other: options, final figures, curves, sample grids of at
/// most a dozen epochs. A run that has not finished an epoch has a page too, which says so. Fails where
/// read_history() does, or where a sample grid is no PNG. written: the page's path
[[nodiscard]] Status write_report(const RunFolder& folder, std::filesystem::path& written);

/// At most `limit` (from 2) of 0..count-1, evenly spread, the first and the last among them.
[[nodiscard]] std::vector<std::size_t> spread_evenly(std::size_t count, std::size_t limit);

}  // namespace sgan::train
