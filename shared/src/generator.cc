#include "sgan/generator.h"

#include <algorithm>

#include "kernels/kernels.h"
#include "network.h"

namespace sgan {
namespace {

/// One latent [latent_dim] -> one image [image_size, image_size].
void generate_one(const Model& model, const float* latent, Workspace& workspace, float* image) {
  const GeneratorWeights& weights = model.generator;
  const int size = model.info.image_size / 4;
  float* front = workspace.front.data();
  float* back = workspace.back.data();
  float* scratch = workspace.scratch.data();

  kernels().panel_linear(weights.project, latent, front);
  kernels().upsample_conv3x3({weights.up1, size, size}, front, scratch, back);
  kernels().upsample_conv3x3({weights.up2, 2 * size, 2 * size}, back, scratch, front);
  kernels().conv3x3({weights.to_image, 4 * size, 4 * size, 1, Activation::kTanh}, front, scratch, image);
}

Status check_sizes(const Model& model, std::span<const float> latents, std::span<const int> labels,
                   std::span<float> images) {
  const auto latent_dim = static_cast<std::size_t>(model.info.latent_dim);
  if (latent_dim == 0) return {StatusCode::kInvalidArgument, "no model is loaded"};
  const std::size_t count = latents.size() / latent_dim;
  if (latents.size() % latent_dim != 0) {
    return {StatusCode::kInvalidArgument, "latents: " + std::to_string(latents.size()) +
                                              " values are no multiple of the model's latent size " +
                                              std::to_string(latent_dim)};
  }
  if (images.size() != count * image_pixels(model)) {
    return {StatusCode::kInvalidArgument, "images: room for " + std::to_string(images.size()) +
                                              " pixels, but " + std::to_string(count) + " latents make " +
                                              std::to_string(count * image_pixels(model))};
  }
  if (model.info.conditional == Conditioning::kNone) return {};
  if (labels.size() != count) {
    return {StatusCode::kInvalidArgument,
            "labels: this model is conditional and needs one label per latent, " + std::to_string(count) +
                ", not " + std::to_string(labels.size())};
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (labels[i] < 0 || labels[i] >= kDigitClasses) {
      return {StatusCode::kInvalidArgument,
              "labels: " + std::to_string(labels[i]) + " at index " + std::to_string(i) + " is not in 0..9"};
    }
  }
  return {};
}

}  // namespace

Status generate(const Model& model, std::span<const float> latents, std::span<const int> labels,
                Workspace& workspace, std::span<float> images) {
  if (Status status = check_sizes(model, latents, labels, images); !status.ok()) return status;
  const auto latent_dim = static_cast<std::size_t>(model.info.latent_dim);
  const std::size_t count = latents.size() / latent_dim;
  workspace.reserve(model);
  for (std::size_t n = 0; n < count; ++n) {
    const float* latent = latents.data() + n * latent_dim;
    if (model.info.conditional == Conditioning::kEmbedMul) {
      const float* embedding =
          model.generator.label_embedding.data() + static_cast<std::size_t>(labels[n]) * latent_dim;
      std::transform(latent, latent + latent_dim, embedding, workspace.embedded.data(), std::multiplies<>());
      latent = workspace.embedded.data();
    }
    generate_one(model, latent, workspace, images.data() + n * image_pixels(model));
  }
  return {};
}

}  // namespace sgan
