// Reads an evaluator's file: checks that its tensors make up one network, folds the batch norms and brings
// the weights into the order in which the products read them.

#include <cmath>
#include <set>
#include <string>

#include "sgan_evaluate/evaluator.h"

namespace sgan::evaluation {
namespace {

constexpr float kNormEps = 1e-5F;  // PyTorch's default
constexpr std::int64_t kMaxChannels = 1024;
constexpr std::string_view kPrefix = "evaluator.", kCounterSuffix = ".num_batches_tracked";

std::size_t to_size(std::int64_t value) { return static_cast<std::size_t>(value); }

/// What a batch norm does to each channel.
struct Affine {
  std::vector<float> scale, shift;
};

/// Channels innermost: [out, channels, places] -> [out, places, channels], each row times its scale.
std::vector<float> reorder(std::span<const float> weights, std::size_t channels, std::size_t places,
                           std::span<const float> scale) {
  std::vector<float> ordered(weights.size());
  const std::size_t row = channels * places;
  for (std::size_t o = 0; o < scale.size(); ++o) {
    for (std::size_t c = 0; c < channels; ++c) {
      for (std::size_t p = 0; p < places; ++p)
        ordered[o * row + p * channels + c] = weights[o * row + c * places + p] * scale[o];
    }
  }
  return ordered;
}

}  // namespace

struct Evaluator::Loader {
  SafetensorsView file;
  std::set<std::string, std::less<>> used;

  /// expected: the shape, in which 0 stands for any size up to kMaxChannels
  Status take(const std::string& name, const Shape& expected, Shape& shape, std::vector<float>& values) {
    const TensorView* tensor = file.find(name);
    if (tensor == nullptr) return {StatusCode::kWrongModel, "tensor " + name + " is missing"};
    shape = tensor->shape;
    bool fits = shape.size() == expected.size();
    for (std::size_t i = 0; fits && i < shape.size(); ++i)
      fits = expected[i] == 0 ? shape[i] > 0 && shape[i] <= kMaxChannels : shape[i] == expected[i];
    if (!fits) {
      return {StatusCode::kWrongModel, "tensor " + name + " has shape " + shape_string(shape) +
                                           "; an evaluator needs " + shape_string(expected) +
                                           " here (0: any from 1 to 1024)"};
    }
    used.insert(name);
    values.resize(tensor->element_count());
    return read_f32(*tensor, values);
  }

  Status take_norm(const std::string& name, std::int64_t channels, Affine& affine) {
    std::vector<float> weight, bias, mean, variance;
    Shape shape;
    for (const auto& [part, values] : {std::pair{"weight", &weight},
                                       {"bias", &bias},
                                       {"running_mean", &mean},
                                       {"running_var", &variance}}) {
      if (Status status = take(name + "." + part, {channels}, shape, *values); !status.ok()) return status;
    }
    for (std::size_t c = 0; c < weight.size(); ++c) {
      if (variance[c] < 0)
        return {StatusCode::kMalformed,
                "tensor " + name + ".running_var is negative at element " + std::to_string(c)};
      affine.scale.push_back(weight[c] / std::sqrt(variance[c] + kNormEps));
      affine.shift.push_back(bias[c] - mean[c] * affine.scale.back());
    }
    return {};
  }

  /// Every second block is of stride 2.
  Status take_block(std::size_t index, std::int64_t in, std::size_t size, Block& block) {
    const std::string name = std::string(kPrefix) + std::to_string(index);
    block.in = to_size(in);
    block.size = size;
    block.stride = index % 2 == 0 ? 1 : 2;
    if (block.out_size() == 0 || size % block.stride != 0)
      return {StatusCode::kWrongModel, name + ".conv: too many blocks for images of 32 x 32 pixels"};
    Shape shape;
    std::vector<float> weights;
    if (Status status = take(name + ".conv.weight", {0, in, 3, 3}, shape, weights); !status.ok())
      return status;
    Affine norm;
    if (Status status = take_norm(name + ".norm", shape[0], norm); !status.ok()) return status;
    const std::size_t out = norm.scale.size();
    block.weights = Panels(reorder(weights, block.in, 9, norm.scale), out, 9 * block.in);
    block.bias = std::move(norm.shift);
    return {};
  }

  Status take_heads(Evaluator& evaluator) {
    const Block& last = evaluator.blocks_.back();
    const std::size_t pixels = last.out_size() * last.out_size();
    const auto in = static_cast<std::int64_t>(last.out() * pixels);
    const std::string name = std::string(kPrefix) + "features";
    Shape shape;
    std::vector<float> weights;
    if (Status status = take(name + ".linear.weight", {0, in}, shape, weights); !status.ok()) return status;
    Affine norm;
    const std::int64_t width = shape[0];
    if (Status status = take_norm(name + ".norm", width, norm); !status.ok()) return status;
    evaluator.feature_weights_ =
        Panels(reorder(weights, last.out(), pixels, norm.scale), norm.scale.size(), to_size(in));
    evaluator.feature_bias_ = std::move(norm.shift);

    const std::string classes = std::string(kPrefix) + "classes";
    if (Status status = take(classes + ".weight", {std::int64_t{kClasses}, width}, shape, weights);
        !status.ok())
      return status;
    evaluator.classes_ = Panels(weights, kClasses, to_size(width));
    return take(classes + ".bias", {std::int64_t{kClasses}}, shape, evaluator.class_bias_);
  }

  Status check_all_used() const {
    for (const TensorView& tensor : file.tensors()) {
      if (!used.contains(tensor.name) && !tensor.name.ends_with(kCounterSuffix))
        return {StatusCode::kWrongModel, "tensor " + tensor.name + " is not part of an evaluator"};
    }
    return {};
  }
};

Status Evaluator::load(std::span<const std::byte> bytes, Evaluator& evaluator) {
  Loader loader;
  if (Status status = SafetensorsView::parse(bytes, loader.file); !status.ok()) return status;
  Evaluator loaded;
  loaded.metadata_ = loader.file.metadata();
  std::int64_t channels = 1;
  std::size_t size = kImageSize;
  const auto has = [&](std::size_t index) {
    return loader.file.find(std::string(kPrefix) + std::to_string(index) + ".conv.weight") != nullptr;
  };
  for (std::size_t index = 0; index == 0 || has(index); ++index) {
    Block block;
    if (Status status = loader.take_block(index, channels, size, block); !status.ok()) return status;
    channels = static_cast<std::int64_t>(block.out());
    size = block.out_size();
    loaded.blocks_.push_back(std::move(block));
  }
  if (Status status = loader.take_heads(loaded); !status.ok()) return status;
  if (Status status = loader.check_all_used(); !status.ok()) return status;
  evaluator = std::move(loaded);
  return {};
}

}  // namespace sgan::evaluation
