#include "platform/explore_screen.h"

#include "platform/browser.h"
#include "ui/explore_path.h"
#include "work/link.h"
#include "work/sample_work.h"

namespace sgan::app {
namespace {

constexpr int kSmallColumns = 8;
static_assert(kSmallColumns * kSmallColumns >= kSmallPictures);

}  // namespace

void ExploreScreen::serve(Session& session, UiState& state) {
  ExploreState& explore = state.explore;
  if (session.model() == nullptr) return;
  if (explore.want_new_seed) ask_begin(explore, random_seed_but(explore.seed), 0, explore.digit);
  if (explore.want_begin && explore.directed) ExploreWork::begin(*session.model(), explore);
  const std::string name =
      "sgan-explore-" + std::to_string(explore.seed) + "-" + std::to_string(explore.index + 1);
  // Until then the image is that of the model before, maybe of another size.
  if (explore.want_png && explore.ready)
    browser_download(name + ".png", "image/png", digit_png(explore.image, state.model->image_size));
  if (explore.want_strip && explore.ready) {
    browser_download(name + "-strip.png", "image/png",
                     strip_png(*session.model(), session.workspace(), explore));
  }
  if (explore.want_link) browser_copy_link(view_link(state));
  explore.want_new_seed = explore.want_png = explore.want_strip = explore.want_link = false;
}

bool ExploreScreen::work(Session& session, UiState& state, double budget_ms) {
  ExploreState& explore = state.explore;
  const double seconds = state.now - last_;
  last_ = state.now;
  if (session.model() == nullptr) return false;
  if (explore.want_begin && !explore.directed) {
    // Nothing else is to be seen meanwhile, so nearly the whole frame is there for it.
    work_.search(*session.model(), session.workspace(), explore, 1.6 * budget_ms);
    return true;
  }
  if (!explore.ready) return false;
  if (state.tab != Tab::kExplore) {
    explore.motion = ExploreMotion::kNone;  // what nobody sees costs nothing
    return false;
  }
  if (!explore.drawn) {
    // Another model, maybe of another size.
    large_.create(state.model->image_size, 1, DigitTexture::Filter::kSmooth, 12);
    small_.create(state.model->image_size, kSmallColumns, DigitTexture::Filter::kSmooth, 2);
    explore.large = large_.atlas();
    explore.small = small_.atlas();
    work_.forget();
    explore.drawn = true;
  }
  move(explore, *state.model, seconds);
  const ExploreWork::Made& made = work_.advance(*session.model(), session.workspace(), explore, budget_ms);
  if (made.image) large_.upload(0, explore.image);
  const std::size_t pixels = explore.image.size();
  for (std::size_t i = 0; i < made.pictures.size(); ++i)
    small_.upload(made.pictures[i], std::span(made.images).subspan(i * pixels, pixels));
  return moving(explore) || explore.small_busy || made.image;
}

}  // namespace sgan::app
