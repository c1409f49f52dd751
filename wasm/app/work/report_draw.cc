#include "work/report_tabs.h"

namespace sgan::app {

Json draw_json(const DrawState& draw) {
  const Verdict none;
  Json json = {{"strokes", draw.strokes.size()},
               {"brush", draw.brush},
               {"digit", nullptr},
               {"probs", draw.verdict.value_or(none).probs},
               {"validity", nullptr},
               {"rejected", false}};
  if (draw.verdict) {
    json["digit"] = draw.verdict->digit;
    json["validity"] = draw.verdict->validity;
    json["rejected"] = draw.verdict->rejected;
  }
  return json;
}

}  // namespace sgan::app
