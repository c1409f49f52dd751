#include "work/session.h"

#include <chrono>
#include <cstdint>

#include "sgan/image.h"
#include "sgan/random.h"
#include "sgan/strokes.h"
#include "ui/digit_grid.h"
#include "work/judging.h"
#include "work/png.h"

namespace sgan::app {

Status Session::load(std::span<const std::byte> bytes, UiState& state) {
  if (Status status = load_model(bytes, model_); !status.ok()) return status;
  loaded_ = true;
  state.model = &model_.info;
  state.sample.images.assign(kMaxSamples * pixels(), -1.0F);
  state.sample.verdicts.assign(kMaxSamples, {});
  state.sample.restart = true;
  if (model_.info.conditional == Conditioning::kNone) state.sample.digit_class.reset();
  state.draw.changed = true;
  latent_.resize(static_cast<std::size_t>(model_.info.latent_dim));
  return {};
}

std::size_t Session::pixels() const {
  const auto size = static_cast<std::size_t>(model_.info.image_size);
  return size * size;
}

void Session::generate_one(SampleState& sample, int index) {
  const auto number = static_cast<std::uint64_t>(index);
  sample_latents(sample.seed, number, model_.info.latent_prior, model_.info.latent_dim, latent_);
  int label = 0;
  sample_labels(sample.seed, number, {&label, 1});
  label = sample.digit_class.value_or(label);
  const std::span<float> image{sample.images.data() + static_cast<std::size_t>(index) * pixels(), pixels()};
  (void)generate(model_, latent_, {&label, 1}, workspace_, image).ok();
  sample.verdicts[static_cast<std::size_t>(index)] = judge_image(model_, image, workspace_);
}

Session::Range Session::advance_samples(UiState& state, double budget_ms) {
  SampleState& sample = state.sample;
  if (!loaded_) return {};
  if (sample.restart) sample.ready = 0;
  sample.restart = false;
  const int first = sample.ready;
  const auto start = std::chrono::steady_clock::now();
  while (sample.ready < sample.count) {
    generate_one(sample, sample.ready++);
    const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - start;
    const double per_sample = spent.count() / (sample.ready - first);
    if (spent.count() + per_sample > budget_ms) break;
  }
  return {first, sample.ready};
}

bool Session::judge_drawing(UiState& state) {
  DrawState& draw = state.draw;
  if (!draw.changed || !loaded_) return false;
  draw.changed = false;
  draw.verdict.reset();
  draw.seen.clear();
  std::vector<float> image(pixels());
  // An empty drawing is refused, and then nothing is claimed about it.
  if (!rasterize(draw.strokes, model_.info.image_size, image).ok()) return true;
  draw.verdict = judge_image(model_, image, workspace_);
  draw.seen = std::move(image);
  return true;
}

std::vector<std::byte> Session::samples_png(const SampleState& sample) const {
  if (!loaded_ || sample.done() == 0) return {};
  const std::span<const float> images{sample.images.data(),
                                      static_cast<std::size_t>(sample.done()) * pixels()};
  return encode_png(compose_grid(images, model_.info.image_size, grid_columns(sample.count)));
}

}  // namespace sgan::app
