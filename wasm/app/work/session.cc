#include "work/session.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "sgan/discriminator.h"
#include "sgan/generator.h"
#include "sgan/random.h"

namespace sgan::app {
namespace {

/// Makes and judges an image: with weights that are too large neither comes to numbers.
Status try_out(const Model& model, Workspace& workspace) {
  std::vector<float> latent(static_cast<std::size_t>(model.info.latent_dim)), image(image_pixels(model.info));
  sample_latents(0, 0, model.info.latent_prior, model.info.latent_dim, latent);
  const int label = 0;
  if (Status status = generate(model, latent, {&label, 1}, workspace, image); !status.ok()) return status;
  float validity = 0;
  std::array<float, kJudgedClasses> probs{};
  return judge(model, image, workspace, {&validity, 1}, probs);
}

}  // namespace

Status Session::load(std::span<const std::byte> bytes, UiState& state) {
  Model model;
  if (Status status = load_model(bytes, model); !status.ok()) return status;
  if (model.info.image_size > kMostImageSize) {
    return {StatusCode::kTooLarge, "it makes images of " + std::to_string(model.info.image_size) +
                                       " pixels; this page shows at most " + std::to_string(kMostImageSize)};
  }
  if (Status status = try_out(model, workspace_); !status.ok()) return status;
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
