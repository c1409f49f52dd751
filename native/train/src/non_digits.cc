#include "non_digits.h"

#include <vector>

#include "pen.h"

namespace sgan::train {
namespace {

using torch::Tensor;

constexpr int kKinds = 6;
constexpr int kMaxBlotGrid = 8;      // random values a side of which a blot is interpolated
constexpr double kBlotContrast = 4;  // how sharp its edges are

/// digits: the first of `all`. Each gets another one of all on top.
Tensor overlaid(const Tensor& digits, const Tensor& all) {
  return torch::maximum(digits, all.roll(1, 0).narrow(0, 0, digits.size(0)));
}

Tensor blots(const Tensor& like) {
  const Tensor coarse = torch::randn({like.size(0), 1, kMaxBlotGrid, kMaxBlotGrid}, like.options());
  const Tensor smooth = torch::upsample_bilinear2d(coarse, {like.size(2), like.size(3)}, false);
  const Tensor level = torch::rand({like.size(0), 1, 1, 1}, like.options());
  return torch::tanh(kBlotContrast * (smooth - level));
}

constexpr int kCurves = 6, kMinCurves = 3;  // of a scribble or a sign
constexpr int kCurvePoints = 24;
constexpr double kLeastPen = 0.9, kMostPen = 2.2, kPenEdge = 1.4;  // pixels

/// Quadratic Bezier curves, some of the last of each drawing left out.
///
/// corners: [n, kCurves, 3, 2], begin, control point and end, in shares of the picture's side
Tensor draw_curves(const Tensor& corners, const Tensor& like) {
  const std::int64_t count = like.size(0), size = like.size(2);
  const Tensor curves = torch::randint(kMinCurves, kCurves + 1, {count, 1, 1, 1}, like.options());
  const Tensor drawn = torch::arange(kCurves, like.options()).view({1, -1, 1, 1}) < curves;
  const Tensor shown = torch::where(drawn, corners, corners.narrow(1, 0, 1)).unsqueeze(2);
  const Tensor t = torch::linspace(0, 1, kCurvePoints, like.options()).view({1, 1, -1, 1});
  const Tensor points = (1 - t).square() * shown.select(3, 0) + 2 * t * (1 - t) * shown.select(3, 1) +
                        t.square() * shown.select(3, 2);
  const Tensor radius = torch::rand({count, 1, 1}, like.options()) * (kMostPen - kLeastPen) + kLeastPen;
  return pen_ink(points.flatten(1, 2) * static_cast<double>(size), radius, kPenEdge, size);
}

Tensor scribbles(const Tensor& like) {
  return draw_curves(torch::rand({like.size(0), kCurves, 3, 2}, like.options()) * 0.8 + 0.1, like);
}

constexpr int kColumns = 3, kRows = 4;          // of the places where a sign's strokes begin and end
constexpr double kJoined = 0.6;                 // share of strokes that begin where the last one ended
constexpr double kStraight = 0.6;               // share of strokes
constexpr double kNarrow = 0.25, kWide = 0.55;  // of a sign, in shares of the picture's side
constexpr double kHigh = 0.6;                   // likewise

/// Strokes between the places of a grid, such as letters have.
Tensor signs(const Tensor& like) {
  const std::int64_t count = like.size(0);
  const auto random = [&](at::IntArrayRef shape) { return torch::rand(shape, like.options()); };
  const auto places = [&](std::int64_t n) {
    const Tensor column = torch::randint(kColumns, {count, n}, like.options()) / (kColumns - 1);
    const Tensor row = torch::randint(kRows, {count, n}, like.options()) / (kRows - 1);
    return torch::stack({column, row}, 2) + (random({count, n, 2}) - 0.5) * 0.2;
  };
  const Tensor path = places(kCurves + 1);
  const Tensor end = path.narrow(1, 1, kCurves);
  const Tensor begin =
      torch::where(random({count, kCurves, 1}) < kJoined, path.narrow(1, 0, kCurves), places(kCurves));
  const Tensor control =
      torch::where(random({count, kCurves, 1}) < kStraight, (begin + end) / 2, random({count, kCurves, 2}));
  const Tensor width = random({count, 1, 1, 1}) * (kWide - kNarrow) + kNarrow;
  const Tensor side = torch::cat({width, torch::full_like(width, kHigh)}, 3);
  return draw_curves((torch::stack({begin, control, end}, 2) - 0.5) * side + 0.5, like);
}

constexpr double kLeastCut = 0.4,
                 kMostCut = 0.6;  // shares of the side before which, or beyond, nothing is left
constexpr double kMostZoom = 1.5;

/// By rows or by columns one part is background; the other may be moved to the middle and enlarged.
Tensor parts(const Tensor& digits) {
  const std::int64_t count = digits.size(0);
  const auto random = [&] { return torch::rand({count, 1, 1, 1}, digits.options()); };
  const Tensor by_rows = random() < 0.5, last = random() < 0.5, framed = random() < 0.75;
  const Tensor cut = random() * (kMostCut - kLeastCut) + kLeastCut;
  const Tensor places = (torch::arange(digits.size(2), digits.options()) + 0.5) / digits.size(2);
  const Tensor place = torch::where(by_rows, places.view({1, 1, -1, 1}), places.view({1, 1, 1, -1}));
  const Tensor part = torch::where(place.lt(cut).ne(last), digits, torch::full_like(digits, -1));
  // The middle of the part of a digit, which fills about the middle two thirds of the picture, in [-1, 1].
  const Tensor middle = (torch::where(last, cut + 5.0 / 6, cut + 1.0 / 6) - 1) * framed;
  const Tensor scale = 1 / (1 + random() * (kMostZoom - 1) * framed);
  const Tensor zero = torch::zeros_like(scale);
  const Tensor x = torch::cat({scale, zero, torch::where(by_rows, zero, middle)}, 3);
  const Tensor y = torch::cat({zero, scale, torch::where(by_rows, middle, zero)}, 3);
  const Tensor grid = torch::affine_grid_generator(torch::cat({x, y}, 2).squeeze(1), digits.sizes(), false);
  return torch::grid_sampler_2d(part + 1, grid, /*bilinear*/ 0, /*zeros*/ 0, false) - 1;
}

}  // namespace

Tensor make_non_digits(const Tensor& digits) {
  const std::vector<Tensor> of = digits.tensor_split(kKinds);
  return torch::cat(
      {overlaid(of[0], digits), blots(of[1]), scribbles(of[2]), signs(of[3]), parts(of[4]), -of[5]});
}

}  // namespace sgan::train
