#include "ui/draw_ink.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace sgan::app {
namespace {

constexpr std::size_t kMostSteps = 200;
constexpr std::size_t kMostPointsRemembered = 2'000'000;  // 24 MB

PenPoint between(PenPoint a, PenPoint b, float part) {
  return {a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part};
}

/// The part [first, second] of the way from a to b that a circle covers, within 0..1; none if it covers
/// nothing.
std::optional<std::pair<float, float>> covered(PenPoint a, PenPoint b, PenPoint centre, float radius) {
  const float dx = b.x - a.x, dy = b.y - a.y;
  const float fx = a.x - centre.x, fy = a.y - centre.y;
  const float square = dx * dx + dy * dy;
  const float outside = fx * fx + fy * fy - radius * radius;
  if (square <= 0) return outside < 0 ? std::optional(std::pair{0.0F, 1.0F}) : std::nullopt;
  const float half = fx * dx + fy * dy;
  const float root = half * half - square * outside;
  if (root <= 0) return std::nullopt;
  const float first = (-half - std::sqrt(root)) / square, second = (-half + std::sqrt(root)) / square;
  const std::pair part{std::max(0.0F, first), std::min(1.0F, second)};
  // Where the eraser has cut before, the end lies on its edge up to rounding: that is nothing new.
  constexpr float kNothing = 1e-4F;
  const bool whole = part.first <= 0 && part.second >= 1;
  if (!whole && (part.second - part.first) * std::sqrt(square) < kNothing) return std::nullopt;
  return part;
}

void add_point(InkStroke& stroke, PenPoint point, float pressure) {
  stroke.points.push_back(point);
  stroke.pressure.push_back(pressure);
}

/// Appends what remains of one stroke outside of the circle to `rest`. True if something was cut away.
bool cut_stroke(const InkStroke& stroke, PenPoint centre, float radius, Ink& rest) {
  if (stroke.points.size() == 1) {
    const bool gone = covered(stroke.points[0], stroke.points[0], centre, radius).has_value();
    if (!gone) rest.push_back(stroke);
    return gone;
  }
  const std::size_t begin = rest.size();
  bool cut = false;
  rest.emplace_back();
  for (std::size_t i = 1; i < stroke.points.size(); ++i) {
    const PenPoint a = stroke.points[i - 1], b = stroke.points[i];
    const float pressure_a = stroke.pressure[i - 1], pressure_b = stroke.pressure[i];
    const auto hole = covered(a, b, centre, radius);
    const bool starts = rest.back().points.empty();
    if (starts && (!hole || hole->first > 0)) add_point(rest.back(), a, pressure_a);
    if (!hole) {
      add_point(rest.back(), b, pressure_b);
      continue;
    }
    cut = true;
    if (hole->first > 0) add_point(rest.back(), between(a, b, hole->first), pressure_a);
    if (!rest.back().points.empty()) rest.emplace_back();
    if (hole->second < 1) {
      add_point(rest.back(), between(a, b, hole->second), pressure_b);
      add_point(rest.back(), b, pressure_b);
    }
  }
  // A lone point that a cut leaves behind is the end of a line without the line.
  const auto lone = [](const InkStroke& piece) { return piece.points.size() < 2; };
  rest.erase(std::remove_if(rest.begin() + static_cast<std::ptrdiff_t>(begin), rest.end(), lone), rest.end());
  return cut;
}

}  // namespace

std::size_t count_points(const Ink& ink) {
  std::size_t points = 0;
  for (const InkStroke& stroke : ink) points += stroke.points.size();
  return points;
}

Drawing to_drawing(const Ink& ink) {
  Drawing drawing;
  drawing.reserve(ink.size());
  for (const InkStroke& stroke : ink) drawing.push_back(stroke.points);
  return drawing;
}

Ink to_ink(const Drawing& drawing) {
  constexpr float kMost = 3.0e38F, kMargin = 0.18F;
  PenPoint low{kMost, kMost}, high{-kMost, -kMost};
  for (const Stroke& stroke : drawing) {
    for (const PenPoint& point : stroke) {
      low = {std::min(low.x, point.x), std::min(low.y, point.y)};
      high = {std::max(high.x, point.x), std::max(high.y, point.y)};
    }
  }
  const float extent = std::max(high.x - low.x, high.y - low.y);
  const bool on_paper = low.x >= 0 && low.y >= 0 && high.x <= 1 && high.y <= 1 && extent >= 0.2F;
  const float scale = extent > 0 ? (1 - 2 * kMargin) / extent : 0;
  const PenPoint middle = between(low, high, 0.5F);
  Ink ink;
  for (const Stroke& stroke : drawing) {
    if (stroke.empty()) continue;
    ink.emplace_back();
    for (const PenPoint& point : stroke) {
      const PenPoint fitted{(point.x - middle.x) * scale + 0.5F, (point.y - middle.y) * scale + 0.5F};
      add_point(ink.back(), on_paper ? point : fitted, 1);
    }
  }
  return ink;
}

bool erase_ink(Ink& ink, PenPoint from, PenPoint to, float radius) {
  // As many circles as make an even band.
  const float way = std::hypot(to.x - from.x, to.y - from.y);
  const int steps = std::max(1, static_cast<int>(std::ceil(way / (radius / 3))));
  bool any = false;
  for (int i = 0; i <= steps; ++i) {
    const PenPoint centre = between(from, to, static_cast<float>(i) / static_cast<float>(steps));
    Ink rest;
    bool cut = false;
    for (const InkStroke& stroke : ink) cut = cut_stroke(stroke, centre, radius, rest) || cut;
    if (cut) ink = std::move(rest);
    any = any || cut;
  }
  return any;
}

void InkHistory::record(const Ink& before) {
  future_.clear();
  past_.push_back(before);
  forget_oldest();
}

void InkHistory::undo(Ink& ink) {
  if (past_.empty()) return;
  future_.push_back(std::exchange(ink, std::move(past_.back())));
  past_.pop_back();
}

void InkHistory::redo(Ink& ink) {
  if (future_.empty()) return;
  past_.push_back(std::exchange(ink, std::move(future_.back())));
  future_.pop_back();
}

void InkHistory::forget_oldest() {
  std::size_t points = 0;
  std::size_t kept = 0;
  while (kept < past_.size() && kept < kMostSteps) {
    points += count_points(past_[past_.size() - 1 - kept]);
    if (points > kMostPointsRemembered) break;
    ++kept;
  }
  past_.erase(past_.begin(), past_.end() - static_cast<std::ptrdiff_t>(kept));
}

}  // namespace sgan::app
