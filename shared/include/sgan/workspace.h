#pragma once

#include "sgan/aligned.h"
#include "sgan/model.h"

namespace sgan {

/// Images that generate() takes through its first layers together, and judge() through all, so that weights
/// are read once for them.
inline constexpr int kImagesAtOnce = 4;

/// Scratch memory of generate() and judge(); grows to what the largest model needs and does not depend on the
/// batch. One per thread.
struct Workspace {
  AlignedFloats front, back;  // activations of the layer before and after, at most kMaxActivation values each
  AlignedFloats scratch;      // the kernels' own
  AlignedFloats embedded;     // [kImagesAtOnce, latent_dim]

  /// Makes room for `model`; generate() and judge() call it.
  void reserve(const Model& model);
};

}  // namespace sgan
