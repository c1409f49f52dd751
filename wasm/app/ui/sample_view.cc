#include "ui/sample_view.h"

#include <algorithm>

#include "ui/verdict.h"

namespace sgan::app {
namespace {

/// The tiles first.. of `count` in the order wanted, then -1 for those that are hidden.
void arrange(const SampleState& sample, int first, int count, std::vector<int>& shown) {
  std::vector<int> order;
  for (int number = first; number < first + count; ++number) {
    const SampleTile* tile = sample.tile(number);
    if (tile == nullptr || tile->verdict.confidence >= sample.least) order.push_back(number);
  }
  if (sample.order != SampleOrder::kAsMade) {
    // What is not made yet comes last.
    const auto rank = [&](int number) {
      const SampleTile* tile = sample.tile(number);
      if (tile == nullptr) return 2.0F;
      return sample.order == SampleOrder::kSurest ? -tile->verdict.confidence : tile->verdict.confidence;
    };
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return rank(a) < rank(b); });
  }
  order.resize(static_cast<std::size_t>(count), -1);
  shown.insert(shown.end(), order.begin(), order.end());
}

std::string plural(int count, const char* noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

}  // namespace

std::vector<int> shown_tiles(const SampleState& sample) {
  std::vector<int> shown;
  const bool by_row = sample.choice.kind == SampleChoice::Kind::kRows;
  const int step = by_row ? sample.side : sample.count();
  for (int first = 0; first < sample.count(); first += step) arrange(sample, first, step, shown);
  return shown;
}

std::array<int, kJudgedClasses> class_counts(const SampleState& sample) {
  std::array<int, kJudgedClasses> counts{};
  for (const SampleTile& tile : sample.tiles) {
    if (!tile.made || sample.restart) continue;
    ++counts[static_cast<std::size_t>(tile.verdict.rejected ? kFakeClass : tile.verdict.digit)];
  }
  return counts;
}

std::string sample_summary(const SampleState& sample) {
  const int done = sample.restart ? 0 : sample.done;
  const bool searching = sample.tried > static_cast<std::uint64_t>(done);
  if (sample.busy()) {
    std::string line = std::to_string(done) + " of " + std::to_string(sample.count());
    return searching ? line + " found in " + std::to_string(sample.tried) : line;
  }
  if (sample.exhausted)
    return "Only " + std::to_string(done) + " of " + std::to_string(sample.count()) + " found";
  float confidence = 0, validity = 0;
  int hidden = 0;
  for (const SampleTile& tile : sample.tiles) {
    confidence += tile.verdict.confidence;
    validity += tile.verdict.validity;
    hidden += tile.verdict.confidence < sample.least ? 1 : 0;
  }
  const auto n = static_cast<float>(std::max(1, done));
  std::string line = plural(done, "digit");
  if (hidden > 0) return line + ", " + std::to_string(hidden) + " hidden";
  return line + ", " + percent(confidence / n, 0) + " sure, " + percent(validity / n, 0) + " real";
}

}  // namespace sgan::app
