#include <cmath>

#include "work/report_tabs.h"

namespace sgan::app {
namespace {

const char* name_of(TrainingFile::Status status) {
  switch (status) {
    case TrainingFile::Status::kUnasked:
      return "unasked";
    case TrainingFile::Status::kComing:
      return "coming";
    case TrainingFile::Status::kHere:
      return "here";
    case TrainingFile::Status::kAbsent:
      return "absent";
    case TrainingFile::Status::kBroken:
      return "broken";
  }
  return "";
}

Json file_json(const TrainingFile& file) {
  Json json = {{"status", name_of(file.status)}};
  if (!file.problem.empty()) json["problem"] = file.problem;
  return json;
}

Json number(float value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

}  // namespace

Json training_json(const TrainingState& training) {
  Json json = {{"history", file_json(training.files[TrainingState::kHistory])},
               {"labels", file_json(training.files[TrainingState::kLabels])},
               {"fid", file_json(training.files[TrainingState::kFid])},
               {"evaluation", file_json(training.files[TrainingState::kEvaluation])},
               {"by", training.by_step ? "step" : "epoch"},
               {"plots", Json::object()},
               {"card", Json::object()},
               {"grid", nullptr}};
  for (const auto& [name, shown] : training.shown_values) {
    Json values = Json::object();
    for (const auto& [line, value] : shown.second) values[line] = number(value);
    json["plots"][name] = {{"x", number(shown.first)}, {"values", values}};
  }
  for (const CardFigure& figure : training.card) json["card"][figure.name] = figure.value;
  const SampleGrids& grids = training.grids;
  if (grids.shown >= 0) {
    const auto index = static_cast<std::size_t>(grids.shown);
    Json grid = file_json(grids.files[index]);
    grid["index"] = grids.shown;
    grid["epoch"] = training.history.grid_epochs[index];
    grid["count"] = grids.files.size();
    grid["onScreen"] = grids.in_texture == grids.shown;
    json["grid"] = grid;
  }
  return json;
}

}  // namespace sgan::app
