#include "sampling.h"

#include <algorithm>
#include <array>
#include <string>

#include "batch.h"
#include "sgan/image.h"
#include "sgan/random.h"

namespace sgan::cli {
namespace {

/// Room for some samples.
Samples room_for(std::size_t count, const Model& model) {
  return {std::vector<std::uint8_t>(count * image_pixels(model.info)), std::vector<std::uint8_t>(count)};
}

/// Samples first, first + 1, ..., as many as there is room for.
Status draw(const Model& model, const SampleRequest& request, std::size_t first, Samples& samples) {
  const std::size_t pixels = image_pixels(model.info);
  const auto draw_some = [&](std::size_t begin, std::size_t count, Workspace& workspace) {
    std::vector<int> labels(count);
    sample_labels(request.seed, first + begin, labels);
    for (std::size_t i = 0; i < count; ++i)
      labels[i] = request.choice.wanted(first + begin + i).value_or(labels[i]);
    std::vector<float> images;
    Status status = draw_chunk(model, request.seed, first + begin, labels, workspace, images);
    if (!status.ok()) return status;
    if (model.info.conditional == Conditioning::kNone) {
      Judgements judgements(count);
      if (status = judge_chunk(model, images, 0, workspace, judgements); !status.ok()) return status;
      for (std::size_t i = 0; i < count; ++i) labels[i] = judgements.digit(i);
    }
    std::transform(images.begin(), images.end(),
                   samples.pixels.begin() + static_cast<std::ptrdiff_t>(begin * pixels), to_byte);
    std::copy(labels.begin(), labels.end(), samples.labels.begin() + static_cast<std::ptrdiff_t>(begin));
    return Status();
  };
  return for_chunks(samples.labels.size(), request.threads, draw_some);
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

void copy_sample(const Samples& from, std::size_t i, Samples& to, std::size_t place) {
  const std::size_t pixels = from.pixels.size() / from.labels.size();
  std::copy_n(from.pixels.begin() + static_cast<std::ptrdiff_t>(i * pixels), pixels,
              to.pixels.begin() + static_cast<std::ptrdiff_t>(place * pixels));
  to.labels[place] = from.labels[i];
}

Status draw_until_recognised(const Model& model, const SampleRequest& request, Samples& samples) {
  // Blocks keep many threads busy, and take no more memory than the samples asked for, or a few.
  constexpr std::size_t kFewestInBlock = 64, kMostInBlock = 1024;
  const std::size_t block = std::clamp(request.count, kFewestInBlock, kMostInBlock);
  const std::size_t limit = std::max(request.count * kTriesPerSample, kFewestTries);
  Places places(request.choice, request.count);
  std::size_t first = 0;
  while (first < limit && places.missing()) {
    Samples drawn = room_for(std::min(block, limit - first), model);
    if (Status status = draw(model, request, first, drawn); !status.ok()) return status;
    for (std::size_t i = 0; i < drawn.labels.size(); ++i) {
      const std::optional<std::size_t> place = places.take(drawn.labels[i]);
      if (place) copy_sample(drawn, i, samples, *place);
    }
    first += drawn.labels.size();
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
  samples = room_for(request.count, model);
  const bool must_search =
      request.choice.kind != ClassChoice::Kind::kAny && model.info.conditional == Conditioning::kNone;
  return must_search ? draw_until_recognised(model, request, samples) : draw(model, request, 0, samples);
}

}  // namespace sgan::cli
