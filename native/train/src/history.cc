#include "history.h"

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <span>
#include <string_view>
#include <system_error>

#include "sgan_io/file.h"

namespace sgan::train {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::int64_t kMaxEpoch = 1'000'000'000, kMaxBatch = 1'000'000'000;

/// Where a step was logged. Its number in the run is known when all lines were read.
struct LoggedStep {
  std::int64_t epoch = 0, batch = 0;
  StepFigures figures;
};

struct Reading {
  History& history;
  std::vector<LoggedStep> steps;
};

/// "" or what is wrong.
using Complaint = std::string;

Complaint read_whole(const json& line, const char* key, std::int64_t high, std::int64_t& value) {
  const auto found = line.find(key);
  if (found == line.end()) return std::string("no \"") + key + "\"";
  if (!found->is_number_unsigned() || found->get<std::uint64_t>() > static_cast<std::uint64_t>(high))
    return std::string("\"") + key + "\" is no whole number in 0.." + std::to_string(high);
  value = found->get<std::int64_t>();
  return {};
}

Complaint read_figure(const json& line, const char* key, std::optional<double>& value) {
  const auto found = line.find(key);
  if (found == line.end() || found->is_null()) return {};
  if (!found->is_number()) return std::string("\"") + key + "\" is no number";
  value = found->get<double>();
  return {};
}

template <typename Record, std::size_t size>
Complaint read_figures(const json& line, const std::array<Figure<Record>, size>& figures, Record& record) {
  for (const Figure<Record>& figure : figures) {
    if (Complaint complaint = read_figure(line, figure.key, record.*figure.value); !complaint.empty())
      return complaint;
  }
  return {};
}

/// Reads "epoch" and the figures onto the end, in place of what is there from that epoch on.
template <typename Record, std::size_t size>
Complaint read_epoch(const json& line, const std::array<Figure<Record>, size>& figures,
                     std::vector<Record>& records) {
  std::int64_t epoch = 0;
  if (Complaint complaint = read_whole(line, "epoch", kMaxEpoch, epoch); !complaint.empty()) return complaint;
  Record record;
  record.epoch = static_cast<int>(epoch);
  if (Complaint complaint = read_figures(line, figures, record); !complaint.empty()) return complaint;
  while (!records.empty() && records.back().epoch >= record.epoch) records.pop_back();
  records.push_back(record);
  return {};
}

Complaint read_step(const json& line, std::vector<LoggedStep>& steps) {
  LoggedStep step;
  if (Complaint complaint = read_whole(line, "epoch", kMaxEpoch, step.epoch); !complaint.empty())
    return complaint;
  if (Complaint complaint = read_whole(line, "batch", kMaxBatch, step.batch); !complaint.empty())
    return complaint;
  if (Complaint complaint = read_figures(line, kStepFigures, step.figures); !complaint.empty())
    return complaint;
  const auto is_later = [&step](const LoggedStep& other) {
    return std::pair(other.epoch, other.batch) >= std::pair(step.epoch, step.batch);
  };
  while (!steps.empty() && is_later(steps.back())) steps.pop_back();
  steps.push_back(step);
  return {};
}

Complaint read_metrics_line(const json& line, Reading& reading) {
  const auto type = line.find("type");
  if (type == line.end() || !type->is_string()) return "no \"type\"";
  if (*type == "test") return read_figure(line, "test_accuracy", reading.history.test_accuracy);
  if (*type != "step" && *type != "epoch") return {};
  reading.history.test_accuracy.reset();  // the run went on after it
  if (*type == "step") return read_step(line, reading.steps);
  if (Complaint complaint = read_epoch(line, kEpochFigures, reading.history.epochs); !complaint.empty())
    return complaint;
  // Runs from before there was a timing.jsonl have their seconds here.
  return line.contains("seconds") ? read_epoch(line, kTimingFigures, reading.history.timing) : Complaint();
}

Complaint read_timing_line(const json& line, Reading& reading) {
  return read_epoch(line, kTimingFigures, reading.history.timing);
}

/// Empty where there is no such file.
Status read_text(const fs::path& path, std::string& text) {
  std::error_code ignored;
  text.clear();
  if (!fs::exists(path, ignored)) return {};
  std::vector<std::byte> bytes;
  if (Status status = io::read_file(path, bytes); !status.ok()) return status;
  text.assign(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  return {};
}

Status read_lines(const fs::path& path, Complaint (*read_line)(const json&, Reading&), Reading& reading) {
  std::string text;
  if (Status status = read_text(path, text); !status.ok()) return status;
  std::size_t start = 0;
  for (int number = 1; start < text.size(); ++number) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    const json line = json::parse(text.begin() + static_cast<std::ptrdiff_t>(start),
                                  text.begin() + static_cast<std::ptrdiff_t>(end), nullptr,
                                  /*allow_exceptions=*/false);
    const bool whole = line.is_object();
    if (!whole && end == text.size()) return {};
    const Complaint complaint = whole ? read_line(line, reading) : "no JSON object";
    if (!complaint.empty())
      return {StatusCode::kMalformed,
              path.string() + ": line " + std::to_string(number) + " is damaged: " + complaint};
    start = end + 1;
  }
  return {};
}

/// Counts the steps through. The last one of each epoch is always logged, so the largest batch gives its
/// length.
void number_steps(std::span<const LoggedStep> logged, std::vector<StepFigures>& steps) {
  std::int64_t batches = 0;
  for (const LoggedStep& step : logged) batches = std::max(batches, step.batch + 1);
  for (const LoggedStep& step : logged) {
    steps.push_back(step.figures);
    steps.back().step =
        static_cast<double>(step.epoch) * static_cast<double>(batches) + static_cast<double>(step.batch);
  }
}

std::string_view trim(std::string_view text) {
  const std::size_t start = text.find_first_not_of(" \t\r");
  if (start == std::string_view::npos) return {};
  return text.substr(start, text.find_last_not_of(" \t\r") - start + 1);
}

/// `key=value` lines as CLI11 writes them: one option a line, the value in quotes if it is a text.
void read_options(std::string_view text, History& history) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t equals = line.find('=');
    if (line.empty() || line.front() == '#' || line.front() == '[' || equals == std::string_view::npos)
      continue;
    std::string_view value = trim(line.substr(equals + 1));
    const bool quoted =
        value.size() >= 2 && value.front() == value.back() && (value[0] == '"' || value[0] == '\'');
    if (quoted) value = value.substr(1, value.size() - 2);
    history.options.emplace_back(trim(line.substr(0, equals)), value);
  }
}

