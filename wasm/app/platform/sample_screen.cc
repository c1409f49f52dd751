#include "platform/sample_screen.h"

#include <algorithm>

#include "platform/browser.h"
#include "ui/digit_grid.h"
#include "ui/sample_seed.h"
#include "ui/toast.h"
#include "work/explore_work.h"
#include "work/link.h"

namespace sgan::app {
namespace {

std::span<const float> image_of(const UiState& state, int tile) {
  const auto size = static_cast<std::size_t>(state.model->image_size);
  return std::span<const float>(state.sample.images)
      .subspan(static_cast<std::size_t>(tile) * size * size, size * size);
}

void save_grid(UiState& state) {
  const std::vector<std::byte> png = grid_png(*state.model, state.sample);
  if (png.empty()) return show_toast(state, "Nothing is shown that could be saved");
  browser_download(sample_file_name(state.sample, -1), "image/png", png);
}

void open_in_explore(UiState& state, const SampleTile& tile) {
  ExploreState& explore = state.explore;
  ask_begin(explore, state.sample.seed, tile.index, tile.label);
  explore.want_latent.resize(static_cast<std::size_t>(state.model->latent_dim));
  tile_latent(*state.model, state.sample, tile, explore.want_latent);
  state.tab = Tab::kExplore;
}

}  // namespace

void SampleScreen::serve(UiState& state) {
  SampleState& sample = state.sample;
  if (sample.want_new_seed) set_seed(sample, random_seed_but(sample.seed));
  if (sample.want_png && !sample.busy()) save_grid(state);
  if (const int number = sample.want_tile_png; sample.tile(number) != nullptr) {
    browser_download(sample_file_name(sample, number), "image/png",
                     digit_png(image_of(state, number), state.model->image_size));
  }
  if (sample.want_link) browser_copy_link(view_link(state));
  const SampleTile* tile = sample.tile(sample.want_explore);
  if (tile != nullptr) open_in_explore(state, *tile);
  sample.want_new_seed = sample.want_png = sample.want_link = false;
  sample.want_tile_png = sample.want_explore = -1;
}

bool SampleScreen::work(Session& session, UiState& state, double budget_ms) {
  SampleState& sample = state.sample;
  if (session.model() == nullptr || !sample.busy()) return false;
  if (sample.restart) {
    // The larger the digits are shown, the larger they are kept.
    const int columns = grid_columns(sample.count());
    texture_.create(state.model->image_size, columns, DigitTexture::Filter::kSmooth,
                    std::clamp(24 / columns, 1, 8));
    sample.atlas = texture_.atlas();
  }
  for (const int tile : work_.advance(*session.model(), session.workspace(), sample, budget_ms))
    texture_.upload(tile, image_of(state, tile));
  return true;
}

}  // namespace sgan::app
