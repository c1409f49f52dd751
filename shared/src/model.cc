#include "sgan/model.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "bits.h"
#include "kernels/pack.h"
#include "model_metadata.h"
#include "network.h"
#include "sgan/latent.h"
#include "sgan/weights.h"
#include "sgan/workspace.h"
#include "tensor_set.h"

namespace sgan {
namespace {

/// Builds the two networks from a file's tensors. The first failure sticks, later steps then do nothing.
class ModelBuilder {
 public:
  ModelBuilder(SafetensorsView file, const BatchNormEps& eps, Model& model)
      : tensors_(std::move(file)), eps_(eps), model_(model) {}

  [[nodiscard]] Status build() {
    build_generator();
    if (status_.ok()) build_discriminator();
    if (status_.ok()) read_directions();
    if (status_.ok()) status_ = tensors_.check_all_used();
    return status_;
  }

 private:
  void build_generator() {
    GeneratorWeights& g = model_.generator;
    Conv3x3 up1 = conv("generator.conv_blocks.2", 0, 0);
    Conv3x3 up2 = conv("generator.conv_blocks.6", up1.out, 0);
    Conv3x3 to_image = conv("generator.conv_blocks.9", up2.out, 1);
    Linear project = linear("generator.l1.0", 0, 0);
    if (!status_.ok()) return;

    const int size = side_of(project.out, up1.in);
    if (size == 0) {
      return fail("tensor generator.l1.0.weight makes " + std::to_string(project.out) +
                  " values, which are no square image of " + std::to_string(up1.in) +
                  " channels as generator.conv_blocks.2.weight needs");
    }
    model_.info.latent_dim = project.in;
    model_.info.image_size = 4 * size;
    model_.info.generator_channels = {up1.in, up1.out, up2.out};
    limit_activation("generator.l1.0", up1.in, size, kImagesAtOnce);
    limit_activation("generator.conv_blocks.2", up1.out, 2 * size, kImagesAtOnce);
    limit_activation("generator.conv_blocks.6", up2.out, 4 * size, 1);
    limit_packed("generator.l1.0", project.in, std::int64_t{padded_channels(up1.in)} * size * size);
    if (!status_.ok()) return;
    fold("generator.conv_blocks.0", eps_.generator_first, up1.in, project);
    fold("generator.conv_blocks.3", eps_.generator_others, up1.out, up1);
    fold("generator.conv_blocks.7", eps_.generator_others, up2.out, up2);
    if (!status_.ok()) return;
    g.project = pack_linear(project, channels_last(up1.in, size * size), {});
    project = {};  // 3 MB that the next ones can use
    g.up1 = pack_upsample(std::move(up1));
    g.up2 = pack_upsample(std::move(up2));
    g.to_image = pack_image(std::move(to_image));

    const std::string embedding = "generator.label_emb.weight";
    if (model_.info.conditional == Conditioning::kEmbedMul || tensors_.has(embedding)) {
      g.label_embedding = take(embedding, {kDigitClasses, model_.info.latent_dim});
    }
    count_parameters(model_.info.generator_parameters);
  }

  void build_discriminator() {
    DiscriminatorWeights& d = model_.discriminator;
    constexpr std::array<const char*, 4> kConvNames{
        "discriminator.conv_blocks.0", "discriminator.conv_blocks.3", "discriminator.conv_blocks.7",
        "discriminator.conv_blocks.11"};
    constexpr std::array<const char*, 4> kNormNames{nullptr, "discriminator.conv_blocks.6",
                                                    "discriminator.conv_blocks.10",
                                                    "discriminator.conv_blocks.14"};
    int channels = 1;
    int size = model_.info.image_size;
    for (std::size_t b = 0; b < d.blocks.size(); ++b) {
      Conv3x3 block = conv(kConvNames[b], channels, 0);
      channels = block.out;
      model_.info.discriminator_channels[b] = channels;
      limit_activation(kConvNames[b], channels, halved(size), kImagesAtOnce);
      std::optional<Affine> norm;
      if (kNormNames[b] != nullptr) norm = batch_norm(kNormNames[b], eps_.discriminator, channels);
      if (!status_.ok()) return;
      const auto count = static_cast<std::size_t>(channels);
      d.blocks[b] = pack_strided(
          std::move(block), norm.value_or(Affine{AlignedFloats(count, 1.0F), AlignedFloats(count, 0.0F)}));
      size = halved(size);
    }
    const std::int64_t features = static_cast<std::int64_t>(channels) * size * size;
    Linear heads = linear("discriminator.adv_layer.0", features, 1);
    const Linear classes = linear("discriminator.aux_layer.0", features, kJudgedClasses);
    heads.out += classes.out;
    limit_packed("discriminator.aux_layer.0", std::int64_t{padded_channels(channels)} * size * size,
                 padded_channels(heads.out));
    if (!status_.ok()) return;
    heads.weight.insert(heads.weight.end(), classes.weight.begin(), classes.weight.end());
    heads.bias.insert(heads.bias.end(), classes.bias.begin(), classes.bias.end());
    d.heads = pack_linear(heads, in_order(heads.out), channels_last(channels, size * size));
    count_parameters(model_.info.discriminator_parameters);
  }

