#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "ui/picture.h"

namespace sgan::app {

inline constexpr int kMaxSamples = 100;
inline constexpr std::array<int, 4> kSampleCounts{16, 25, 64, 100};

/// The tab Sample: digits made from a seed, and what is thought of them.
struct SampleState {
  std::uint64_t seed = 7;
  std::optional<int> digit_class;  // the digit asked of a conditional model; none: all of them
  int count = 25;
  int ready = 0;                  // images and verdicts that are there, from the first; may exceed count
  std::vector<float> images;      // [kMaxSamples, size, size]
  std::vector<Verdict> verdicts;  // [kMaxSamples]
  Atlas atlas;

  int hovered = -1, chosen = -1;        // tiles, -1 for none
  std::array<char, 24> seed_text{"7"};  // what the field shows while it is edited

  // Asked for by the person; whoever serves it clears it.
  bool restart = true, want_new_seed = false, want_png = false;

  [[nodiscard]] int done() const { return ready < count ? ready : count; }
  [[nodiscard]] bool busy() const { return restart || ready < count; }
};

}  // namespace sgan::app