void find_grids(const RunFolder& folder, std::vector<EpochGrid>& grids) {
  constexpr std::string_view kStart = "epoch_", kEnd = ".png";
  constexpr std::size_t kMaxDigits = 9;
  std::error_code ignored;
  for (fs::directory_iterator entry(folder.root() / "samples", ignored), end; entry != end;
       entry.increment(ignored)) {
    const std::string name = entry->path().filename().string();
    if (!name.starts_with(kStart) || !name.ends_with(kEnd) || name.size() <= kStart.size() + kEnd.size())
      continue;
    const std::string digits = name.substr(kStart.size(), name.size() - kStart.size() - kEnd.size());
    if (digits.size() > kMaxDigits || digits.find_first_not_of("0123456789") != std::string::npos) continue;
    const int epoch = std::stoi(digits);
    // Other spellings of the number would be second pictures of one epoch.
    std::error_code failed;
    if (folder.sample("epoch", epoch).filename() == name && entry->is_regular_file(failed) && !failed)
      grids.push_back({epoch, name});
  }
  std::sort(grids.begin(), grids.end(),
            [](const EpochGrid& a, const EpochGrid& b) { return a.epoch < b.epoch; });
}

}  // namespace

std::string History::option(const std::string& name) const {
  const auto found = std::find_if(options.rbegin(), options.rend(),
                                  [&](const auto& option) { return option.first == name; });
  return found == options.rend() ? "" : found->second;
}

Status read_history(const RunFolder& folder, History& history) {
  history = {};
  std::error_code ignored;
  if (!fs::exists(folder.config(), ignored) && !fs::exists(folder.metrics(), ignored))
    return {StatusCode::kInvalidArgument,
            folder.root().string() + ": no run here: neither config.toml nor metrics.jsonl"};
  std::string config;
  if (Status status = read_text(folder.config(), config); !status.ok()) return status;
  read_options(config, history);
  Reading reading{history, {}};
  if (Status status = read_lines(folder.metrics(), read_metrics_line, reading); !status.ok()) return status;
  if (Status status = read_lines(folder.timing(), read_timing_line, reading); !status.ok()) return status;
  number_steps(reading.steps, history.steps);
  find_grids(folder, history.grids);
  return {};
}

}  // namespace sgan::train
