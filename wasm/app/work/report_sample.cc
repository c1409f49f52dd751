#include "ui/sample_view.h"
#include "work/report_tabs.h"

namespace sgan::app {
namespace {

Json class_json(const SampleChoice& choice) {
  if (choice.kind == SampleChoice::Kind::kAny) return nullptr;
  return choice.kind == SampleChoice::Kind::kOne ? Json(choice.digit) : Json("rows");
}

}  // namespace

Json seed_json(std::uint64_t seed) {
  if (seed <= (std::uint64_t{1} << 53)) return seed;
  return std::to_string(seed);
}

Json sample_json(const SampleState& sample) {
  static constexpr const char* kOrders[] = {"made", "sure", "unsure"};
  Json json = {{"seed", seed_json(sample.seed)},
               {"locked", sample.locked},
               {"class", class_json(sample.choice)},
               {"side", sample.side},
               {"count", sample.count()},
               {"variety", sample.variety},
               {"order", kOrders[static_cast<int>(sample.order)]},
               {"least", sample.least},
               {"done", sample.restart ? 0 : sample.done},
               {"tried", sample.restart ? 0 : sample.tried},
               {"busy", sample.busy()},
               {"exhausted", sample.exhausted}};
  json["chosen"] = sample.chosen >= 0 ? Json(sample.chosen) : Json(nullptr);
  json["hovered"] = sample.hovered >= 0 ? Json(sample.hovered) : Json(nullptr);
  json["summary"] = sample_summary(sample);
  json["histogram"] = class_counts(sample);
  json["shown"] = shown_tiles(sample);
  for (const char* list : {"digits", "confidence", "validity"}) json[list] = Json::array();
  for (int i = 0; i < sample.count(); ++i) {
    const SampleTile* tile = sample.tile(i);
    if (tile == nullptr) continue;
    json["digits"].push_back(tile->verdict.digit);
    json["confidence"].push_back(tile->verdict.confidence);
    json["validity"].push_back(tile->verdict.validity);
  }
  return json;
}

}  // namespace sgan::app
