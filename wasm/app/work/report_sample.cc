#include "work/report_tabs.h"

namespace sgan::app {
namespace {

/// JavaScript's numbers are exact up to 2^53; beyond that the seed is a string.
Json seed_json(std::uint64_t seed) {
  if (seed <= (std::uint64_t{1} << 53)) return seed;
  return std::to_string(seed);
}

}  // namespace

Json sample_json(const SampleState& sample) {
  Json json = {{"seed", seed_json(sample.seed)},
               {"class", nullptr},
               {"count", sample.count},
               {"done", sample.restart ? 0 : sample.done()},
               {"busy", sample.busy()}};
  if (sample.digit_class) json["class"] = *sample.digit_class;
  json["chosen"] = sample.chosen >= 0 ? Json(sample.chosen) : Json(nullptr);
  json["digits"] = Json::array();
  json["validity"] = Json::array();
  for (int i = 0; i < sample.done() && !sample.restart; ++i) {
    json["digits"].push_back(sample.verdicts[static_cast<std::size_t>(i)].digit);
    json["validity"].push_back(sample.verdicts[static_cast<std::size_t>(i)].validity);
  }
  return json;
}

}  // namespace sgan::app
