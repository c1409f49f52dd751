#include "work/training_files.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "work/file_names.h"

namespace sgan::app {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostPoints = 100'000;

Status malformed(const std::string& what) { return {StatusCode::kMalformed, what}; }

Status parse_object(std::string_view text, Json& json) {
  json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) return malformed("it is not valid JSON");
  if (!json.is_object()) return malformed("it is not a JSON object");
  return {};
}

Status check_schema(const Json& json) {
  const auto schema = json.find("schema");
  if (schema == json.end() || !schema->is_number_integer()) return malformed("it has no \"schema\"");
  if (schema->get<int>() != 1) return {StatusCode::kUnsupported, "its schema is newer than this page"};
  return {};
}

/// An array of numbers and nulls; empty where the object has no such key.
Status read_column(const Json& object, const std::string& key, Column& column) {
  column.clear();
  const auto array = object.find(key);
  if (array == object.end()) return {};
  if (!array->is_array()) return malformed("\"" + key + "\" is not an array");
  if (array->size() > kMostPoints) return {StatusCode::kTooLarge, "\"" + key + "\" is too long"};
  for (const Json& value : *array) {
    if (!value.is_number() && !value.is_null()) return malformed("\"" + key + "\" holds what is no number");
    column.push_back(value.is_number() ? value.get<float>() : std::numeric_limits<float>::quiet_NaN());
  }
  return {};
}

/// The columns of one object, each as long as the first, which must ascend.
Status read_columns(const Json& json, const std::string& key,
                    std::initializer_list<std::pair<const char*, Column*>> columns) {
  const auto object = json.find(key);
  if (object == json.end()) return {};
  if (!object->is_object()) return malformed("\"" + key + "\" is not an object");
  const Column& x = *columns.begin()->second;
  for (const auto& [name, column] : columns) {
    if (Status status = read_column(*object, name, *column); !status.ok()) return status;
    if (!column->empty() && column->size() != x.size())
      return malformed("\"" + key + "." + name + "\" has another length than \"" + columns.begin()->first +
                       "\"");
  }
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!std::isfinite(x[i]) || (i > 0 && x[i] <= x[i - 1]))
      return malformed("\"" + key + "\" does not ascend");
  }
  return {};
}

/// The number in "epoch_012.png", or `otherwise`.
int epoch_of(const std::string& name, int otherwise) {
  const std::size_t from = name.find_first_of("0123456789");
  if (from == std::string::npos) return otherwise;
  return static_cast<int>(std::strtol(name.c_str() + from, nullptr, 10));
}

Status read_grids(const Json& json, TrainingHistory& history) {
  const auto grids = json.find("grids");
  if (grids == json.end()) return {};
  if (!grids->is_array() || grids->size() > kMostPoints) return malformed("\"grids\" is not a list of files");
  for (const Json& grid : *grids) {
    if (!grid.is_string()) return malformed("\"grids\" holds what is no file name");
    std::string name = grid.get<std::string>();
    if (!is_file_name(name)) return malformed("\"grids\" holds what is no file name");
    history.grid_epochs.push_back(epoch_of(name, static_cast<int>(history.grids.size())));
    history.grids.push_back(std::move(name));
  }
  return {};
}

std::string format(double value, const char* pattern) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, pattern, value);
  return buffer;
}

struct CardEntry {
  const char* path;  // JSON pointer
  const char* name;
  const char* pattern;  // how it is written; a percentage if it ends with %
};

constexpr CardEntry kCardEntries[] = {
    {"/test_accuracy", "Test accuracy", "%.2f %%"},
    {"/expected_calibration_error", "Calibration error", "%.2f %%"},
    {"/quality/fid", "FID", "%.2f"},
    {"/floor/fid", "FID of real against real", "%.2f"},
    {"/quality/precision", "Precision", "%.3f"},
    {"/quality/recall", "Recall", "%.3f"},
    {"/quality/density", "Density", "%.3f"},
    {"/quality/coverage", "Coverage", "%.3f"},
    {"/quality/requested_class_accuracy", "Requested digit obtained", "%.2f %%"},
    {"/quality/class_entropy_bits", "Class entropy, bits", "%.3f"},
    {"/quality/nearest_distance_ratio", "Distance to training images", "%.3f"},
    {"/reject/others/auroc", "AUROC, other symbols", "%.3f"},
    {"/reject/non_digits/auroc", "AUROC, non-digits", "%.3f"},
};

}  // namespace

