#pragma once

#include <cstdint>
#include <span>

#include "sgan/model.h"

namespace sgan {

/// The project's one random number generator: Philox4x32-10, a pure function of (seed, stream, index), so any
/// sample can be drawn without the ones before it, with the same bits natively and in WebAssembly. FORMAT.md
/// has test vectors. Source: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
struct Philox4x32 {
  std::uint32_t word[4];
};
[[nodiscard]] Philox4x32 philox4x32_10(const std::uint32_t counter[4], const std::uint32_t key[2]) noexcept;

/// Independent sequences of one seed.
enum class RandomStream : std::uint32_t { kLatents = 0, kLabels = 1 };

/// The latents of samples first, first + 1, ... of `seed`: sample i is the same whatever `first` and the
/// count are. latents: [n, latent_dim], overwritten; n follows from the size. Uniform values are multiples of
/// 2^-24 in [0, 1).
void sample_latents(std::uint64_t seed, std::uint64_t first, LatentPrior prior, int latent_dim,
                    std::span<float> latents) noexcept;

/// The digits asked of a conditional model for samples first, first + 1, ... of `seed`.  labels: [n] in 0..9
void sample_labels(std::uint64_t seed, std::uint64_t first, std::span<int> labels) noexcept;

}  // namespace sgan
