#include "work/session.h"

namespace sgan::app {

Status Session::load(std::span<const std::byte> bytes, UiState& state) {
  if (Status status = load_model(bytes, model_); !status.ok()) return status;
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
