#include "work/explore_work.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "sgan/image.h"
#include "sgan/latent.h"
#include "sgan/random.h"
#include "ui/explore_path.h"
#include "work/enlarge.h"
#include "work/judging.h"
#include "work/png.h"

namespace sgan::app {
namespace {

Directions first_of(Directions directions, int most, int latent_dim) {
  directions.count = std::min(directions.count, most);
  directions.vectors.resize(static_cast<std::size_t>(directions.count) *
                            static_cast<std::size_t>(latent_dim));
  directions.scales.resize(static_cast<std::size_t>(directions.count));
  return directions;
}

/// The steps at place `i` of `count` from one end of a slider to the other.
float steps_at(int i, int count) {
  return kMostSteps * (2 * (static_cast<float>(i) + 0.5F) / static_cast<float>(count) - 1);
}

void make_image(const Model& model, Workspace& workspace, const ExplorePoint& point, std::span<float> image) {
  (void)generate_mixed(model, point.latent, point.mixture, workspace, image)
      .ok();  // sizes are its own, and Session has tried it out
}

/// What the pad's map depends on: the point without its place on the pad.
ExplorePoint base_of_pad(const Model& model, const ExploreState& explore) {
  ExplorePoint base = explore.point;
  if (explore.directions.count < 2) return base;
  for (const int k : {explore.across, explore.up})
    set_coordinate(explore.directions, k, model.info.latent_prior, 0, base.latent);
  return base;
}

bool nearly(const ExplorePoint& a, const ExplorePoint& b) {
  return a.mixture == b.mixture && a.latent.size() == b.latent.size() &&
         std::equal(a.latent.begin(), a.latent.end(), b.latent.begin(),
                    [](float x, float y) { return std::abs(x - y) < 1e-4F; });
}

void forget_wishes(ExploreState& explore) {
  explore.want_latent.clear();
  explore.want_from.reset();
  explore.want_to.reset();
  explore.want_part = -1;
  explore.want_begin = false;
}

void set_due(std::bitset<kSmallPictures>& due, int first, int count) {
  for (int i = first; i < first + count; ++i) due.set(static_cast<std::size_t>(i));
}

}  // namespace

void ask_begin(ExploreState& explore, std::uint64_t seed, std::uint64_t index, int digit) {
  forget_wishes(explore);
  explore.seed = seed;
  explore.index = index;
  explore.digit = digit;
  explore.want_begin = true;
}

void ExploreWork::search(const Model& model, Workspace& workspace, ExploreState& explore, double budget_ms) {
  if (explore.searched < 0 && model.directions.count > 0) {
    explore.directions = first_of(model.directions, kMostDirections, model.info.latent_dim);
    explore.directed = true;
    return;
  }
  if (explore.searched < 0) search_.emplace(model, kMostDirections);
  const auto start = std::chrono::steady_clock::now();
  while (!search_->done()) {
    search_->step(workspace);
    const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - start;
    if (spent.count() > budget_ms) break;
  }
  explore.searched = search_->progress();
  if (!search_->done()) return;
  explore.directions = search_->result();
  explore.directed = true;
  search_.reset();
}

void ExploreWork::begin(const Model& model, ExploreState& explore) {
  if (!explore.ready) {
    explore.pictured.fill(false);
    explore.drawn = false;
  }
  if (explore.across >= explore.directions.count || explore.up >= explore.directions.count) {
    explore.across = 0;
    explore.up = std::max(0, std::min(1, explore.directions.count - 1));
  }
  if (explore.digit < 0) sample_labels(explore.seed, explore.index, {&explore.digit, 1});
  const int digit = explore.digit;
  explore.point = sample_point(model.info, explore.seed, explore.index, digit);
  if (explore.want_latent.size() == explore.point.latent.size()) explore.point.latent = explore.want_latent;
  explore.start = explore.point;
  // Other weights may have come since they were asked for.
  const auto fits = [&](const std::optional<ExplorePoint>& end) {
    return end && end->latent.size() == explore.point.latent.size();
  };
  explore.from = fits(explore.want_from) ? *explore.want_from : explore.point;
  explore.to =
      fits(explore.want_to) ? *explore.want_to : next_point(model.info, explore.seed, explore.index, digit);
  explore.part = 0;
  explore.settling = false;
  if (explore.want_part >= 0) show_part(explore, model.info.latent_prior, explore.want_part);
  explore.motion = ExploreMotion::kNone;
  explore.walk_to.clear();
  forget_wishes(explore);
  explore.ready = true;
}

void ExploreWork::forget() { *this = {}; }

void ExploreWork::find_changes(const Model& model, const ExploreState& explore) {
  made_.image = !(explore.point == shown_);
  if (made_.image) {
    shown_ = explore.point;
    set_due(due_, kEndPictures, 2 * explore.directions.count);
  }
  const ExplorePoint base = base_of_pad(model, explore);
  if (!nearly(base, pad_base_) || explore.across != across_ || explore.up != up_) {
    pad_base_ = base;
    across_ = explore.across;
    up_ = explore.up;
    if (explore.directions.count >= 2) set_due(due_, kPadPictures, kPadSide * kPadSide);
  }
  if (!(explore.from == from_) || !(explore.to == to_)) {
    from_ = explore.from;
    to_ = explore.to;
    set_due(due_, kStripPictures, kStripFrames);
  }
}

ExplorePoint ExploreWork::picture_point(const Model& model, const ExploreState& explore, int picture) {
  const LatentPrior prior = model.info.latent_prior;
  if (picture >= kStripPictures) {
    const int frame = picture - kStripPictures;
    return morph_point(explore, prior, static_cast<float>(frame) / (kStripFrames - 1));
  }
  ExplorePoint point = explore.point;
  if (picture >= kPadPictures) {
    const int place = picture - kPadPictures;
    set_coordinate(explore.directions, explore.across, prior, steps_at(place % kPadSide, kPadSide),
                   point.latent);
    set_coordinate(explore.directions, explore.up, prior, -steps_at(place / kPadSide, kPadSide),
                   point.latent);
    return point;
  }
  set_coordinate(explore.directions, picture / 2, prior, picture % 2 == 0 ? -kMostSteps : kMostSteps,
                 point.latent);
  return point;
}

void ExploreWork::make_next(const Model& model, Workspace& workspace, ExploreState& explore) {
  while (!due_.test(static_cast<std::size_t>(next_))) next_ = (next_ + 1) % kSmallPictures;
  due_.reset(static_cast<std::size_t>(next_));
  const std::size_t pixels = image_pixels(model.info);
  made_.pictures.push_back(next_);
  made_.images.resize(made_.pictures.size() * pixels);
  make_image(model, workspace, picture_point(model, explore, next_), std::span(made_.images).last(pixels));
  explore.pictured[static_cast<std::size_t>(next_)] = true;
}

const ExploreWork::Made& ExploreWork::advance(const Model& model, Workspace& workspace, ExploreState& explore,
                                              double budget_ms) {
  const auto start = std::chrono::steady_clock::now();
  made_.pictures.clear();
  made_.images.clear();
  find_changes(model, explore);
  if (made_.image) {
    explore.image.resize(image_pixels(model.info));
    make_image(model, workspace, explore.point, explore.image);
    explore.verdict = judge_image(model, explore.image, workspace);
  }
  while (due_.any()) {
    make_next(model, workspace, explore);
    const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - start;
    const double each = spent.count() / static_cast<double>(made_.pictures.size());
    if (spent.count() + each > budget_ms) break;
  }
  explore.small_busy = due_.any();
  return made_;
}

std::vector<std::byte> strip_png(const Model& model, Workspace& workspace, const ExploreState& explore) {
  constexpr int kEnlarged = 4, kPadding = 4;
  std::vector<float> image(image_pixels(model.info)), frames;
  for (int frame = 0; frame < kStripFrames; ++frame) {
    const float part = static_cast<float>(frame) / (kStripFrames - 1);
    make_image(model, workspace, morph_point(explore, model.info.latent_prior, part), image);
    const std::vector<float> large = enlarge(image, model.info.image_size, kEnlarged);
    frames.insert(frames.end(), large.begin(), large.end());
  }
  return encode_png(compose_grid(frames, model.info.image_size * kEnlarged, kStripFrames, kPadding));
}

}  // namespace sgan::app
