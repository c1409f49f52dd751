#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "ui/picture.h"

namespace sgan::app {

inline constexpr int kMostSide = 20;
inline constexpr int kMaxSamples = kMostSide * kMostSide;

/// Which digits are asked for: of a conditional model they are made so, of another one searched for.
struct SampleChoice {
  enum class Kind { kAny, kOne, kRows } kind = Kind::kAny;
  int digit = 0;  // of kOne

  bool operator==(const SampleChoice&) const = default;
};

enum class SampleOrder { kAsMade, kSurest, kLeastSure };

/// One generated digit.
struct SampleTile {
  bool made = false;
  std::uint64_t index = 0;  // which latent of the seed
  int label = 0;            // what a conditional model was asked for
  Verdict verdict;
};

/// The tab Sample: digits made from a seed, and what is thought of them. Tiles are numbered row by row.
struct SampleState {
  std::uint64_t seed = 7;
  bool locked = false;  // the seed stays
  SampleChoice choice;
  int side = 5;       // digits in a row, and rows but for kRows, which has one for each class
  float variety = 1;  // how much of their distance from the prior's mean latents keep: truncation
  SampleOrder order = SampleOrder::kAsMade;
  float least = 0;  // digits that are read less surely are not shown

  std::vector<SampleTile> tiles;  // [count()]
  std::vector<float> images;      // [kMaxSamples, size, size]
  int done = 0;                   // tiles that are made
  std::uint64_t tried = 0;        // latents looked at
  bool exhausted = false;         // the search for digits was given up
  Atlas atlas;

  int hovered = -1, chosen = -1;        // tiles, -1 for none
  int cursor = 0;                       // the place in the grid where the keyboard is
  std::array<char, 24> seed_text{"7"};  // what the field shows while it is edited

  // Asked for by the person; whoever serves it clears it.
  bool restart = true, want_new_seed = false, want_png = false, want_link = false;
  int want_tile_png = -1, want_explore = -1;  // tiles

  [[nodiscard]] int rows() const { return choice.kind == SampleChoice::Kind::kRows ? kDigitClasses : side; }
  [[nodiscard]] int count() const { return rows() * side; }
  [[nodiscard]] bool busy() const { return restart || (done < count() && !exhausted); }
  [[nodiscard]] const SampleTile* tile(int number) const {
    const bool there = !restart && number >= 0 && number < static_cast<int>(tiles.size());
    return there && tiles[static_cast<std::size_t>(number)].made ? &tiles[static_cast<std::size_t>(number)]
                                                                 : nullptr;
  }
};

}  // namespace sgan::app
