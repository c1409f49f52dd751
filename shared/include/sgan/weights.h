#pragma once

#include <string>
#include <vector>

#include "sgan/safetensors.h"
#include "sgan/status.h"

namespace sgan {

inline constexpr const char* kDirectionsName = "generator.directions";  ///< of the latent directions' tensor

/// One tensor of a network in full precision, as PyTorch's state_dict names and lays it out,
/// with the prefix "generator." or "discriminator.".
struct NamedTensor {
  std::string name;
  Shape shape;
  std::vector<float> values;  // [product of shape]
};

/// A weights file in memory, neither folded nor repacked: what `convert` and the trainer write.
struct Weights {
  std::vector<NamedTensor> tensors;
  Metadata metadata;
};

/// Whether a tensor's name puts it with the generator or the discriminator: it has their prefix, and is
/// neither a counter (num_batches_tracked) nor the scale of an I8 tensor.
[[nodiscard]] bool belongs_to_a_network(const SafetensorsView& file, const TensorView& tensor);

/// The tensor's values as F32, I8 ones times their scale. values: [tensor.element_count()]
[[nodiscard]] Status read_values(const SafetensorsView& file, const TensorView& tensor,
                                 std::span<float> values);

/// Reads every tensor of the two networks as F32. bytes: a whole weights file (FORMAT.md). Checks the
/// container and the values, not that the shapes make up a network: that is load_model's job (model.h).
[[nodiscard]] Status read_weights(std::span<const std::byte> bytes, Weights& weights);

/// Writes a weights file. dtype kF32, kF16 or kI8: the type of matrices and kernels; vectors (biases, batch
/// norms, scales) stay F32 in all three. I8 is symmetric with one scale per output channel (the first
/// dimension), "<tensor>.scale". Refuses values that are NaN, infinite or beyond the range of F16, with the
/// tensor's name.
[[nodiscard]] Status write_weights(const Weights& weights, DType dtype, std::vector<std::byte>& bytes);

}  // namespace sgan
