#include "work/report.h"

#include "ui/tabs.h"
#include "work/report_tabs.h"

namespace sgan::app {
namespace {

Json model_json(const ModelInfo* model) {
  if (model == nullptr) return nullptr;
  Json json = Json::object();
  for (const auto& [key, value] : model->metadata) json[key] = value;
  return json;
}

std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace

std::string state_json(const UiState& state, const FrameTimes& times) {
  return dump({{"tab", entry_of(state.tab).name},
               {"frameMs", times.frame},
               {"workMs", times.work},
               {"model", model_json(state.model)},
               {"toast", state.now < state.toast.until ? Json(state.toast.line) : Json(nullptr)},
               {"sample", sample_json(state.sample)},
               {"explore", explore_json(state.explore, state.model)},
               {"draw", draw_json(state.draw)},
               {"training", training_json(state.training)},
               {"weights", weights_json(state.model_tab)}});
}

std::string widgets_json(const UiState& state) {
  Json json = Json::object();
  for (const auto& [name, rect] : state.widgets) {
    json[name] = {rect.x / state.scale, rect.y / state.scale, rect.w / state.scale, rect.h / state.scale};
  }
  return dump(json);
}

}  // namespace sgan::app
