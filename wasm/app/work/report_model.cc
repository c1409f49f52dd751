#include "work/report_tabs.h"

namespace sgan::app {
namespace {

Json layers_json(const std::vector<LayerRow>& rows) {
  Json json = Json::array();
  for (const LayerRow& row : rows) {
    json.push_back({{"name", row.name},
                    {"kind", row.kind},
                    {"shape", row.shape},
                    {"dtype", row.dtype},
                    {"parameters", row.parameters},
                    {"bytes", row.bytes}});
  }
  return json;
}

}  // namespace

Json weights_json(const ModelState& model) {
  Json json = {{"name", model.name},
               {"path", model.path.empty() ? Json(nullptr) : Json(model.path)},
               {"bytes", model.bytes},
               {"default", model.default_path().empty() ? Json(nullptr) : Json(model.default_path())},
               {"coming", model.coming.empty() ? Json(nullptr) : Json(model.coming)},
               {"message", model.message},
               {"failed", model.failed},
               {"shipped", Json::array()},
               {"generator", layers_json(model.layers.generator)},
               {"discriminator", layers_json(model.layers.discriminator)}};
  for (const ShippedWeights& file : model.shipped) json["shipped"].push_back(file.path);
  return json;
}

}  // namespace sgan::app
