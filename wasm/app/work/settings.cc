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

/// Takes a number that is within its range.
void take_number(const Json& json, const char* key, float least, float most, float& value) {
  const Json& number = value_of(json, key);
  if (!number.is_number()) return;
  const auto read = number.get<float>();
  if (read >= least && read <= most) value = read;
}

}  // namespace

std::string settings_json(const UiState& state) {
  return Json{{"tab", entry_of(state.tab).name},
              {"brush", state.draw.brush},
              {"side", state.sample.side},
              {"variety", state.sample.variety}}
      .dump();
}

void apply_settings(UiState& state, std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return;
  const Json& tab = value_of(json, "tab");
  for (const TabEntry& entry : tabs()) {
    if (tab.is_string() && tab.get_ref<const std::string&>() == entry.name) state.tab = entry.tab;
  }
  take_number(json, "brush", kThinnestBrush, kThickestBrush, state.draw.brush);
  take_number(json, "variety", 0, 1, state.sample.variety);
  auto side = static_cast<float>(state.sample.side);
  take_number(json, "side", 1, kMostSide, side);
  state.sample.side = static_cast<int>(side);
}

}  // namespace sgan::app
