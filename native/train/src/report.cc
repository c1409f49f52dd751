#include "report.h"

#include <algorithm>
#include <array>
#include <string>

#include "history.h"
#include "html.h"
#include "report_sections.h"
#include "report_style.h"
#include "sgan_io/file.h"

namespace sgan::train {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxGrids = 12;
constexpr std::size_t kMaxGridBytes = std::size_t{16} << 20;
constexpr std::array<unsigned char, 8> kPngSignature{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

/// The folder's own name, also for "." and "runs/a/".
std::string run_name(const RunFolder& folder) {
  std::error_code ignored;
  fs::path path = fs::absolute(folder.root(), ignored).lexically_normal();
  if (!path.has_filename()) path = path.parent_path();
  return path.has_filename() ? path.filename().string() : folder.root().string();
}

bool is_png(const std::vector<std::byte>& bytes) {
  return bytes.size() > kPngSignature.size() &&
         std::equal(kPngSignature.begin(), kPngSignature.end(), bytes.begin(),
                    [](unsigned char a, std::byte b) { return std::byte{a} == b; });
}

Status add_grid(const RunFolder& folder, const EpochGrid& grid, std::string& html) {
  const fs::path path = folder.samples() / grid.name;
  std::vector<std::byte> bytes;
  if (Status status = io::read_file(path, bytes, kMaxGridBytes); !status.ok()) return status;
  if (!is_png(bytes))
    return {StatusCode::kMalformed, path.string() + ": no PNG; the report goes without if it is removed"};
  const std::string epoch = std::to_string(grid.epoch);
  html += "<figure class=\"card\"><img src=\"data:image/png;base64," + base64(bytes) +
          "\" alt=\"Generated images after epoch " + epoch + "\"><figcaption>epoch " + epoch +
          "</figcaption></figure>\n";
  return {};
}

Status samples_section(const RunFolder& folder, const History& history, std::string& html) {
  if (history.grids.empty()) return {};
  html += "<section>\n<h2>Samples</h2>\n<p class=\"note\">From the same latents after each epoch";
  if (history.option("preset") == "conditional") html += ", a row for each class";
  html += ".</p>\n<div class=\"samples\">\n";
  for (const std::size_t i : spread_evenly(history.grids.size(), kMaxGrids)) {
    if (Status status = add_grid(folder, history.grids[i], html); !status.ok()) return status;
  }
  html += "</div>\n</section>\n";
  return {};
}

/// The policy forbids the browser to load anything, whatever a file of the run says.
std::string page_head(const std::string& name) {
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
         "style-src 'unsafe-inline'\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<meta name=\"color-scheme\" content=\"light dark\">\n<title>" +
         name + " · training report</title>\n<style>" + kReportStyle + "</style>\n</head>\n<body>\n";
}

}  // namespace

std::vector<std::size_t> spread_evenly(std::size_t count, std::size_t limit) {
  std::vector<std::size_t> chosen;
  const std::size_t size = std::min(count, limit);
  for (std::size_t i = 0; i < size; ++i) chosen.push_back(size == 1 ? 0 : i * (count - 1) / (size - 1));
  return chosen;
}

Status write_report(const RunFolder& folder, fs::path& written) {
  History history;
  if (Status status = read_history(folder, history); !status.ok()) return status;
  const std::string name = escape_html(run_name(folder));
  std::string html =
      page_head(name) + "<header>\n<h1>" + name + "</h1>\n" + summary_line(history) + "</header>\n<main>\n";
  if (history.epochs.empty())
    html +=
        "<p class=\"card notice\">No epoch has finished yet. Figures and samples appear after the first "
        "one.</p>\n";
  html += figures_section(history) + curves_section(history);
  if (Status status = samples_section(folder, history, html); !status.ok()) return status;
  html += epochs_section(history) + options_section(history) +
          "</main>\n<footer>Made by sgan-train report from the run's own files.</footer>\n</body>\n</html>\n";
  if (Status status = io::write_file(folder.report(), html); !status.ok()) return status;
  written = folder.report();
  return {};
}

}  // namespace sgan::train
