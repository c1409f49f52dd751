#include <algorithm>

#include "kernels/kernels.h"
#include "network.h"
#include "sgan/generator.h"

namespace sgan {
namespace {

void grow(std::vector<float>& buffer, std::size_t size) {
  if (buffer.size() < size) buffer.resize(size);
}

std::size_t values(int channels, int size) {
  return static_cast<std::size_t>(channels) * static_cast<std::size_t>(size) * static_cast<std::size_t>(size);
}

}  // namespace

void Workspace::reserve(const Model& model) {
  std::size_t activations = 0;
  std::size_t scratch_size = 0;
  const auto require = [&](const Conv3x3& layer, int input_size, int output_size, std::size_t task_scratch) {
    activations = std::max({activations, values(layer.in, input_size), values(layer.out, output_size)});
    scratch_size = std::max(scratch_size, task_scratch);
  };
  const auto require_conv = [&](const Conv3x3& layer, int size, int stride) {
    const Conv3x3Task task{layer, size, size, stride};
    require(layer, size, task.output_height(), kernels().conv3x3_scratch(task));
  };
  const auto require_upsample_conv = [&](const UpsampleConv3x3& layer, int size) {
    require(layer.plain, size, 2 * size, kernels().upsample_conv3x3_scratch({layer, size, size}));
  };
  int size = model.info.image_size;
  require_upsample_conv(model.generator.up1, size / 4);
  require_upsample_conv(model.generator.up2, size / 2);
  require_conv(model.generator.to_image, size, 1);
  for (const Conv3x3& block : model.discriminator.blocks) {
    require_conv(block, size, 2);
    size = halved(size);
  }
  grow(front, activations);
  grow(back, activations);
  grow(scratch, scratch_size);
  grow(embedded, static_cast<std::size_t>(model.info.latent_dim));
}

}  // namespace sgan
