#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sgan/layers.h"
#include "sgan/safetensors.h"
#include "sgan/status.h"

namespace sgan {

inline constexpr int kDigitClasses = 10;
inline constexpr int kFakeClass = 10;                     ///< index of "generated" in class_probs
inline constexpr int kJudgedClasses = kDigitClasses + 1;  ///< ten digits and "generated"
inline constexpr std::size_t kMaxClassNameBytes = 64;

enum class LatentPrior { kUniform01, kNormal };
enum class Conditioning { kNone, kEmbedMul };

/// What a loaded file says about itself; FORMAT.md lists the metadata keys and their defaults.
struct ModelInfo {
  int latent_dim = 0;
  int image_size = 0;  ///< height and width in pixels
  LatentPrior latent_prior = LatentPrior::kUniform01;
  Conditioning conditional = Conditioning::kNone;
  std::array<int, 3> generator_channels{};  ///< after l1, after the first and after the second up-sampling
  std::array<int, 4> discriminator_channels{};  ///< after each block
  std::size_t generator_parameters = 0;         ///< trainable parameters, as PyTorch counts them
  std::size_t discriminator_parameters = 0;
  std::array<std::string, kDigitClasses> class_names;
  Metadata metadata;  ///< as in the file
};

/// Pixels of one image.
[[nodiscard]] inline std::size_t image_pixels(const ModelInfo& info) noexcept {
  return static_cast<std::size_t>(info.image_size) * static_cast<std::size_t>(info.image_size);
}

/// Batch norms are folded into the layer before them.
struct GeneratorWeights {
  std::vector<float>
      label_embedding;       // [kDigitClasses, latent_dim], empty if the file has none; used if conditional
  PackedLinear project;      // latent -> [size/4, size/4, padded_channels(channels[0])]
  UpsampleConv3x3 up1, up2;  // each doubles height and width
  ImageConv3x3 to_image;
};

/// A block's batch norm comes after its activation, so it stays an affine step of its own: zero padding of
/// the next convolution forbids folding its shift. Identity where the file has none.
struct DiscriminatorWeights {
  std::array<StridedConv3x3, 4> blocks;
  // [h, w, padded_channels] of the last block -> logits: validity, then kJudgedClasses classes
  PackedLinear heads;
};

/// Directions in the space of latents that are worth moving along; latent.h has what to do with them.
struct Directions {
  int count = 0;
  std::vector<float> vectors;  // [count, latent_dim], each of length 1
  std::vector<float> scales;   // [count], from 1e-6 to 1e6: how far one step along each goes

  [[nodiscard]] std::span<const float> vector(int k, std::size_t latent_dim) const {
    return std::span(vectors).subspan(static_cast<std::size_t>(k) * latent_dim, latent_dim);
  }
};

/// Both networks, validated, ready to run and immutable; share it between threads freely.
struct Model {
  ModelInfo info;
  GeneratorWeights generator;
  DiscriminatorWeights discriminator;
  Directions directions;  // those of the file; none if it has none
};

/// Most values of one layer's activations that are in memory at once, most values of its packed weights, and
/// most channels of a convolution: with padding, a few kilobytes of weights can ask for gigabytes, and
/// products of sizes must fit an int.
inline constexpr std::int64_t kMaxActivation = std::int64_t{1} << 26;
inline constexpr std::int64_t kMaxPacked = std::int64_t{1} << 26;
inline constexpr std::int64_t kMaxChannels = 8192;

/// Builds a model from a weights file. On failure `model` is unchanged and the Status names the tensor and
/// the reason. Nothing of `bytes` is needed afterwards.
[[nodiscard]] Status load_model(std::span<const std::byte> bytes, Model& model);

}  // namespace sgan
