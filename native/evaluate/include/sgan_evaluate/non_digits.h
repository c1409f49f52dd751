#pragma once

#include <array>
#include <cstdint>

#include "sgan/image.h"
#include "sgan/strokes.h"

namespace sgan::evaluation {

// Pictures that are no digits, to see whether a model rejects them. None of this code, and none of its
// pictures, has a part in training; the preset classifier sees relatives of them that other code makes
// (native/train/src/non_digits.h). Each is a function of its seed and index alone.

/// Three to five strokes that wander about.
[[nodiscard]] Drawing draw_scribble(std::uint64_t seed, std::uint32_t index);

/// A letter of letters.h as a hand might write it: slanted, wider or narrower, its points out of place.
[[nodiscard]] Drawing draw_letter(std::uint64_t seed, std::uint32_t index);

/// The half of a picture that is kept.
enum class Side { kTop, kBottom, kLeft, kRight };

/// A digit of which that half remains is none any more: half of a 0 is a bow, but half of a 6 may be
/// a 0.
struct Cut {
  int digit;
  Side side;
};
inline constexpr std::array<Cut, 7> kCuts{{{0, Side::kTop},
                                           {0, Side::kBottom},
                                           {0, Side::kLeft},
                                           {0, Side::kRight},
                                           {3, Side::kLeft},
                                           {4, Side::kTop},
                                           {9, Side::kLeft}}};

/// What is on that side of the ink's centre of mass, out to the ink's edges and with a margin, ready for
/// normalize_picture(): a digit in MNIST's form, light on dark, in; empty if nothing is there.
[[nodiscard]] GreyImage cut_off(const GreyImage& digit, Side side);

}  // namespace sgan::evaluation
