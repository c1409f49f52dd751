#include "work/report.h"

#include <nlohmann/json.hpp>

namespace sgan::app {
namespace {

using Json = nlohmann::ordered_json;

/// JavaScript's numbers are exact up to 2^53; beyond that the seed is a string.
Json seed_json(std::uint64_t seed) {
  if (seed <= (std::uint64_t{1} << 53)) return seed;
  return std::to_string(seed);
}

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

Json model_json(const ModelInfo* model) {
  if (model == nullptr) return nullptr;
  Json json = Json::object();
  for (const auto& [key, value] : model->metadata) json[key] = value;
  return json;
}

std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace

std::string state_json(const UiState& state, const FrameTimes& times) {
  return dump({{"tab", state.tab == Tab::kSample ? "sample" : "draw"},
               {"frameMs", times.frame},
               {"workMs", times.work},
               {"model", model_json(state.model)},
               {"sample", sample_json(state.sample)},
               {"draw", draw_json(state.draw)}});
}

std::string widgets_json(const UiState& state) {
  Json json = Json::object();
  for (const auto& [name, rect] : state.widgets) {
    json[name] = {rect.x / state.scale, rect.y / state.scale, rect.w / state.scale, rect.h / state.scale};
  }
  return dump(json);
}

}  // namespace sgan::app
