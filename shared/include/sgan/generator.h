#pragma once

#include <span>
#include <vector>

#include "sgan/model.h"
#include "sgan/status.h"

namespace sgan {

/// Scratch memory of generate() and judge(); grows to what the largest model needs and does not depend on the
/// batch. One per thread.
struct Workspace {
  std::vector<float> front, back;  // activations of the layer before and after
  std::vector<float> scratch;      // the kernels' own
  std::vector<float> embedded;     // [latent_dim]

  /// Makes room for one image of `model`; generate() and judge() call it.
  void reserve(const Model& model);
};

/// Turns latents into images.
/// latents: [n, latent_dim], drawn from the model's prior (random.h).
/// labels:  [n] in 0..9 for a conditional model; empty or ignored for an unconditional one.
/// images:  [n, image_size, image_size] row-major in [-1, 1], overwritten.
[[nodiscard]] Status generate(const Model& model, std::span<const float> latents, std::span<const int> labels,
                              Workspace& workspace, std::span<float> images);

}  // namespace sgan
