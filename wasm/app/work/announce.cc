#include "work/announce.h"

#include "sgan/discriminator.h"
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
  for (int i = 0; i < sample.done(); ++i)
    ++counts[static_cast<std::size_t>(sample.verdicts[static_cast<std::size_t>(i)].digit)];
  std::string words;
  for (std::size_t digit = 0; digit < counts.size(); ++digit) {
    if (counts[digit] == 0) continue;
    words += (words.empty() ? "" : ", ") + std::to_string(counts[digit]) + " of " + std::to_string(digit);
  }
  return words;
}

std::string announce_sample(const SampleState& sample) {
  if (sample.busy()) return "Making digits.";
  if (sample.chosen >= 0 && sample.chosen < sample.done())
    return "Digit " + std::to_string(sample.chosen + 1) + ". " +
           describe(sample.verdicts[static_cast<std::size_t>(sample.chosen)]);
  return std::to_string(sample.done()) + " digits made from seed " + std::to_string(sample.seed) + ": " +
         count_digits(sample) + ".";
}

std::string announce_draw(const DrawState& draw) {
  return draw.verdict ? describe(*draw.verdict) : "Nothing drawn yet.";
}

}  // namespace

std::string announcement(const UiState& state) {
  switch (state.tab) {
    case Tab::kSample:
      return announce_sample(state.sample);
    case Tab::kDraw:
      return announce_draw(state.draw);
    default:
      return entry_of(state.tab).label;
  }
}

}  // namespace sgan::app
