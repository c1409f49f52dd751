#include "work/settings.h"

#include <nlohmann/json.hpp>

#include "ui/tabs.h"

namespace sgan::app {
namespace {

using Json = nlohmann::ordered_json;

/// The value under a key; null if there is none.
const Json& value_of(const Json& object, const char* key) {
  static const Json kNothing;
  const auto found = object.find(key);
  return found == object.end() ? kNothing : *found;
}

}  // namespace

std::string settings_json(const UiState& state) {
  return Json{{"tab", entry_of(state.tab).name}, {"brush", state.draw.brush}}.dump();
}

void apply_settings(UiState& state, std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return;
  const Json& tab = value_of(json, "tab");
  for (const TabEntry& entry : tabs()) {
    if (tab.is_string() && tab.get_ref<const std::string&>() == entry.name) state.tab = entry.tab;
  }
  const Json& brush = value_of(json, "brush");
  if (!brush.is_number()) return;
  const auto width = brush.get<float>();
  if (width >= kThinnestBrush && width <= kThickestBrush) state.draw.brush = width;
}

}  // namespace sgan::app
