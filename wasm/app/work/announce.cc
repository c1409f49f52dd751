#include "work/announce.h"

#include "sgan/discriminator.h"
#include "ui/explore_path.h"
#include "ui/tabs.h"
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
  return moving(explore) ? "Moving." : describe(explore.verdict);
}

std::string announce_draw(const DrawState& draw) {
  if (draw.challenge.asking()) {
    const std::string question = "Draw a " + std::to_string(draw.challenge.asked()) + ".";
    if (draw.challenge.answers.empty()) return question;
    return std::string(draw.challenge.answers.back().right() ? "Right. " : "Wrong. ") + question;
  }
  return draw.verdict ? describe(*draw.verdict) : "Nothing drawn yet.";
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
    case Tab::kModel:
      if (!state.model_tab.message.empty()) return state.model_tab.message;
      [[fallthrough]];
    default:
      return entry_of(state.tab).label;
  }
}

}  // namespace sgan::app
