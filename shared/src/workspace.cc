#include <algorithm>

#include "kernels/kernels.h"
#include "network.h"
#include "sgan/generator.h"

namespace sgan {
namespace {

void grow(std::vector<float>& buffer, std::size_t size) {
  if (buffer.size() < size) buffer.resize(size);
}

}  // namespace

void Workspace::reserve(const Model& model) {
  std::size_t activations = 0;
  std::size_t padded = 0;
  const auto require = [&](const Conv3x3& layer, int size, int stride) {
    const Conv3x3Task task{layer, size, size, stride};
    const std::size_t input = static_cast<std::size_t>(layer.in) * static_cast<std::size_t>(size * size);
    const std::size_t output = static_cast<std::size_t>(layer.out) *
                               static_cast<std::size_t>(task.output_height() * task.output_width());
    activations = std::max({activations, input, output});
    padded = std::max(padded, kernels().conv3x3_scratch(task));
  };
  int size = model.info.image_size;
  require(model.generator.up1, size / 2, 1);
  require(model.generator.up2, size, 1);
  require(model.generator.to_image, size, 1);
  for (const Conv3x3& block : model.discriminator.blocks) {
    require(block, size, 2);
    size = halved(size);
  }
  grow(front, activations);
  grow(back, activations);
  grow(scratch, padded);
  grow(embedded, static_cast<std::size_t>(model.info.latent_dim));
}

}  // namespace sgan