  /// Optional, and no part of the networks.
  void read_directions() {
    const std::string name = kDirectionsName, scale_name = name + "_scale";
    if (!tensors_.has(name) && !tensors_.has(scale_name)) return;
    Directions& directions = model_.directions;
    Shape shape;
    directions.vectors = take(name, {0, model_.info.latent_dim}, &shape);
    if (status_.ok() && shape[0] > shape[1]) {
      return fail("tensor " + name + " has shape " + shape_string(shape) +
                  "; there are at most as many directions as latent values");
    }
    if (!status_.ok()) return;
    directions.count = static_cast<int>(shape[0]);
    directions.scales.assign(static_cast<std::size_t>(directions.count),
                             prior_deviation(model_.info.latent_prior));
    if (tensors_.has(scale_name)) directions.scales = take(scale_name, {shape[0]});
    for (std::size_t k = 0; k < directions.scales.size(); ++k) {
      if (!(directions.scales[k] >= 1e-6F && directions.scales[k] <= 1e6F))
        return fail("tensor " + scale_name + " holds " + std::to_string(directions.scales[k]) +
                    " at element " + std::to_string(k) + "; a number from 1e-6 to 1e6 is needed");
    }
    normalize_rows(name, static_cast<std::size_t>(model_.info.latent_dim), directions.vectors);
  }

  void normalize_rows(const std::string& name, std::size_t size, std::vector<float>& rows) {
    for (std::size_t first = 0; first < rows.size(); first += size) {
      double square = 0;
      for (std::size_t i = first; i < first + size; ++i)
        square += static_cast<double>(rows[i]) * static_cast<double>(rows[i]);
      if (square == 0)
        return fail("tensor " + name + " is zero in row " + std::to_string(first / size) +
                    ", which is no direction");
      for (std::size_t i = first; i < first + size; ++i)
        rows[i] = static_cast<float>(static_cast<double>(rows[i]) / std::sqrt(square));
    }
  }

  /// The tensor's values and, if asked for, its shape; a size of 0 stands for any.
  std::vector<float> take(const std::string& name, const Shape& expected, Shape* shape = nullptr) {
    std::vector<float> values;
    Shape found;
    if (status_.ok()) status_ = tensors_.take(name, expected, found, values);
    if (!status_.ok()) return {};
    if (shape != nullptr) *shape = std::move(found);
    parameters_ += values.size();
    return values;
  }

  Linear linear(const std::string& name, std::int64_t in, std::int64_t out) {
    Linear layer;
    Shape shape;
    layer.weight = take(name + ".weight", {out, in}, &shape);
    if (!status_.ok()) return layer;
    layer.out = static_cast<int>(shape[0]);
    layer.in = static_cast<int>(shape[1]);
    layer.bias = take(name + ".bias", {shape[0]});
    return layer;
  }

  Conv3x3 conv(const std::string& name, std::int64_t in, std::int64_t out) {
    Conv3x3 layer;
    Shape shape;
    layer.weight = take(name + ".weight", {out, in, 3, 3}, &shape);
    if (status_.ok() && std::max(shape[0], shape[1]) > kMaxChannels)
      fail("tensor " + name + ".weight has shape " + shape_string(shape) + "; at most " +
               std::to_string(kMaxChannels) + " channels are allowed",
           StatusCode::kTooLarge);
    if (!status_.ok()) return layer;
    layer.out = static_cast<int>(shape[0]);
    layer.in = static_cast<int>(shape[1]);
    limit_packed(name, std::int64_t{kUpsampleProducts} * layer.in, padded_channels(layer.out));
    layer.bias = take(name + ".bias", {shape[0]});
    return layer;
  }

