#include "work/session.h"

#include "sgan/strokes.h"
#include "work/judging.h"

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

std::size_t Session::pixels() const {
  const auto size = static_cast<std::size_t>(model_.info.image_size);
  return size * size;
}

bool Session::judge_drawing(UiState& state) {
  DrawState& draw = state.draw;
  if (!draw.changed || !loaded_) return false;
  draw.changed = false;
  draw.verdict.reset();
  draw.seen.clear();
  std::vector<float> image(pixels());
  // An empty drawing is refused, and then nothing is claimed about it.
  if (!rasterize(draw.strokes, model_.info.image_size, image).ok()) return true;
  draw.verdict = judge_image(model_, image, workspace_);
  draw.seen = std::move(image);
  return true;
}

}  // namespace sgan::app
