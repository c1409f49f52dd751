#pragma once

#include <span>
#include <vector>

#include "sgan/model.h"
#include "sgan/status.h"

namespace sgan {

/// Images that generate() takes through its first layers together, and judge() through all, so that weights
/// are read once for them.
inline constexpr int kImagesAtOnce = 4;

/// Scratch memory of generate() and judge(); grows to what the largest model needs and does not depend on the
/// batch. One per thread.
struct Workspace {
  AlignedFloats front, back;  // activations of the layer before and after
  AlignedFloats scratch;      // the kernels' own
  AlignedFloats embedded;     // [kImagesAtOnce, latent_dim]

  /// Makes room for `model`; generate() and judge() call it.
  void reserve(const Model& model);
};

/// Turns latents into images.
/// latents: [n, latent_dim], drawn from the model's prior (random.h).
/// labels:  [n] in 0..9 for a conditional model; empty or ignored for an unconditional one.
/// images:  [n, image_size, image_size] row-major in [-1, 1], overwritten.
/// Refuses sizes that do not fit, labels outside 0..9 and a model that is not loaded; images are then
/// untouched.
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
