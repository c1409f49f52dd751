#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "sgan/aligned.h"
#include "sgan/safetensors.h"
#include "sgan/status.h"
#include "sgan_evaluate/row_product.h"

namespace sgan::evaluation {

/// A classifier of digits that took no part in the training of the model under test. Images are compared in
/// its features. docs/evaluation.md describes the network and its file; `sgan-train --preset evaluator` makes
/// one.
class Evaluator {
 public:
  static constexpr int kImageSize = 32;
  static constexpr std::size_t kPixels = std::size_t{kImageSize} * kImageSize, kClasses = 10;

  /// Scratch memory of run(), one per thread.
  struct Workspace {
    AlignedFloats front, back;  // [n, h + 2, w + 2, channels], zeros around each image
    std::vector<const float*> rows;
    std::vector<float*> outputs;
  };

  /// bytes: a safetensors file with tensors "evaluator.*". On failure `evaluator` is unchanged and the Status
  /// names the tensor and the reason.
  [[nodiscard]] static Status load(std::span<const std::byte> bytes, Evaluator& evaluator);

  [[nodiscard]] std::size_t features() const { return classes_.in(); }
  [[nodiscard]] const Metadata& metadata() const { return metadata_; }

  /// images: [n, kImageSize, kImageSize] in [-1, 1]
  /// features: [n, features()], not negative  class_probs: [n, kClasses], softmax
  void run(std::span<const float> images, Workspace& workspace, std::span<float> features,
           std::span<float> class_probs) const;

 private:
  /// A 3x3 convolution with padding 1, the batch norm after it folded in, then the rectifier.
  struct Block {
    Panels weights;  // [out, 3, 3, in]
    std::vector<float> bias;
    std::size_t in = 0, size = 0, stride = 1;  // of the images that come in

    [[nodiscard]] std::size_t out() const { return bias.size(); }
    [[nodiscard]] std::size_t out_size() const { return size / stride; }
  };
  struct Loader;
  void run_block(const Block& block, std::size_t images, Workspace& workspace) const;

  std::vector<Block> blocks_;
  Panels feature_weights_;  // [features, last size, last size, last channels]
  std::vector<float> feature_bias_;
  Panels classes_;  // [kClasses, features]
  std::vector<float> class_bias_;
  Metadata metadata_;
};

/// The evaluator file that is part of the program.
[[nodiscard]] std::span<const std::byte> embedded_evaluator();

}  // namespace sgan::evaluation