Status read_history(std::string_view text, TrainingHistory& history) {
  Json json;
  if (Status status = parse_object(text, json); !status.ok()) return status;
  if (Status status = check_schema(json); !status.ok()) return status;
  TrainingHistory read;
  Status status = read_columns(json, "epochs",
                               {{"epoch", &read.epoch},
                                {"d_loss", &read.d_loss},
                                {"g_loss", &read.g_loss},
                                {"accuracy", &read.accuracy},
                                {"validation_accuracy", &read.validation_accuracy},
                                {"test_accuracy", &read.test_accuracy}});
  if (!status.ok()) return status;
  status = read_columns(json, "steps",
                        {{"step", &read.step},
                         {"d_loss", &read.step_d_loss},
                         {"g_loss", &read.step_g_loss},
                         {"accuracy", &read.step_accuracy}});
  if (!status.ok()) return status;
  if (status = read_grids(json, read); !status.ok()) return status;
  if (const auto options = json.find("options"); options != json.end() && options->is_object()) {
    for (const auto& [key, value] : options->items()) {
      if (value.is_string()) read.options[key] = value.get<std::string>();
    }
  }
  history = std::move(read);
  return {};
}

Status read_comparison(std::string_view text, std::string_view x_key, Comparison& comparison) {
  Json json;
  if (Status status = parse_object(text, json); !status.ok()) return status;
  if (Status status = check_schema(json); !status.ok()) return status;
  Comparison read;
  if (Status status = read_column(json, std::string(x_key), read.x); !status.ok()) return status;
  if (read.x.empty()) return malformed("it has no \"" + std::string(x_key) + "\"");
  for (std::size_t i = 0; i < read.x.size(); ++i) {
    if (!std::isfinite(read.x[i]) || (i > 0 && read.x[i] <= read.x[i - 1]))
      return malformed("\"" + std::string(x_key) + "\" does not ascend");
  }
  const auto series = json.find("series");
  if (series == json.end() || !series->is_array() || series->empty())
    return malformed("it has no \"series\"");
  for (const Json& one : *series) {
    const auto name = one.is_object() ? one.find("name") : one.end();
    if (!one.is_object() || name == one.end() || !name->is_string())
      return malformed("a series has no \"name\"");
    ComparedSeries& added = read.series.emplace_back();
    added.name = name->get<std::string>();
    if (Status status = read_column(one, "mean", added.mean); !status.ok()) return status;
    if (Status status = read_column(one, "spread", added.spread); !status.ok()) return status;
    if (added.mean.size() != read.x.size() || (!added.spread.empty() && added.spread.size() != read.x.size()))
      return malformed("the series \"" + added.name + "\" has another length than \"" + std::string(x_key) +
                       "\"");
  }
  if (const auto floor = json.find("floor"); floor != json.end() && floor->is_number())
    read.floor = floor->get<float>();
  comparison = std::move(read);
  return {};
}

Status read_evaluation(std::string_view text, std::vector<CardFigure>& card) {
  Json json;
  if (Status status = parse_object(text, json); !status.ok()) return status;
  std::vector<CardFigure> read;
  for (const CardEntry& entry : kCardEntries) {
    const Json::json_pointer path(entry.path);
    if (!json.contains(path) || !json.at(path).is_number()) continue;
    const bool percent = std::string_view(entry.pattern).back() == '%';
    read.push_back({entry.name, format((percent ? 100 : 1) * json.at(path).get<double>(), entry.pattern)});
  }
  card = std::move(read);
  return {};
}

}  // namespace sgan::app
