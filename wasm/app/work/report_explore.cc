#include "sgan/latent.h"
#include "ui/explore_path.h"
#include "work/report_tabs.h"

namespace sgan::app {

Json explore_json(const ExploreState& explore, const ModelInfo* model) {
  static constexpr const char* kMotions[] = {"none", "morph", "walk"};
  Json json = {{"ready", explore.ready},
               {"busy", moving(explore) || explore.small_busy},
               {"seed", seed_json(explore.seed)},
               {"index", explore.index},
               {"class", explore.digit},
               {"mixture", explore.point.mixture},
               {"motion", kMotions[static_cast<int>(explore.motion)]},
               {"part", explore.part},
               {"speed", explore.speed},
               {"pad", {explore.across, explore.up}}};
  json["coordinates"] = Json::array();
  if (!explore.ready || model == nullptr) return json;
  for (int k = 0; k < explore.directions.count; ++k)
    json["coordinates"].push_back(
        coordinate(explore.directions, k, model->latent_prior, explore.point.latent));
  json["latent"] = explore.point.latent;
  json["digit"] = explore.verdict.digit;
  json["confidence"] = explore.verdict.confidence;
  json["validity"] = explore.verdict.validity;
  json["probs"] = explore.verdict.probs;
  return json;
}

}  // namespace sgan::app
