#include "sgan/strokes.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <string>

#include "mnist_frame.h"

namespace sgan {
namespace {

// MNIST's look, in pixels of the 28x28 frame.
constexpr double kPenWidth = 2.4;  // between the points of half ink
constexpr double kPenEdge = 1.2;   // from full ink to none
constexpr double kPenReach = (kPenWidth + kPenEdge) / 2;

struct Point {
  double x = 0, y = 0;
};

/// Maps a drawing's own coordinates into the frame.
struct Placement {
  Point middle;  // of the drawing's box, in its own unit
  double scale = 0;
  FrameShift shift;

  Point operator()(const PenPoint& p) const noexcept {
    return {(p.x - middle.x) * scale + kFrameCenter + shift.x,
            (p.y - middle.y) * scale + kFrameCenter + shift.y};
  }
};

/// Fits the box of all points, with the pen's width around it, into the middle kFrameBox pixels.
Placement fit(std::span<const Stroke> drawing) noexcept {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  Point low{kInfinity, kInfinity}, high{-kInfinity, -kInfinity};
  for (const Stroke& stroke : drawing) {
    for (const PenPoint& point : stroke) {
      low = {std::min<double>(low.x, point.x), std::min<double>(low.y, point.y)};
      high = {std::max<double>(high.x, point.x), std::max<double>(high.y, point.y)};
    }
  }
  const double extent = std::max(high.x - low.x, high.y - low.y);
  const double scale = extent > 0 ? (kFrameBox - 2 * kPenReach) / extent : 0.0;  // 0: a single dot
  return {{(low.x + high.x) / 2, (low.y + high.y) / 2}, scale, {}};
}

double squared_distance(const Point& p, const Point& a, const Point& b) noexcept {
  const double dx = b.x - a.x, dy = b.y - a.y;
  const double length = dx * dx + dy * dy;
  const double t = length > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length, 0.0, 1.0) : 0.0;
  const double x = p.x - (a.x + t * dx), y = p.y - (a.y + t * dy);
  return x * x + y * y;
}

constexpr std::size_t kFramePixels = std::size_t{kFrameSize} * kFrameSize;
using Frame = std::array<float, kFramePixels>;
using Distances = std::array<double, kFramePixels>;

int clamp_to_frame(double coordinate) noexcept {
  return static_cast<int>(std::clamp(coordinate, 0.0, double{kFrameSize}));
}

/// Lowers each pixel's squared distance to the pen's path where the segment from a to b comes nearer.
void trace_segment(const Point& a, const Point& b, Distances& distances) noexcept {
  const int left = clamp_to_frame(std::floor(std::min(a.x, b.x) - kPenReach - 0.5));
  const int right = clamp_to_frame(std::ceil(std::max(a.x, b.x) + kPenReach + 0.5));
  const int top = clamp_to_frame(std::floor(std::min(a.y, b.y) - kPenReach - 0.5));
  const int bottom = clamp_to_frame(std::ceil(std::max(a.y, b.y) + kPenReach + 0.5));
  for (int y = top; y < bottom; ++y) {
    for (int x = left; x < right; ++x) {
      double& nearest = distances[static_cast<std::size_t>(y * kFrameSize + x)];
      nearest = std::min(nearest, squared_distance({x + 0.5, y + 0.5}, a, b));
    }
  }
}

/// How much of each pixel a round pen covers; where strokes cross, ink does not add up.
Frame draw(std::span<const Stroke> drawing, const Placement& place) noexcept {
  Distances distances;
  distances.fill(std::numeric_limits<double>::infinity());
  for (const Stroke& stroke : drawing) {
    for (std::size_t i = 0; i < stroke.size(); ++i) {
      trace_segment(place(stroke[i == 0 ? 0 : i - 1]), place(stroke[i]), distances);
    }
  }
  Frame ink;
  std::transform(distances.begin(), distances.end(), ink.begin(), [](double squared) {
    return static_cast<float>(std::clamp((kPenReach - std::sqrt(squared)) / kPenEdge, 0.0, 1.0));
  });
  return ink;
}

Status check(std::span<const Stroke> drawing) {
  std::size_t points = 0;
  for (std::size_t s = 0; s < drawing.size(); ++s) {
    points += drawing[s].size();
    for (const PenPoint& point : drawing[s]) {
      if (!std::isfinite(point.x) || !std::isfinite(point.y)) {
        return {StatusCode::kInvalidArgument,
                "stroke " + std::to_string(s) + " has a point that is not finite"};
      }
    }
  }
  if (points == 0) return {StatusCode::kInvalidArgument, "the drawing has no points"};
  if (points > kMaxPointsPerDrawing) {
    return {StatusCode::kTooLarge, "the drawing has " + std::to_string(points) + " points, at most " +
                                       std::to_string(kMaxPointsPerDrawing) + " are read"};
  }
  return {};
}

}  // namespace

Status rasterize(std::span<const Stroke> drawing, int size, std::span<float> image) {
  assert(size > 0 && image.size() == static_cast<std::size_t>(size) * static_cast<std::size_t>(size));
  if (Status status = check(drawing); !status.ok()) return status;
  // Drawn twice: the first time to weigh the ink, the second in its place. Moving the strokes keeps the edges
  // as sharp as they were, which moving pixels by a fraction would not.
  Placement place = fit(drawing);
  place.shift = shift_to_center_of_mass(draw(drawing, place));
  frame_to_image(draw(drawing, place), size, image);
  return {};
}

Status rasterize_box(std::span<const Stroke> drawing, std::span<float> box) {
  static_assert(kStrokeBox == kFrameBox);
  assert(box.size() == std::size_t{kStrokeBox} * kStrokeBox);
  if (Status status = check(drawing); !status.ok()) return status;
  const Frame frame = draw(drawing, fit(drawing));
  constexpr std::size_t kMargin = (kFrameSize - kFrameBox) / 2;
  for (std::size_t i = 0; i < box.size(); ++i) {
    const std::size_t x = kMargin + i % kStrokeBox, y = kMargin + i / kStrokeBox;
    box[i] = 2 * frame[y * kFrameSize + x] - 1;
  }
  return {};
}

}  // namespace sgan
