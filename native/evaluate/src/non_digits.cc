#include "sgan_evaluate/non_digits.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "letters.h"
#include "sgan/random.h"

namespace sgan::evaluation {
namespace {

enum class Kind : std::uint32_t { kScribble, kLetter };

/// Random numbers of one drawing.
class Dice {
 public:
  Dice(std::uint64_t seed, Kind kind, std::uint32_t index)
      : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)},
        counter_{index, static_cast<std::uint32_t>(kind), 0, kDomain} {}

  /// In [low, high).
  float uniform(float low, float high) {
    const float unit = static_cast<float>(next() >> 8) * 0x1p-24F;
    return low + (high - low) * unit;
  }
  /// In 0 .. count - 1.
  std::size_t below(std::size_t count) { return next() % count; }

 private:
  static constexpr std::uint32_t kDomain = 0x6e6f6e64;  // apart from latents and labels of the same seed

  std::uint32_t next() {
    if (used_ == 4) {
      block_ = philox4x32_10(counter_, key_);
      ++counter_[2];
      used_ = 0;
    }
    return block_.word[used_++];
  }

  std::uint32_t key_[2], counter_[4];
  Philox4x32 block_{};
  std::size_t used_ = 4;
};

constexpr std::size_t kMinScribbleStrokes = 3, kMaxScribbleStrokes = 5;
constexpr std::size_t kMinScribblePoints = 12, kMaxScribblePoints = 30;
constexpr float kScribbleStep = 0.06F;  // of the paper's side
constexpr float kScribbleTurn = 0.25F;  // radians by which the turning changes from point to point
constexpr float kMaxTurn = 0.6F;

/// A walk whose direction changes smoothly; the paper's edge sends it back to the middle.
Stroke wander(Dice& dice) {
  PenPoint pen{dice.uniform(0, 1), dice.uniform(0, 1)};
  float heading = dice.uniform(0, 2 * std::numbers::pi_v<float>), turn = 0;
  Stroke stroke{pen};
  const std::size_t points = kMinScribblePoints + dice.below(kMaxScribblePoints - kMinScribblePoints + 1);
  while (stroke.size() < points) {
    turn = std::clamp(turn + dice.uniform(-kScribbleTurn, kScribbleTurn), -kMaxTurn, kMaxTurn);
    heading += turn;
    pen.x += kScribbleStep * std::cos(heading);
    pen.y += kScribbleStep * std::sin(heading);
    if (std::min(pen.x, pen.y) < 0 || std::max(pen.x, pen.y) > 1)
      heading = std::atan2(0.5F - pen.y, 0.5F - pen.x);
    stroke.push_back(pen);
  }
  return stroke;
}

constexpr std::uint8_t kInk = 64;  // grey from which a pixel counts as part of a digit

/// Half-open.
struct Box {
  int left, top, right, bottom;
  [[nodiscard]] bool empty() const { return left >= right || top >= bottom; }
};

std::uint8_t grey_at(const GreyImage& image, int x, int y) {
  return image.pixels[static_cast<std::size_t>(y * image.width + x)];
}

/// The whole picture but for what lies beyond the ink's centre of mass.
Box half_of(const GreyImage& image, Side side) {
  double sum = 0, sum_x = 0, sum_y = 0;
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      const double ink = grey_at(image, x, y);
      sum += ink;
      sum_x += ink * (x + 0.5);
      sum_y += ink * (y + 0.5);
    }
  }
  const int middle_x = static_cast<int>(sum > 0 ? sum_x / sum + 0.5 : 0);
  const int middle_y = static_cast<int>(sum > 0 ? sum_y / sum + 0.5 : 0);
  Box box{0, 0, image.width, image.height};
  if (side == Side::kTop) box.bottom = middle_y;
  if (side == Side::kBottom) box.top = middle_y;
  if (side == Side::kLeft) box.right = middle_x;
  if (side == Side::kRight) box.left = middle_x;
  return box;
}

/// The smallest box around the ink inside `box`.
Box ink_inside(const GreyImage& image, const Box& box) {
  Box ink{box.right, box.bottom, box.left, box.top};
  for (int y = box.top; y < box.bottom; ++y) {
    for (int x = box.left; x < box.right; ++x) {
      if (grey_at(image, x, y) < kInk) continue;
      ink = {std::min(ink.left, x), std::min(ink.top, y), std::max(ink.right, x + 1),
             std::max(ink.bottom, y + 1)};
    }
  }
  return ink;
}

}  // namespace

Drawing draw_scribble(std::uint64_t seed, std::uint32_t index) {
  Dice dice(seed, Kind::kScribble, index);
  Drawing drawing(kMinScribbleStrokes + dice.below(kMaxScribbleStrokes - kMinScribbleStrokes + 1));
  for (Stroke& stroke : drawing) stroke = wander(dice);
  return drawing;
}

Drawing draw_letter(std::uint64_t seed, std::uint32_t index) {
  constexpr float kPlace = 0.25F;  // of the letter's own unit, see letters.h
  Dice dice(seed, Kind::kLetter, index);
  Drawing drawing = letters()[dice.below(letters().size())].strokes;
  const float width = dice.uniform(0.7F, 1.3F), slant = dice.uniform(-0.25F, 0.25F);
  for (Stroke& stroke : drawing) {
    for (PenPoint& point : stroke) {
      point.x += dice.uniform(-kPlace, kPlace);
      point.y += dice.uniform(-kPlace, kPlace);
      point.x = point.x * width - point.y * slant;
    }
  }
  return drawing;
}

GreyImage cut_off(const GreyImage& digit, Side side) {
  const Box ink = ink_inside(digit, half_of(digit, side));
  if (ink.empty()) return {};
  // The margin keeps the border dark, by which normalize_picture() tells ink from ground.
  const int margin = std::max(ink.right - ink.left, ink.bottom - ink.top) / 4 + 2;
  GreyImage part{ink.right - ink.left + 2 * margin, ink.bottom - ink.top + 2 * margin, {}};
  part.pixels.assign(static_cast<std::size_t>(part.width * part.height), 0);
  for (int y = ink.top; y < ink.bottom; ++y) {
    for (int x = ink.left; x < ink.right; ++x)
      part.pixels[static_cast<std::size_t>((y - ink.top + margin) * part.width + x - ink.left + margin)] =
          grey_at(digit, x, y);
  }
  return part;
}

}  // namespace sgan::evaluation
