#include "sgan/generator.h"

#include <algorithm>
#include <functional>

#include "kernels/kernels.h"
#include "network.h"

namespace sgan {
namespace {

/// latents: [count, latent_dim], count <= kImagesAtOnce -> images: [count, image_size, image_size]
void generate_few(const Model& model, const float* latents, int count, Workspace& workspace, float* images) {
  const GeneratorWeights& weights = model.generator;
  const int size = model.info.image_size / 4;
  float* front = workspace.front.data();
  float* back = workspace.back.data();
  float* scratch = workspace.scratch.data();

  kernels().linear(weights.project, count, latents, front);
  kernels().upsample_conv3x3({weights.up1, size, size, count}, front, scratch, back);
  // From here on activations are large and weights small: image by image, what the next layer reads is still
  // in the cache.
  const std::size_t values = activation_values(weights.up1.plain.out, 2 * size);
  for (int n = 0; n < count; ++n) {
    kernels().upsample_conv3x3({weights.up2, 2 * size, 2 * size}, back + static_cast<std::size_t>(n) * values,
                               scratch, front);
    kernels().image_conv3x3({weights.to_image, 4 * size, 4 * size}, front,
                            images + static_cast<std::size_t>(n) * image_pixels(model.info));
  }
}

/// Multiplies latents by the embeddings of their labels.  latents, embedded: [labels.size(), latent_dim]
void embed(const Model& model, const float* latents, std::span<const int> labels, float* embedded) {
  const auto latent_dim = static_cast<std::size_t>(model.info.latent_dim);
  for (const int label : labels) {
    const float* embedding =
        model.generator.label_embedding.data() + static_cast<std::size_t>(label) * latent_dim;
    embedded = std::transform(latents, latents + latent_dim, embedding, embedded, std::multiplies<>());
    latents += latent_dim;
  }
}

/// Multiplies latents by the sums of the embeddings, each class taking its share.
/// latents, embedded: [n, latent_dim]; mixtures: [n, kDigitClasses]
void embed_mixed(const Model& model, const float* latents, std::span<const float> mixtures, float* embedded) {
  const auto latent_dim = static_cast<std::size_t>(model.info.latent_dim);
  for (; !mixtures.empty();
       mixtures = mixtures.subspan(kDigitClasses), latents += latent_dim, embedded += latent_dim) {
    std::fill_n(embedded, latent_dim, 0.0F);
    const float* embedding = model.generator.label_embedding.data();
    for (std::size_t c = 0; c < kDigitClasses; ++c, embedding += latent_dim) {
      if (mixtures[c] == 0) continue;
      for (std::size_t i = 0; i < latent_dim; ++i) embedded[i] += mixtures[c] * embedding[i];
    }
    std::transform(latents, latents + latent_dim, embedded, embedded, std::multiplies<>());
  }
}

Status check_sizes(const Model& model, std::span<const float> latents, std::span<float> images) {
  const auto latent_dim = static_cast<std::size_t>(model.info.latent_dim);
  if (latent_dim == 0) return {StatusCode::kInvalidArgument, "no model is loaded"};
  const std::size_t count = latents.size() / latent_dim;
  if (latents.size() % latent_dim != 0) {
    return {StatusCode::kInvalidArgument, "latents: " + std::to_string(latents.size()) +
                                              " values are no multiple of the model's latent size " +
                                              std::to_string(latent_dim)};
  }
  if (images.size() != count * image_pixels(model.info)) {
    return {StatusCode::kInvalidArgument, "images: room for " + std::to_string(images.size()) +
                                              " pixels, but " + std::to_string(count) + " latents make " +
                                              std::to_string(count * image_pixels(model.info))};
  }
  return {};
}

Status check_labels(const Model& model, std::size_t count, std::span<const int> labels) {
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

Status check_mixtures(const Model& model, std::size_t count, std::span<const float> mixtures) {
  if (model.info.conditional == Conditioning::kNone || mixtures.size() == count * kDigitClasses) return {};
  return {StatusCode::kInvalidArgument, "mixtures: this model is conditional and needs " +
                                            std::to_string(kDigitClasses) + " shares per latent, " +
                                            std::to_string(count * kDigitClasses) + ", not " +
                                            std::to_string(mixtures.size())};
}

/// Runs the networks over latents of checked sizes, some at a time.
/// embed_some(latents, first, count, embedded): brings the class into those that begin with index `first`
template <typename Embed>
Status generate_all(const Model& model, std::span<const float> latents, Workspace& workspace,
                    std::span<float> images, const Embed& embed_some) {
  const auto latent_dim = static_cast<std::size_t>(model.info.latent_dim);
  const std::size_t count = latents.size() / latent_dim;
  workspace.reserve(model);
  for (std::size_t first = 0; first < count; first += kImagesAtOnce) {
    const std::size_t few = std::min<std::size_t>(kImagesAtOnce, count - first);
    const float* inputs = latents.data() + first * latent_dim;
    if (model.info.conditional == Conditioning::kEmbedMul) {
      embed_some(inputs, first, few, workspace.embedded.data());
      inputs = workspace.embedded.data();
    }
    generate_few(model, inputs, static_cast<int>(few), workspace,
                 images.data() + first * image_pixels(model.info));
  }
  return check_finite(images, "generator");
}

}  // namespace

Status generate(const Model& model, std::span<const float> latents, std::span<const int> labels,
                Workspace& workspace, std::span<float> images) {
  Status status = check_sizes(model, latents, images);
  if (status.ok()) status = check_labels(model, images.size() / image_pixels(model.info), labels);
  if (!status.ok()) return status;
  return generate_all(model, latents, workspace, images,
                      [&](const float* inputs, std::size_t first, std::size_t few, float* embedded) {
                        embed(model, inputs, labels.subspan(first, few), embedded);
                      });
}

Status generate_mixed(const Model& model, std::span<const float> latents, std::span<const float> mixtures,
                      Workspace& workspace, std::span<float> images) {
  Status status = check_sizes(model, latents, images);
  if (status.ok()) status = check_mixtures(model, images.size() / image_pixels(model.info), mixtures);
  if (!status.ok()) return status;
  return generate_all(model, latents, workspace, images,
                      [&](const float* inputs, std::size_t first, std::size_t few, float* embedded) {
                        embed_mixed(model, inputs,
                                    mixtures.subspan(first * kDigitClasses, few * kDigitClasses), embedded);
                      });
}

}  // namespace sgan
