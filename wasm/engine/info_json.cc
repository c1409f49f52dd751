#include "info_json.h"

#include <nlohmann/json.hpp>

namespace sgan {

std::string info_json(const ModelInfo& info) {
  const nlohmann::ordered_json json = {
      {"latentDim", info.latent_dim},
      {"imageSize", info.image_size},
      {"latentPrior", info.latent_prior == LatentPrior::kNormal ? "normal" : "uniform01"},
      {"conditional", info.conditional != Conditioning::kNone},
      {"generatorChannels", info.generator_channels},
      {"discriminatorChannels", info.discriminator_channels},
      {"generatorParameters", info.generator_parameters},
      {"discriminatorParameters", info.discriminator_parameters},
      {"classNames", info.class_names},
      {"metadata", info.metadata},
  };
  // Names come from a file: text that is not UTF-8 is replaced, for JSON cannot carry it.
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace sgan
