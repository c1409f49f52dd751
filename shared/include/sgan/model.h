#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "sgan/safetensors.h"
#include "sgan/status.h"

namespace sgan {

inline constexpr int kDigitClasses = 10;
inline constexpr int kFakeClass = 10;                     ///< index of "generated" in class_probs
inline constexpr int kJudgedClasses = kDigitClasses + 1;  ///< ten digits and "generated"

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

/// weight [out, in], bias [out]
struct Linear {
  int in = 0, out = 0;
  std::vector<float> weight, bias;
};

/// 3x3 kernels, padding 1. weight [out, in, 3, 3], bias [out]
struct Conv3x3 {
  int in = 0, out = 0;
  std::vector<float> weight, bias;
};

/// A Linear of many outputs, with its weights once more in the order in which the vectorised loop reads them.
struct PanelLinear {
  Linear plain;
  std::vector<float> panels;  // [ceil(out / kPanelOutputs), in, kPanelOutputs], zero where there is no output
};
inline constexpr int kPanelOutputs = 32;

/// Nearest up-sampling x2 followed by a convolution. Over an up-sampled image nine products per input pixel make all four
/// output pixels (docs/performance.md): `products` holds the nine matrices, in the order the vectorised loop reads them.
struct UpsampleConv3x3 {
  Conv3x3 plain;
  std::vector<float> products;  // [ceil(out / kProductRows), 9, in, kProductRows], zero where there is no output
};
inline constexpr int kProductRows = 4;

/// What a batch norm in evaluation mode does to a channel: y = scale * x + shift. Both [channels].
struct Affine {
  std::vector<float> scale, shift;
};

/// Batch norms are folded into the layer before them.
struct GeneratorWeights {
  std::vector<float> label_embedding;  // [kDigitClasses, latent_dim], empty if unconditional
  PanelLinear project;                 // latent -> [channels[0], size/4, size/4]
  UpsampleConv3x3 up1, up2;            // each doubles height and width
  Conv3x3 to_image;                    // then tanh
};

/// A block's batch norm comes after its activation, so it stays an affine step of its own: zero padding of
/// the next convolution forbids folding its shift. Identity where the file has none.
struct DiscriminatorWeights {
  std::array<Conv3x3, 4> blocks;  // stride 2, LeakyReLU 0.2
  std::array<Affine, 4> norms;    // [channels of the block]
  Linear validity;                // -> 1 logit
  Linear classes;                 // -> kJudgedClasses logits
};

/// Both networks, validated, ready to run and immutable; share it between threads freely.
struct Model {
  ModelInfo info;
  GeneratorWeights generator;
  DiscriminatorWeights discriminator;
};

/// Builds a model from a weights file. On failure `model` is unchanged and the Status names the tensor and
/// the reason.
[[nodiscard]] Status load_model(std::span<const std::byte> bytes, Model& model);

}  // namespace sgan
