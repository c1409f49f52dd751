#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "history.h"
#include "sgan_io/file.h"

namespace sgan::train {
namespace {

using nlohmann::ordered_json;

constexpr int kSchema = 1;
constexpr std::size_t kMaxPoints = 500;

/// What shapes a run's figures; not where it lies on a disk, nor what it logs.
constexpr const char* kOptions[] = {"preset",
                                    "generator",
                                    "start",
                                    "labels",
                                    "label-seed",
                                    "baseline",
                                    "seed",
                                    "epochs",
                                    "max-steps",
                                    "batch-size",
                                    "learning-rate",
                                    "decay",
                                    "beta1",
                                    "beta2",
                                    "ema-decay",
                                    "validation",
                                    "latent-prior",
                                    "real-target",
                                    "class-weight",
                                    "generator-class-weight",
                                    "feature-weight",
                                    "gradient-penalty",
                                    "shift",
                                    "drawn-share",
                                    "discriminator-width",
                                    "discriminator-norm",
                                    "dropout",
                                    "device",
                                    "precision"};

ordered_json to_json(std::optional<double> value) {
  if (!value) return {};
  const double rounded = round_figure(*value);
  // Without ".0".
  if (rounded == std::trunc(rounded) && std::abs(rounded) < 1e15) return static_cast<std::int64_t>(rounded);
  return rounded;
}

/// An array for each figure that any of the records has.
template <typename Record, std::size_t size>
void add_columns(const std::vector<Record>& records, const std::array<Figure<Record>, size>& figures,
                 ordered_json& columns) {
  for (const Figure<Record>& figure : figures) {
    ordered_json column = ordered_json::array();
    bool any = false;
    for (const Record& record : records) {
      any = any || (record.*figure.value).has_value();
      column.push_back(to_json(record.*figure.value));
    }
    if (any) columns[figure.key] = std::move(column);
  }
}

ordered_json steps_json(const History& history) {
  const std::vector<StepFigures> points = decimate(history.steps, kMaxPoints);
  ordered_json numbers = ordered_json::array();
  for (const StepFigures& point : points) numbers.push_back(std::llround(point.step));
  ordered_json columns{{"logged", history.steps.size()}, {"step", std::move(numbers)}};
  add_columns(points, kStepFigures, columns);
  return columns;
}

template <typename Record, std::size_t size>
ordered_json epochs_json(const std::vector<Record>& records,
                         const std::array<Figure<Record>, size>& figures) {
  ordered_json numbers = ordered_json::array();
  for (const Record& record : records) numbers.push_back(record.epoch);
  ordered_json columns{{"epoch", std::move(numbers)}};
  add_columns(records, figures, columns);
  return columns;
}

ordered_json options_json(const History& history) {
  ordered_json options = ordered_json::object();
  for (const char* name : kOptions) {
    if (const std::string value = history.option(name); !value.empty()) options[name] = value;
  }
  return options;
}

}  // namespace

double round_figure(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.5g", value);
  return std::strtod(text.data(), nullptr);
}

std::vector<StepFigures> decimate(const std::vector<StepFigures>& steps, std::size_t limit) {
  if (steps.size() <= limit) return steps;
  const std::size_t bucket = (steps.size() + limit - 1) / limit;
  std::vector<StepFigures> points;
  for (std::size_t start = 0; start < steps.size(); start += bucket) {
    const std::size_t end = std::min(start + bucket, steps.size());
    StepFigures& point = points.emplace_back();
    for (std::size_t i = start; i < end; ++i) point.step += steps[i].step / static_cast<double>(end - start);
    for (const Figure<StepFigures>& figure : kStepFigures) {
      double sum = 0;
      int count = 0;
      for (std::size_t i = start; i < end; ++i) {
        sum += (steps[i].*figure.value).value_or(0);
        count += (steps[i].*figure.value).has_value() ? 1 : 0;
      }
      if (count > 0) point.*figure.value = sum / count;
    }
  }
  return points;
}

Status write_history(const RunFolder& folder) {
  History history;
  if (Status status = read_history(folder, history); !status.ok()) return status;
  ordered_json grids = ordered_json::array();
  for (const EpochGrid& grid : history.grids) grids.push_back(grid.name);
  ordered_json json{{"schema", kSchema},
                    {"options", options_json(history)},
                    {"epochs", epochs_json(history.epochs, kEpochFigures)},
                    {"steps", steps_json(history)}};
  if (history.test_accuracy) json["test_accuracy"] = round_figure(*history.test_accuracy);
  json["grids"] = std::move(grids);
  json["timing"] = epochs_json(history.timing, kTimingFigures);
  // A name that is no UTF-8 must not keep the rest from being written.
  return io::write_file(folder.history(),
                        json.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n");
}

}  // namespace sgan::train
