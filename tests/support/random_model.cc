#include "support/random_model.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "sgan/random.h"

namespace sgan::test {
namespace {

class WeightsMaker {
 public:
  explicit WeightsMaker(std::uint64_t seed) : seed_(seed) {}

  void linear(const std::string& name, std::int64_t out, std::int64_t in) { layer(name, {out, in}, in); }
  void conv(const std::string& name, std::int64_t out, std::int64_t in) {
    layer(name, {out, in, 3, 3}, in * 9);
  }

  void batch_norm(const std::string& name, std::int64_t channels) {
    add(name + ".weight", {channels}, 0.5F, 1.5F);
    add(name + ".bias", {channels}, -0.5F, 0.5F);
    add(name + ".running_mean", {channels}, -0.5F, 0.5F);
    add(name + ".running_var", {channels}, 0.1F, 2.0F);
  }

  void add(const std::string& name, Shape shape, float low, float high) {
    std::size_t count = 1;
    for (const std::int64_t size : shape) count *= static_cast<std::size_t>(size);
    weights_.tensors.push_back({name, std::move(shape), random_values(count, seed_++, low, high)});
  }

  [[nodiscard]] Weights take() { return std::move(weights_); }

 private:
  /// Uniform with variance 1 / fan_in.
  void layer(const std::string& name, Shape shape, std::int64_t fan_in) {
    const float bound = std::sqrt(3.0F / static_cast<float>(fan_in));
    const std::int64_t out = shape[0];
    add(name + ".weight", std::move(shape), -bound, bound);
    add(name + ".bias", {out}, -0.3F, 0.3F);
  }

  std::uint64_t seed_;
  Weights weights_;
};

}  // namespace

std::vector<float> random_values(std::size_t count, std::uint64_t seed, float low, float high) {
  std::vector<float> values(count);
  sample_latents(seed, 0, LatentPrior::kUniform01, static_cast<int>(count), values);
  for (float& value : values) value = low + (high - low) * value;
  return values;
}

Weights random_weights(const NetworkSizes& sizes, std::uint64_t seed) {
  WeightsMaker maker(seed * 1000);
  const auto [c0, c1, c2] = sizes.generator;
  const int start = sizes.image_size / 4;
  if (sizes.label_embedding) maker.add("generator.label_emb.weight", {10, sizes.latent_dim}, 0.5F, 1.5F);
  maker.linear("generator.l1.0", static_cast<std::int64_t>(c0) * start * start, sizes.latent_dim);
  maker.conv("generator.conv_blocks.2", c1, c0);
  maker.conv("generator.conv_blocks.6", c2, c1);
  maker.conv("generator.conv_blocks.9", 1, c2);
  const auto [d0, d1, d2, d3] = sizes.discriminator;
  maker.conv("discriminator.conv_blocks.0", d0, 1);
  maker.conv("discriminator.conv_blocks.3", d1, d0);
  maker.conv("discriminator.conv_blocks.7", d2, d1);
  maker.conv("discriminator.conv_blocks.11", d3, d2);
  int end = sizes.image_size;
  for (int block = 0; block < 4; ++block) end = (end + 1) / 2;
  maker.linear("discriminator.adv_layer.0", 1, static_cast<std::int64_t>(d3) * end * end);
  maker.linear("discriminator.aux_layer.0", 11, static_cast<std::int64_t>(d3) * end * end);
  if (sizes.batch_norms) {
    maker.batch_norm("generator.conv_blocks.0", c0);
    maker.batch_norm("generator.conv_blocks.3", c1);
    maker.batch_norm("generator.conv_blocks.7", c2);
    maker.batch_norm("discriminator.conv_blocks.6", d1);
    maker.batch_norm("discriminator.conv_blocks.10", d2);
    maker.batch_norm("discriminator.conv_blocks.14", d3);
  }
  return maker.take();
}

std::vector<std::byte> random_weights_file(const NetworkSizes& sizes, std::uint64_t seed, DType dtype,
                                           Metadata metadata) {
  Weights weights = random_weights(sizes, seed);
  weights.metadata = std::move(metadata);
  std::vector<std::byte> bytes;
  if (const Status status = write_weights(weights, dtype, bytes); !status.ok()) {
    std::fprintf(stderr, "random_weights_file: %s\n", status.message().c_str());
    std::abort();
  }
  return bytes;
}

Model load(const Weights& weights) {
  std::vector<std::byte> bytes;
  Model model;
  Status status = write_weights(weights, DType::kF32, bytes);
  if (status.ok()) status = load_model(bytes, model);
  if (!status.ok()) {
    std::fprintf(stderr, "load: %s\n", status.message().c_str());
    std::abort();
  }
  return model;
}

NamedTensor& tensor_named(Weights& weights, std::string_view name) {
  const auto found = std::find_if(weights.tensors.begin(), weights.tensors.end(),
                                  [&](const NamedTensor& tensor) { return tensor.name == name; });
  if (found == weights.tensors.end()) {
    std::fprintf(stderr, "tensor_named: no tensor %.*s\n", static_cast<int>(name.size()), name.data());
    std::abort();
  }
  return *found;
}

}  // namespace sgan::test
