#include "work/session.h"

#include <string>
#include <utility>

namespace sgan::app {

Status Session::load(std::span<const std::byte> bytes, UiState& state) {
  Model model;
  if (Status status = load_model(bytes, model); !status.ok()) return status;
  if (model.info.image_size > kMostImageSize) {
    return {StatusCode::kTooLarge, "it makes images of " + std::to_string(model.info.image_size) +
                                       " pixels; this page shows at most " + std::to_string(kMostImageSize)};
  }
  model_ = std::move(model);
  loaded_ = true;
  state.model = &model_.info;
  state.sample.restart = true;
  state.explore.ready = state.explore.directed = false;
  state.explore.searched = -1;
  state.explore.digit = -1;
  state.draw.changed = true;
  return {};
}

}  // namespace sgan::app
