#include "sgan/workspace.h"

#include <algorithm>
#include <utility>

#include "kernels/kernels.h"
#include "network.h"

namespace sgan {
namespace {

void grow(AlignedFloats& buffer, std::size_t size) {
  if (buffer.size() >= size) return;
  buffer = AlignedFloats();  // what it holds is needed no more
  buffer.resize(size);
}

}  // namespace

void Workspace::reserve(const Model& model) {
  const GeneratorWeights& g = model.generator;
  const int size = model.info.image_size;
  // What passes from layer to layer: in turn through `front` and `back`.
  std::size_t largest_front = std::max(static_cast<std::size_t>(g.project.out) * kImagesAtOnce,
                                       activation_values(g.up2.plain.out, size));
  std::size_t largest_back = activation_values(g.up1.plain.out, size / 2) * kImagesAtOnce;
  std::size_t largest_scratch =
      std::max(kernels().upsample_conv3x3_scratch({g.up1, size / 4, size / 4, kImagesAtOnce}),
               kernels().upsample_conv3x3_scratch({g.up2, size / 2, size / 2}));
  int input_size = size, stride = 1;
  std::size_t *written = &largest_front, *read = &largest_back;
  for (const StridedConv3x3& block : model.discriminator.blocks) {
    const std::size_t output = activation_values(block.plain.out, halved(input_size)) * kImagesAtOnce;
    *written = std::max(*written, output);
    std::swap(written, read);
    largest_scratch =
        std::max(largest_scratch,
                 kernels().strided_conv3x3_scratch({block, input_size, input_size, stride, kImagesAtOnce}));
    stride = padded_channels(block.plain.out);
    input_size = halved(input_size);
  }
  grow(front, largest_front);
  grow(back, largest_back);
  grow(scratch, largest_scratch);
  grow(embedded, static_cast<std::size_t>(model.info.latent_dim) * kImagesAtOnce);
}

}  // namespace sgan
