#include "sampling.h"

#include <algorithm>
#include <array>
#include <string>

#include "batch.h"
#include "sgan/image.h"
#include "sgan/random.h"

namespace sgan::cli {
namespace {

constexpr std::size_t kBlock = 64;  // samples in memory as numbers at a time

/// Some consecutive samples of a seed.
struct Block {
  std::vector<float> latents, images;
  std::vector<int> labels;  // what a conditional model was asked for, then what the images are said to show
};

Status draw_block(const Model& model, const SampleRequest& request, std::size_t first, std::size_t count,
                  Block& block) {
  block.latents.resize(count * static_cast<std::size_t>(model.info.latent_dim));
  block.images.resize(count * image_pixels(model.info));
  block.labels.resize(count);
  sample_latents(request.seed, first, model.info.latent_prior, model.info.latent_dim, block.latents);
  sample_labels(request.seed, first, block.labels);
  for (std::size_t i = 0; i < count; ++i)
    block.labels[i] = request.choice.wanted(first + i).value_or(block.labels[i]);
  Status status = generate_all(model, block.latents, block.labels, request.threads, block.images);
  if (!status.ok() || model.info.conditional != Conditioning::kNone) return status;
  Judgements judgements;
  if (status = judge_all(model, block.images, request.threads, judgements); !status.ok()) return status;
  for (std::size_t i = 0; i < count; ++i) block.labels[i] = judgements.digit(i);
  return {};
}

/// Where accepted samples go: each digit has its own places, filled in order.
class Places {
 public:
  Places(const ClassChoice& choice, std::size_t count) {
    for (std::size_t i = count; i-- > 0;) {
      const std::optional<int> digit = choice.wanted(i);
      if (digit) free_[static_cast<std::size_t>(*digit)].push_back(i);
    }
  }
  /// The next place for a sample that shows `digit`, if one is free.
  std::optional<std::size_t> take(int digit) {
    std::vector<std::size_t>& places = free_[static_cast<std::size_t>(digit)];
    if (places.empty()) return {};
    const std::size_t place = places.back();
    places.pop_back();
    return place;
  }
  /// A digit with free places, and how many.
  [[nodiscard]] std::optional<std::pair<int, std::size_t>> missing() const {
    for (std::size_t digit = 0; digit < free_.size(); ++digit) {
      if (!free_[digit].empty()) return std::pair(static_cast<int>(digit), free_[digit].size());
    }
    return {};
  }

 private:
  std::array<std::vector<std::size_t>, kDigitClasses> free_;  // the first place last
};

void store(const Block& block, std::size_t from, std::size_t pixels, std::size_t place, Samples& samples) {
  std::transform(block.images.begin() + static_cast<std::ptrdiff_t>(from * pixels),
                 block.images.begin() + static_cast<std::ptrdiff_t>((from + 1) * pixels),
                 samples.pixels.begin() + static_cast<std::ptrdiff_t>(place * pixels), to_byte);
  samples.labels[place] = static_cast<std::uint8_t>(block.labels[from]);
}

Status draw_all(const Model& model, const SampleRequest& request, Samples& samples) {
  Block block;
  for (std::size_t first = 0; first < request.count; first += kBlock) {
    const std::size_t count = std::min(kBlock, request.count - first);
    if (Status status = draw_block(model, request, first, count, block); !status.ok()) return status;
    for (std::size_t i = 0; i < count; ++i) store(block, i, image_pixels(model.info), first + i, samples);
  }
  return {};
}

Status draw_until_recognised(const Model& model, const SampleRequest& request, Samples& samples) {
  Places places(request.choice, request.count);
  const std::size_t limit = std::max(request.count, std::size_t{10}) * kTriesPerSample;
  Block block;
  std::size_t first = 0;
  for (; first < limit && places.missing(); first += kBlock) {
    if (Status status = draw_block(model, request, first, kBlock, block); !status.ok()) return status;
    for (std::size_t i = 0; i < kBlock; ++i) {
      const std::optional<std::size_t> place = places.take(block.labels[i]);
      if (place) store(block, i, image_pixels(model.info), *place, samples);
    }
  }
  const auto missing = places.missing();
  if (!missing) return {};
  return {StatusCode::kInvalidArgument,
          "the model is unconditional and its classifier reads too few of " + std::to_string(first) +
              " samples as class " + std::to_string(missing->first) + ": " + std::to_string(missing->second) +
              " missing; ask for fewer, or try another seed"};
}

}  // namespace

std::optional<int> ClassChoice::wanted(std::size_t i) const {
  if (kind == Kind::kAny) return {};
  return kind == Kind::kOne ? digit : static_cast<int>(i % kDigitClasses);
}

Status draw_samples(const Model& model, const SampleRequest& request, Samples& samples) {
  samples.pixels.resize(request.count * image_pixels(model.info));
  samples.labels.resize(request.count);
  const bool must_search =
      request.choice.kind != ClassChoice::Kind::kAny && model.info.conditional == Conditioning::kNone;
  return must_search ? draw_until_recognised(model, request, samples) : draw_all(model, request, samples);
}

}  // namespace sgan::cli
