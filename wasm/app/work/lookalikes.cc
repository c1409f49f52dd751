#include "work/lookalikes.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "sgan/random.h"
#include "work/judging.h"

namespace sgan::app {
namespace {

constexpr std::uint64_t kSeed = 20;  // of the digits that are tried: the same drawing finds the same ones

}  // namespace

float image_distance(std::span<const float> a, std::span<const float> b, int size) {
  const auto side = static_cast<std::size_t>(size);
  const std::size_t half = side / 2;
  double sum = 0;
  for (std::size_t y = 0; y < half; ++y) {
    for (std::size_t x = 0; x < half; ++x) {
      const std::size_t at = 2 * y * side + 2 * x;
      const auto difference = [&](std::size_t i) { return a[i] - b[i]; };
      const float mean =
          (difference(at) + difference(at + 1) + difference(at + side) + difference(at + side + 1)) / 4;
      sum += static_cast<double>(mean) * static_cast<double>(mean);
    }
  }
  return static_cast<float>(std::sqrt(sum / static_cast<double>(half * half)));
}

void LookalikeSearch::start(std::span<const float> image, int digit) {
  stop();
  target_.assign(image.begin(), image.end());
  digit_ = digit;
  go_on();
}

bool LookalikeSearch::advance(const Model& model, Workspace& workspace, double budget_ms) {
  const auto start = std::chrono::steady_clock::now();
  const int first = tried_;
  bool changed = false;
  while (busy()) {
    const int count = std::min(kImagesAtOnce, wanted_ - tried_);
    changed = try_some(model, workspace, count) || changed;
    const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - start;
    const double per_digit = spent.count() / (tried_ - first);
    if (spent.count() + per_digit * kImagesAtOnce > budget_ms) break;
  }
  return changed;
}

bool LookalikeSearch::try_some(const Model& model, Workspace& workspace, int count) {
  const std::size_t pixels = target_.size();
  const auto n = static_cast<std::size_t>(count);
  std::vector<float> latents(n * static_cast<std::size_t>(model.info.latent_dim));
  sample_latents(kSeed, static_cast<std::uint64_t>(tried_), model.info.latent_prior, model.info.latent_dim,
                 latents);
  std::vector<float> images(n * pixels);
  const std::vector<int> labels(n, digit_);
  (void)generate(model, latents, labels, workspace, images).ok();
  tried_ += count;
  bool changed = false;
  for (std::size_t i = 0; i < n; ++i) {
    const std::span<const float> image = std::span(images).subspan(i * pixels, pixels);
    const float distance = image_distance(image, target_, model.info.image_size);
    if (best_.size() == kLookalikes && distance >= best_.back().distance) continue;
    // An unconditional model makes whatever digit it likes, and a conditional one sometimes another.
    const Verdict verdict = judge_image(model, image, workspace);
    if (verdict.digit != digit_ || verdict.rejected) continue;
    keep({{image.begin(), image.end()}, verdict, distance});
    changed = true;
  }
  return changed;
}

void LookalikeSearch::keep(Lookalike found) {
  const auto place = std::find_if(best_.begin(), best_.end(),
                                  [&](const Lookalike& one) { return found.distance < one.distance; });
  best_.insert(place, std::move(found));
  if (best_.size() > kLookalikes) best_.pop_back();
}

}  // namespace sgan::app
