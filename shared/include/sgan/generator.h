#pragma once

#include <span>

#include "sgan/model.h"
#include "sgan/status.h"
#include "sgan/workspace.h"

namespace sgan {

/// Turns latents into images.
/// latents: [n, latent_dim], drawn from the model's prior (random.h).
/// labels:  [n] in 0..9 for a conditional model; empty or ignored for an unconditional one.
/// images:  [n, image_size, image_size] row-major in [-1, 1], overwritten.
/// Refuses sizes that do not fit, labels outside 0..9 and a model that is not loaded; images are then
/// untouched. Fails as well where weights or latents are so large that a pixel is no number.
[[nodiscard]] Status generate(const Model& model, std::span<const float> latents, std::span<const int> labels,
                              Workspace& workspace, std::span<float> images);

/// The same with a mixture of classes in place of each label, for images on the way from one digit to
/// another. mixtures: [n, kDigitClasses], finite shares of the classes' embeddings; empty or ignored for an
/// unconditional model. A share of 1 alone is that label exactly. Refuses what generate() does and
/// mixtures of another size.
[[nodiscard]] Status generate_mixed(const Model& model, std::span<const float> latents,
                                    std::span<const float> mixtures, Workspace& workspace,
                                    std::span<float> images);

}  // namespace sgan
