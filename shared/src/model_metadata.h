#pragma once

#include <array>

#include "sgan/model.h"

namespace sgan {

/// Small constant of a batch norm's denominator, which safetensors has no place for but metadata.
struct BatchNormEps {
  double generator_first = 0, generator_others = 0, discriminator = 0;
};

/// Fills what metadata decides: latent_prior, conditional, class_names, metadata itself. Refuses values
/// FORMAT.md does not list.
[[nodiscard]] Status read_model_metadata(const Metadata& metadata, ModelInfo& info, BatchNormEps& eps);

/// Refuses a declared latent_dim that differs from the tensors'.
[[nodiscard]] Status check_declared_latent_dim(const ModelInfo& info);

}  // namespace sgan
