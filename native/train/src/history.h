#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "run_folder.h"
#include "sgan/status.h"

namespace sgan::train {

// What a run folder tells of a run, as files say it: a figure that a line leaves out, or gives as null, is
// none.

/// Losses and batch accuracy (0..1) of a step, or their means over several.
struct StepFigures {
  double step = 0;  // of the whole run, from 0; the mean of several
  std::optional<double> d_loss, g_loss, accuracy;
};

/// Losses and batch accuracy are means over the epoch. Accuracies and entropy are in 0..1.
struct EpochFigures {
  int epoch = 0;  // from 0
  std::optional<double> d_loss, g_loss, accuracy, validation_accuracy, test_accuracy, sample_entropy,
      sample_classes;
};

struct EpochTiming {
  int epoch = 0;
  std::optional<double> seconds, images_per_second;
};

/// A picture samples/epoch_NNNNNN.png.
struct EpochGrid {
  int epoch = 0;
  std::string name;  // without the folder
};

/// A figure of a record by its key in the files.
template <typename Record>
struct Figure {
  const char* key;
  std::optional<double> Record::*value;
};

inline constexpr std::array<Figure<StepFigures>, 3> kStepFigures{{{"d_loss", &StepFigures::d_loss},
                                                                  {"g_loss", &StepFigures::g_loss},
                                                                  {"accuracy", &StepFigures::accuracy}}};
inline constexpr std::array<Figure<EpochFigures>, 7> kEpochFigures{
    {{"d_loss", &EpochFigures::d_loss},
     {"g_loss", &EpochFigures::g_loss},
     {"accuracy", &EpochFigures::accuracy},
     {"validation_accuracy", &EpochFigures::validation_accuracy},
     {"test_accuracy", &EpochFigures::test_accuracy},
     {"sample_entropy", &EpochFigures::sample_entropy},
     {"sample_classes", &EpochFigures::sample_classes}}};
inline constexpr std::array<Figure<EpochTiming>, 2> kTimingFigures{
    {{"seconds", &EpochTiming::seconds}, {"images_per_second", &EpochTiming::images_per_second}}};

struct History {
  std::vector<std::pair<std::string, std::string>> options;  // of config.toml, in its order, without quotes
  std::vector<StepFigures> steps;                            // the logged ones, ascending
  std::vector<EpochFigures> epochs;                          // the finished ones, ascending
  std::vector<EpochTiming> timing;                           // ascending
  std::vector<EpochGrid> grids;                              // that exist, ascending
  std::optional<double> test_accuracy;                       // 0..1, measured once at the end

  /// The last of `options` with this name, or "".
  [[nodiscard]] std::string option(const std::string& name) const;
};

/// Reads config.toml, metrics.jsonl, timing.jsonl and the names in samples/; all but one of the first two may
/// be missing. Skips lines and keys of kinds unknown here, and a last line without end that is not whole: a
/// killed run leaves one. Refuses any other line that is not as metrics.h writes it; names file and line. A
/// step or an epoch that is there again, or goes back, replaces what was said from there on.
[[nodiscard]] Status read_history(const RunFolder& folder, History& history);

/// Writes RUN/history.json as docs/history.md describes it. The same run gives the same bytes but for
/// "timing".
[[nodiscard]] Status write_history(const RunFolder& folder);

/// At most `limit` (from 1) points, each the mean of as many neighbours, but for the last one; a figure's
/// mean is taken over the points that have it. Few enough points stay as they are.
[[nodiscard]] std::vector<StepFigures> decimate(const std::vector<StepFigures>& steps, std::size_t limit);

/// With five significant digits.
[[nodiscard]] double round_figure(double value);

}  // namespace sgan::train
