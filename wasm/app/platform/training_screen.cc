#include "platform/training_screen.h"

#include <algorithm>

#include "platform/browser_files.h"

namespace sgan::app {

void TrainingScreen::serve(UiState& state) {
  for (const std::string& path : work_.wanted(state.training)) browser_fetch(path);
}

bool TrainingScreen::take(UiState& state, const std::string& path, std::span<const std::byte> bytes,
                          const std::string& problem) {
  return work_.take(state.training, path, bytes, problem);
}

bool TrainingScreen::work(UiState& state) {
  SampleGrids& grids = state.training.grids;
  const GreyImage* image = work_.to_upload(state.training);
  if (image == nullptr) return false;
  const int side = std::max(image->width, image->height);
  if (texture_.atlas().image_size != side) texture_.create(side, 1, DigitTexture::Filter::kSmooth);
  texture_.upload(0, square_image(*image));
  grids.atlas = texture_.atlas();
  grids.in_texture = grids.shown;
  return true;
}

}  // namespace sgan::app
