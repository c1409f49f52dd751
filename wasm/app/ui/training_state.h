#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "ui/picture.h"

namespace sgan::app {

/// Numbers beside each other, NaN where one is missing; empty where the file has no such column.
using Column = std::vector<float>;

/// A run's course (docs/history.md).
struct TrainingHistory {
  std::map<std::string, std::string> options;
  Column epoch, d_loss, g_loss, accuracy, validation_accuracy, test_accuracy;
  Column step, step_d_loss, step_g_loss, step_accuracy;
  std::vector<std::string> grids;  // file names in training/samples/
  std::vector<int> grid_epochs;    // [grids]
};

/// Runs of one kind under the same x: mean and spread of what was measured.
struct ComparedSeries {
  std::string name;
  Column mean, spread;  // [x]; spread may be empty
};
struct Comparison {
  Column x;  // numbers of labels, or epochs
  std::vector<ComparedSeries> series;
  float floor = -1;  // the best that could be reached; negative: unknown
};

/// One line of the model card.
struct CardFigure {
  std::string name, value;
};

/// Where a file of training/ is.
struct TrainingFile {
  enum class Status { kUnasked, kComing, kHere, kAbsent, kBroken };
  Status status = Status::kUnasked;
  std::string problem;  // why it is absent or broken, for people

  [[nodiscard]] bool here() const { return status == Status::kHere; }
};

/// The pictures of the same latents after each epoch.
struct SampleGrids {
  int shown = -1;                   // the one that is chosen, an index; -1 while there are none
  std::vector<TrainingFile> files;  // [grids]
  int in_texture = -1;              // the one that the texture holds; may lag behind the chosen one
  Atlas atlas;                      // the texture, with that one picture
};

/// The tab Training: how the shipped model was trained.
struct TrainingState {
  enum File { kHistory, kLabels, kFid, kEvaluation, kFiles };
  /// Where they are, beside the page.
  static constexpr std::array<const char*, kFiles> kPaths{"training/history.json", "training/labels.json",
                                                          "training/fid.json", "training/evaluation.json"};

  bool opened = false;      // the tab has been shown: its files are wanted
  bool want_again = false;  // asks once more for what did not come; whoever serves it clears it
  std::array<TrainingFile, kFiles> files;
  TrainingHistory history;
  Comparison labels, fid;
  std::vector<CardFigure> card;
  SampleGrids grids;

  bool by_step = false;  // the loss curves' x
  // Which point each plot shows the values of, by the plot's name, as the last frame had it (for report.h).
  std::map<std::string, std::pair<float, std::vector<std::pair<std::string, float>>>> shown_values;
};

}  // namespace sgan::app
