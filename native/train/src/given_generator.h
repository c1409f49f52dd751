#pragma once

#include <string>

#include "networks.h"
#include "options.h"
#include "sgan/status.h"
#include "sgan/weights.h"

namespace sgan::train {

/// Reads options.generator and sets the options that are the file's: the latents' distribution and whether
/// digits can be asked for. Refuses a generator of other sizes than the trainer's, by name.
[[nodiscard]] Status read_generator(Options& options, Weights& weights);

/// Copies what read_generator has read. weights: nothing happens if it has no tensors
void copy_generator(const Weights& weights, Generator& generator);

/// CRC-32 of the generator's values, in hexadecimal.
[[nodiscard]] std::string checksum_of(const Weights& weights);

}  // namespace sgan::train
