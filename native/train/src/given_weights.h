#pragma once

#include <torch/torch.h>

#include <string>
#include <vector>

#include "options.h"
#include "sgan/status.h"
#include "sgan/weights.h"

namespace sgan::train {

/// The weights files that a run begins with. A network whose Weights have no tensors begins with random ones.
struct GivenWeights {
  Weights generator;              ///< of --generator, or of --start
  Weights discriminator;          ///< of --start
  std::vector<Weights> teachers;  ///< each of a --teacher
};

/// Reads options.generator, options.start and options.teachers as far as they are given. Sets the options
/// that are the generator's file's: the latents' distribution and whether digits can be asked for. Refuses
/// networks of other sizes than the run's, by name.
[[nodiscard]] Status read_given_weights(Options& options, GivenWeights& given);

/// The prefix of a network's tensors in a weights file.
inline constexpr const char* kGeneratorPrefix = "generator.";
inline constexpr const char* kDiscriminatorPrefix = "discriminator.";
inline constexpr const char* kEvaluatorPrefix = "evaluator.";

/// Copies the tensors of that prefix. Nothing happens if `weights` has none.
void copy_network(const Weights& weights, const std::string& prefix, torch::nn::Module& network);

/// CRC-32 of the values of the tensors of that prefix, in hexadecimal.
[[nodiscard]] std::string checksum_of(const Weights& weights, const std::string& prefix);

}  // namespace sgan::train
