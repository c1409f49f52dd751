#include "work/sample_work.h"

#include <algorithm>
#include <chrono>

#include "sgan/image.h"
#include "sgan/latent.h"
#include "sgan/random.h"
#include "ui/sample_view.h"
#include "work/enlarge.h"
#include "work/judging.h"
#include "work/png.h"

namespace sgan::app {
namespace {

using Kind = SampleChoice::Kind;

constexpr std::uint64_t kTriesPerTile = 200;  // as `sgan sample`

bool searches(const ModelInfo& model, const SampleState& sample) {
  return model.conditional == Conditioning::kNone && sample.choice.kind != Kind::kAny;
}

/// The digit wanted at a place, if any.
std::optional<int> wanted(const SampleState& sample, int place) {
  if (sample.choice.kind == Kind::kAny) return {};
  return sample.choice.kind == Kind::kOne ? sample.choice.digit : place / sample.side;
}

/// The first empty place for a digit of a class, or -1.
int free_place(const SampleState& sample, int digit) {
  for (int place = 0; place < sample.count(); ++place) {
    if (!sample.tiles[static_cast<std::size_t>(place)].made && wanted(sample, place) == digit) return place;
  }
  return -1;
}

}  // namespace

void tile_latent(const ModelInfo& model, const SampleState& sample, const SampleTile& tile,
                 std::span<float> latent) {
  sample_latents(sample.seed, tile.index, model.latent_prior, model.latent_dim, latent);
  truncate_latents(model.latent_prior, sample.variety, latent);
}

void SampleWork::begin(const Model& model, SampleState& sample) {
  sample.restart = false;
  sample.done = 0;
  sample.tried = 0;
  sample.exhausted = false;
  sample.chosen = sample.chosen < sample.count() ? sample.chosen : -1;
  sample.tiles.assign(static_cast<std::size_t>(sample.count()), {});
  sample.images.resize(kMaxSamples * image_pixels(model.info));
  latent_.resize(static_cast<std::size_t>(model.info.latent_dim));
  image_.resize(image_pixels(model.info));
}

/// Makes and judges the next latent's image; returns its place, or -1 if it is none that is searched for.
int SampleWork::try_one(const Model& model, Workspace& workspace, SampleState& sample) {
  const auto next = static_cast<int>(sample.tried);
  SampleTile tile{true, sample.tried++, 0, {}};
  const bool search = searches(model.info, sample);
  sample_labels(sample.seed, tile.index, {&tile.label, 1});
  if (!search) {
    // The same latents in every row, so that a column shows one style through all classes.
    if (sample.choice.kind == Kind::kRows) tile.index = static_cast<std::uint64_t>(next % sample.side);
    tile.label = wanted(sample, next).value_or(tile.label);
  }
  tile_latent(model.info, sample, tile, latent_);
  (void)generate(model, latent_, {&tile.label, 1}, workspace, image_)
      .ok();  // sizes are its own, and Session has tried it out
  tile.verdict = judge_image(model, image_, workspace);
  const int place = search ? free_place(sample, tile.verdict.digit) : next;
  if (place < 0) return -1;
  sample.tiles[static_cast<std::size_t>(place)] = tile;
  std::copy(image_.begin(), image_.end(),
            sample.images.begin() +
                static_cast<std::ptrdiff_t>(place) * static_cast<std::ptrdiff_t>(image_.size()));
  ++sample.done;
  return place;
}

std::vector<int> SampleWork::advance(const Model& model, Workspace& workspace, SampleState& sample,
                                     double budget_ms) {
  if (sample.restart) begin(model, sample);
  std::vector<int> made;
  const std::uint64_t limit = kTriesPerTile * static_cast<std::uint64_t>(std::max(sample.count(), 10));
  const std::uint64_t first = sample.tried;
  const auto start = std::chrono::steady_clock::now();
  while (sample.busy()) {
    const int place = try_one(model, workspace, sample);
    if (place >= 0) made.push_back(place);
    sample.exhausted = sample.tried >= limit && sample.done < sample.count();
    const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - start;
    const double each = spent.count() / static_cast<double>(sample.tried - first);
    if (spent.count() + each > budget_ms) break;
  }
  return made;
}

std::vector<std::byte> grid_png(const ModelInfo& model, const SampleState& sample) {
  const std::size_t pixels = image_pixels(model);
  std::vector<int> shown = shown_tiles(sample);
  while (!shown.empty() && sample.tile(shown.back()) == nullptr) shown.pop_back();
  if (shown.empty()) return {};
  std::vector<float> images(shown.size() * pixels, -1.0F);  // a place without a digit is black
  for (std::size_t i = 0; i < shown.size(); ++i) {
    if (sample.tile(shown[i]) == nullptr) continue;
    std::copy_n(sample.images.begin() + shown[i] * static_cast<std::ptrdiff_t>(pixels), pixels,
                images.begin() + static_cast<std::ptrdiff_t>(i * pixels));
  }
  return encode_png(compose_grid(images, model.image_size, sample.side));
}

std::vector<std::byte> digit_png(std::span<const float> image, int size) {
  GreyImage large{size * kPngEnlarged, size * kPngEnlarged, {}};
  for (const float value : enlarge(image, size, kPngEnlarged)) large.pixels.push_back(to_byte(value));
  return encode_png(large);
}

std::string sample_file_name(const SampleState& sample, int tile) {
  std::string name = "sgan-seed-" + std::to_string(sample.seed);
  if (tile >= 0) name += "-tile-" + std::to_string(tile);
  return name + ".png";
}

}  // namespace sgan::app
