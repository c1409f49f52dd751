#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "sgan/model.h"
#include "sgan/weights.h"

namespace sgan::test {

/// Sizes of a network of the family; the defaults are small enough for tests that load it a thousand times.
struct NetworkSizes {
  int latent_dim = 6;
  int image_size = 16;
  std::array<int, 3> generator{5, 4, 3};
  std::array<int, 4> discriminator{2, 3, 4, 5};
  bool batch_norms = true;
  bool label_embedding = true;

  /// The article's network.
  static NetworkSizes article() { return {100, 32, {128, 128, 64}, {16, 32, 64, 128}}; }
};

/// Weights that keep activations around 1 and batch norms away from the identity, the same on every platform.
[[nodiscard]] Weights random_weights(const NetworkSizes& sizes, std::uint64_t seed);

/// random_weights as a file.
[[nodiscard]] std::vector<std::byte> random_weights_file(const NetworkSizes& sizes, std::uint64_t seed,
                                                         DType dtype = DType::kF32, Metadata metadata = {});

/// The model of these weights, through a file of them in F32. Ends the test program if they make up none.
[[nodiscard]] Model load(const Weights& weights);

/// The tensor of that name, which must be there.
[[nodiscard]] NamedTensor& tensor_named(Weights& weights, std::string_view name);

/// Uniform in [low, high).
[[nodiscard]] std::vector<float> random_values(std::size_t count, std::uint64_t seed, float low = -1,
                                               float high = 1);

}  // namespace sgan::test
