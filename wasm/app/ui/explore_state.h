#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "sgan/model.h"
#include "ui/picture.h"

namespace sgan::app {

inline constexpr int kMostDirections = 12;
inline constexpr float kMostSteps = 3;  // sliders reach this many steps to either side of the prior's mean
inline constexpr int kPadSide = 5;      // pictures across and up the pad
inline constexpr int kStripFrames = 10;

/// Where the small pictures are in their atlas.
inline constexpr int kEndPictures = 0;  // two for each direction: its low and high end
inline constexpr int kPadPictures = kEndPictures + 2 * kMostDirections;  // row by row, the top one first
inline constexpr int kStripPictures = kPadPictures + kPadSide * kPadSide;
inline constexpr int kSmallPictures = kStripPictures + kStripFrames;

/// What the generator is given: a latent and, for a conditional model, how much of each class.
struct ExplorePoint {
  std::vector<float> latent;  // [latent_dim]
  std::array<float, kDigitClasses> mixture{};

  bool operator==(const ExplorePoint&) const = default;
};

enum class ExploreMotion { kNone, kMorph, kWalk };

/// The tab Explore: a walk among the generator's latents.
struct ExploreState {
  bool directed = false;  // the directions are those of the model that is loaded
  float searched = -1;    // how far the search for them is, in [0, 1]; below 0 if it has not begun
  bool ready = false;     // what follows fits the model that is loaded
  bool drawn = false;     // and so do the pictures
  Directions directions;  // at most kMostDirections
  std::uint64_t seed = 7, index = 0;  // the latent it began with: sample `index` of the seed
  ExplorePoint start;                 // that latent, for Reset
  ExplorePoint point;                 // what is shown
  int digit = -1;                     // the class asked for; -1: as the seed has it
  bool settling = false;              // the mixture is on its way to that class alone
  int across = 0, up = 1;             // directions of the pad

  ExplorePoint from, to;  // ends of the morph
  float part = 0;         // of the way between them, in [0, 1]
  bool backwards = false;
  ExploreMotion motion = ExploreMotion::kNone;
  float speed = 1;
  std::vector<float> walk_from, walk_to;  // latents of the walk's present leg
  float walk_part = 0;                    // of that leg
  std::uint64_t walk_legs = 0;            // legs walked so far

  std::vector<float> image;  // [size, size], of `point`
  Verdict verdict;
  Atlas large, small;                           // the image alone; the small pictures
  std::array<bool, kSmallPictures> pictured{};  // which small pictures are there

  // Asked for by the person; whoever serves it clears it.
  bool want_begin = false;                         // at `seed` and `index`
  std::vector<float> want_latent;                  // and from there at once to this latent; empty: stay
  std::optional<ExplorePoint> want_from, want_to;  // the morph's ends then; none: as begin() has them
  float want_part = -1;                            // and so far on its way; negative: not on it
  bool want_new_seed = false, want_png = false, want_strip = false, want_link = false;
  bool small_busy = false;  // small pictures are still to be made
};

}  // namespace sgan::app
