// What stands behind '#' in an address: whatever it says, the view is one that can be shown and linked to.

#include "fuzz.h"
#include "ui/tabs.h"
#include "work/link.h"

using namespace sgan;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ModelInfo model;
  model.latent_dim = 2;
  model.image_size = 32;
  model.latent_prior = LatentPrior::kNormal;
  model.conditional = Conditioning::kEmbedMul;
  app::UiState state;
  state.model = &model;
  const std::string problem = app::open_link(state, fuzz::as_text(data, size));
  fuzz::require(problem.find('\n') == std::string::npos, "a problem is one line");
  fuzz::require(state.sample.side >= 1 && state.sample.side <= app::kMostSide, "a side that can be shown");
  fuzz::require(state.sample.variety >= 0 && state.sample.variety <= 1, "a variety from 0 to 1");
  fuzz::require(state.sample.chosen >= -1 && state.sample.chosen < state.sample.count(),
                "a tile that there is");
  fuzz::require(state.explore.digit >= -1 && state.explore.digit < kDigitClasses, "a digit, or the seed's");

  // The link to this view shows it again.
  const std::string link = app::view_link(state);
  app::UiState again;
  again.model = &model;
  fuzz::require(app::open_link(again, link).empty(), "the page understands its own links");
  fuzz::require(app::view_link(again) == link, "a link leads to the same view");
  return 0;
}
