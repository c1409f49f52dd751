#include "work/announce.h"

#include <algorithm>
#include <cmath>

#include "sgan/discriminator.h"
#include "ui/explore_path.h"
#include "ui/model_parts.h"
#include "ui/plot.h"
#include "ui/verdict.h"

namespace sgan::app {
namespace {

std::string describe(const Verdict& verdict) {
  const std::string digit = std::to_string(verdict.digit);
  if (verdict.rejected) return "Taken for a generated image, most like a " + digit + ".";
  return "Read as " + digit + ", " + percent(verdict.confidence, 1) + " sure. Looks " +
         percent(verdict.validity, 0) + " real.";
}

/// "3 of 0, 1 of 4", by the digit that is read.
std::string count_digits(const SampleState& sample) {
  std::array<int, kDigitClasses> counts{};
  for (const SampleTile& tile : sample.tiles) {
    if (tile.made) ++counts[static_cast<std::size_t>(tile.verdict.digit)];
  }
  std::string words;
  for (std::size_t digit = 0; digit < counts.size(); ++digit) {
    if (counts[digit] == 0) continue;
    words += (words.empty() ? "" : ", ") + std::to_string(counts[digit]) + " of " + std::to_string(digit);
  }
  return words;
}

std::string announce_sample(const SampleState& sample) {
  if (sample.busy()) return "Making digits.";
  if (const SampleTile* tile = sample.tile(sample.chosen); tile != nullptr)
    return "Digit " + std::to_string(sample.chosen + 1) + ". " + describe(tile->verdict);
  return std::to_string(sample.done) + " digits made from seed " + std::to_string(sample.seed) + ": " +
         count_digits(sample) + ".";
}

std::string announce_explore(const ExploreState& explore) {
  if (!explore.ready) return "Looking for directions.";
  if (!moving(explore)) return describe(explore.verdict);
  if (explore.motion == ExploreMotion::kWalk) return "Walking at random.";
  const int from = digit_of(explore.from), to = digit_of(explore.to);
  if (explore.motion == ExploreMotion::kNone || from < 0 || to < 0) return "Moving.";
  return "Going to and fro between a " + std::to_string(from) + " and a " + std::to_string(to) + ".";
}

std::string announce_draw(const DrawState& draw) {
  if (draw.challenge.asking()) {
    std::string question = "Draw a " + std::to_string(draw.challenge.asked()) + ".";
    if (draw.challenge.answers.empty()) return question;
    return std::string(draw.challenge.answers.back().right() ? "Right. " : "Wrong. ") + question;
  }
  if (!draw.verdict) return "Nothing drawn yet.";
  if (draw.verdict->rejected) return "Not a digit, most like a " + std::to_string(draw.verdict->digit) + ".";
  return describe(*draw.verdict);
}

/// ", generator's loss 0.75", or nothing where there is no value.
std::string figure_at(const char* name, const Column& column, std::size_t i, bool share) {
  if (i >= column.size() || !std::isfinite(column[i])) return "";
  return std::string(", ") + name + " " + plot_value(column[i], share);
}

/// The epoch of the picture that is shown, or the last one.
std::string announce_training(const TrainingState& training) {
  const TrainingFile& file = training.files[TrainingState::kHistory];
  if (!file.here()) return file.problem.empty() ? "Looking for the training's history." : file.problem + ".";
  const TrainingHistory& history = training.history;
  if (history.epoch.empty()) return "No epoch of the training is over.";
  std::size_t i = history.epoch.size() - 1;
  if (const int shown = training.grids.shown; shown >= 0) {
    const auto epoch = static_cast<float>(history.grid_epochs[static_cast<std::size_t>(shown)]);
    const auto found = std::find(history.epoch.begin(), history.epoch.end(), epoch);
    if (found != history.epoch.end()) i = static_cast<std::size_t>(found - history.epoch.begin());
  }
  return "Epoch " + std::to_string(std::lround(history.epoch[i])) +
         figure_at("discriminator's loss", history.d_loss, i, false) +
         figure_at("generator's loss", history.g_loss, i, false) +
         figure_at("training accuracy", history.accuracy, i, true) +
         figure_at("validation accuracy", history.validation_accuracy, i, true) + ".";
}

std::string announce_model(const ModelState& model) {
  if (!model.message.empty()) return model.message;
  if (!model.coming.empty()) return "Fetching " + model.coming + ".";
  if (model.name.empty()) return "No weights are loaded.";
  return model.name + " is loaded, " + megabytes(model.bytes) + ".";
}

}  // namespace

std::string announcement(const UiState& state) {
  switch (state.tab) {
    case Tab::kSample:
      return announce_sample(state.sample);
    case Tab::kExplore:
      return announce_explore(state.explore);
    case Tab::kDraw:
      return announce_draw(state.draw);
    case Tab::kTraining:
      return announce_training(state.training);
    case Tab::kModel:
      return announce_model(state.model_tab);
  }
  return {};
}

}  // namespace sgan::app
