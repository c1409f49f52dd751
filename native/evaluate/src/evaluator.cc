#include "sgan_evaluate/evaluator.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace sgan::evaluation {
namespace {

/// In place.  logits: [n, classes]
void softmax(std::span<float> logits, std::size_t classes) {
  for (std::size_t begin = 0; begin < logits.size(); begin += classes) {
    const std::span<float> row = logits.subspan(begin, classes);
    const float largest = *std::max_element(row.begin(), row.end());
    float sum = 0;
    for (float& value : row) sum += value = std::exp(value - largest);
    for (float& value : row) value /= sum;
  }
}

/// Images of one channel with zeros around them.
void pad(std::span<const float> images, std::size_t size, AlignedFloats& padded) {
  const std::size_t side = size + 2, count = images.size() / (size * size);
  padded.assign(count * side * side, 0.0F);
  for (std::size_t row = 0; row < count * size; ++row) {
    const std::size_t image = row / size, y = row % size;
    std::copy_n(images.data() + row * size, size, padded.data() + (image * side + y + 1) * side + 1);
  }
}

}  // namespace

/// From workspace.front to workspace.front.
void Evaluator::run_block(const Block& block, std::size_t images, Workspace& workspace) const {
  const std::size_t in_side = block.size + 2, out_size = block.out_size(), out_side = out_size + 2;
  workspace.back.assign(images * out_side * out_side * block.out(), 0.0F);
  workspace.rows.clear();
  workspace.outputs.clear();
  for (std::size_t image = 0; image < images; ++image) {
    for (std::size_t y = 0; y < out_size; ++y) {
      for (std::size_t x = 0; x < out_size; ++x) {
        const std::size_t source = (image * in_side + y * block.stride) * in_side + x * block.stride;
        const std::size_t target = (image * out_side + y + 1) * out_side + x + 1;
        workspace.rows.push_back(workspace.front.data() + source * block.in);
        workspace.outputs.push_back(workspace.back.data() + target * block.out());
      }
    }
  }
  const RowLayout window{3, 3 * block.in, in_side * block.in};
  multiply_rows(workspace.rows, window, block.weights, block.bias, true, workspace.outputs);
  std::swap(workspace.front, workspace.back);
}

void Evaluator::run(std::span<const float> images, Workspace& workspace, std::span<float> features,
                    std::span<float> class_probs) const {
  const std::size_t count = images.size() / kPixels, width = this->features();
  assert(features.size() == count * width && class_probs.size() == count * kClasses);
  pad(images, kImageSize, workspace.front);
  for (const Block& block : blocks_) run_block(block, count, workspace);

  const std::size_t channels = blocks_.back().out(), size = blocks_.back().out_size(), side = size + 2;
  workspace.rows.clear();
  workspace.outputs.clear();
  for (std::size_t i = 0; i < count; ++i) {
    workspace.rows.push_back(workspace.front.data() + ((i * side + 1) * side + 1) * channels);
    workspace.outputs.push_back(features.data() + i * width);
  }
  multiply_rows(workspace.rows, {size, size * channels, side * channels}, feature_weights_, feature_bias_,
                true, workspace.outputs);
  for (std::size_t i = 0; i < count; ++i) {
    workspace.rows[i] = features.data() + i * width;
    workspace.outputs[i] = class_probs.data() + i * kClasses;
  }
  multiply_rows(workspace.rows, {1, width, 0}, classes_, class_bias_, false, workspace.outputs);
  softmax(class_probs, kClasses);
}

}  // namespace sgan::evaluation
