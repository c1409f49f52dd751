#pragma once

#include <string>
#include <vector>

#include "evaluate.h"
#include "networks.h"
#include "sgan/weights.h"

namespace sgan::train {

/// Both networks with the names of FORMAT.md. metadata: of the caller's making.
[[nodiscard]] Weights collect_weights(const Generator& generator, const Discriminator& discriminator,
                                      Metadata metadata);

/// An evaluator's tensors with the prefix "evaluator.".
[[nodiscard]] Weights collect_evaluator(const torch::nn::Module& evaluator, Metadata metadata);

/// What a weights file says of the networks, to be completed with how it was trained.
[[nodiscard]] Metadata network_metadata(const NormEps& eps, const Sampling& sampling,
                                        const std::vector<std::string>& class_names);

/// The batch norms' eps of a file that is read as a model; the article's where it says nothing.
[[nodiscard]] NormEps norm_eps_of(const Metadata& metadata);

}  // namespace sgan::train