  /// What the batch norm does in evaluation mode, or nothing if the file has none of its tensors.
  std::optional<Affine> batch_norm(const std::string& name, double eps, int channels) {
    bool present = false;
    for (const char* part : {".weight", ".bias", ".running_mean", ".running_var"})
      present |= tensors_.has(name + part);
    if (!present) return std::nullopt;
    const Shape shape{channels};
    const std::vector<float> weight = take(name + ".weight", shape);
    const std::vector<float> bias = take(name + ".bias", shape);
    const std::size_t trainable = parameters_;
    const std::vector<float> mean = take(name + ".running_mean", shape);
    const std::vector<float> variance = take(name + ".running_var", shape);
    parameters_ = trainable;  // running statistics are not trained
    if (!status_.ok()) return std::nullopt;

    Affine affine;
    for (std::size_t c = 0; c < weight.size(); ++c) {
      const double denominator = variance[c] + eps;
      if (variance[c] < 0 || denominator <= 0) {
        fail("tensor " + name + ".running_var holds " + std::to_string(variance[c]) + " at element " +
             std::to_string(c) + "; a variance above 0 is needed");
        return std::nullopt;
      }
      const double scale = weight[c] / std::sqrt(denominator);
      affine.scale.push_back(static_cast<float>(scale));
      affine.shift.push_back(static_cast<float>(bias[c] - mean[c] * scale));
    }
    check_scaled(name, affine.scale);
    check_scaled(name, affine.shift);
    return affine;
  }

  /// Multiplies a batch norm into the layer before it. Consecutive rows of the layer's output share a
  /// channel.
  template <typename Layer>
  void fold(const std::string& name, double eps, int channels, Layer& layer) {
    const std::optional<Affine> norm = batch_norm(name, eps, channels);
    if (!norm) return;
    const std::size_t rows_per_channel = layer.bias.size() / static_cast<std::size_t>(channels);
    const std::size_t row = layer.weight.size() / layer.bias.size();
    for (std::size_t r = 0; r < layer.bias.size(); ++r) {
      const float scale = norm->scale[r / rows_per_channel];
      layer.bias[r] = layer.bias[r] * scale + norm->shift[r / rows_per_channel];
      for (std::size_t i = r * row; i < (r + 1) * row; ++i) layer.weight[i] *= scale;
    }
    check_scaled(name, layer.weight);
    check_scaled(name, layer.bias);
  }

  /// images: how many the layer makes before the next one runs
  void limit_activation(const std::string& name, int channels, int size, int images) {
    const std::int64_t values = std::int64_t{images} * padded_channels(channels) * size * size;
    if (values > kMaxActivation)
      fail("layer " + name + " makes " + std::to_string(values) + " values at once; at most " +
               std::to_string(kMaxActivation) + " are allowed",
           StatusCode::kTooLarge);
  }

  /// out: padded
  void limit_packed(const std::string& name, std::int64_t in, std::int64_t out) {
    if (in * out > kMaxPacked)
      fail("layer " + name + " has " + std::to_string(in * out) + " packed weights; at most " +
               std::to_string(kMaxPacked) + " are allowed",
           StatusCode::kTooLarge);
  }

  void check_scaled(const std::string& name, std::span<const float> values) {
    if (!all_finite(values)) fail("batch norm " + name + " scales its layer beyond the range of F32");
  }

  /// s where values = channels * s * s, else 0.
  static int side_of(int values, int channels) {
    if (values % channels != 0) return 0;
    const int side = static_cast<int>(std::lround(std::sqrt(values / channels)));
    return side * side == values / channels ? side : 0;
  }

  void count_parameters(std::size_t& count) {
    count = parameters_;
    parameters_ = 0;
  }

  void fail(const std::string& message, StatusCode code = StatusCode::kWrongModel) {
    if (status_.ok()) status_ = Status(code, message);
  }

  TensorSet tensors_;
  const BatchNormEps& eps_;
  Model& model_;
  std::size_t parameters_ = 0;  // taken since the last count
  Status status_;
};

}  // namespace

Status load_model(std::span<const std::byte> bytes, Model& model) {
  SafetensorsView file;
  if (Status status = SafetensorsView::parse(bytes, file); !status.ok()) return status;
  Model loaded;
  BatchNormEps eps;
  if (Status status = read_model_metadata(file.metadata(), loaded.info, eps); !status.ok()) return status;
  if (Status status = ModelBuilder(std::move(file), eps, loaded).build(); !status.ok()) return status;
  if (Status status = check_declared_latent_dim(loaded.info); !status.ok()) return status;
  model = std::move(loaded);
  return {};
}

}  // namespace sgan
