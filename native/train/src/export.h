#pragma once

#include "networks.h"
#include "sgan/weights.h"

namespace sgan::train {

/// Both networks with the names of FORMAT.md. metadata: of the caller's making.
[[nodiscard]] Weights collect_weights(const Generator& generator, const Discriminator& discriminator,
                                      Metadata metadata);

/// What a weights file says of the article's network, to be completed with how it was trained.
[[nodiscard]] Metadata network_metadata();

}  // namespace sgan::train
