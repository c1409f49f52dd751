#include "work/strokes_file.h"

#include <nlohmann/json.hpp>

namespace sgan::app {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(const Drawing& drawing) {
  Json strokes = Json::array();
  for (const Stroke& stroke : drawing) {
    Json& points = strokes.emplace_back(Json::array());
    for (const PenPoint& point : stroke) points.push_back({point.x, point.y});
  }
  return strokes;
}

}  // namespace

std::string strokes_file(std::span<const JudgedDrawing> drawings) {
  Json file = Json::array();
  for (const JudgedDrawing& drawing : drawings) {
    Json& json = file.emplace_back(Json::object());
    json["strokes"] = to_json(*drawing.strokes);
    if (drawing.read != nullptr) {
      json["read"] = drawing.read->digit;
      json["rejected"] = drawing.read->rejected;
      json["validity"] = drawing.read->validity;
      json["probs"] = drawing.read->probs;
    }
    if (drawing.asked) json["asked"] = *drawing.asked;
  }
  return file.dump() + "\n";
}

}  // namespace sgan::app
