#include "non_digits.h"

#include <vector>

namespace sgan::train {
namespace {

using torch::Tensor;

constexpr int kKinds = 5;
constexpr int kMaxBlotGrid = 8;             // random values a side of which a blot is interpolated
constexpr double kBlotContrast = 4;         // how sharp its edges are
constexpr int kCurves = 6, kMinCurves = 3;  // of a scribble
constexpr int kCurvePoints = 24;
constexpr double kPenRadius = 1.3, kPenEdge = 1;  // pixels

Tensor overlaid(const Tensor& digits) { return torch::maximum(digits, digits.roll(1, 0)); }

Tensor blots(const Tensor& like) {
  const Tensor coarse = torch::randn({like.size(0), 1, kMaxBlotGrid, kMaxBlotGrid}, like.options());
  const Tensor smooth = torch::upsample_bilinear2d(coarse, {like.size(2), like.size(3)}, false);
  const Tensor level = torch::rand({like.size(0), 1, 1, 1}, like.options());
  return torch::tanh(kBlotContrast * (smooth - level));
}

/// Quadratic Bezier curves, each a row of dots of a round pen.
Tensor scribbles(const Tensor& like) {
  const std::int64_t count = like.size(0), size = like.size(2);
  const auto side = static_cast<double>(size);
  const Tensor corners = torch::rand({count, kCurves, 3, 1, 2}, like.options()) * (0.8 * side) + 0.1 * side;
  const Tensor t = torch::linspace(0, 1, kCurvePoints, like.options()).view({1, 1, -1, 1});
  const Tensor points = (1 - t).square() * corners.select(2, 0) + 2 * t * (1 - t) * corners.select(2, 1) +
                        t.square() * corners.select(2, 2);
  const Tensor pixels = torch::arange(size, like.options());
  const Tensor dx = points.select(3, 0).flatten(1).unsqueeze(2) - pixels;  // [n, points, size]
  const Tensor dy = points.select(3, 1).flatten(1).unsqueeze(2) - pixels;
  const Tensor curves = torch::randint(kMinCurves, kCurves + 1, {count, 1, 1}, like.options()) * kCurvePoints;
  const Tensor drawn = torch::arange(kCurves * kCurvePoints, like.options()).view({1, -1, 1}) < curves;
  const Tensor far = torch::where(drawn, dx.square(), torch::full_like(dx, 1e6));
  const Tensor distance = (far.unsqueeze(2) + dy.square().unsqueeze(3)).amin(1).sqrt();  // [n, size, size]
  return ((kPenRadius + kPenEdge - distance) / kPenEdge).clamp(0, 1).mul(2).sub(1).unsqueeze(1);
}

/// One half, by rows or by columns, is background.
Tensor halved(const Tensor& digits) {
  const std::int64_t size = digits.size(2);
  const auto whole = digits.options().dtype(torch::kLong);
  const Tensor side = torch::randint(4, {digits.size(0), 1, 1, 1}, whole);
  const Tensor first = torch::arange(size, whole).lt(size / 2);
  const Tensor rows = first.view({1, 1, -1, 1}), columns = first.view({1, 1, 1, -1});
  const Tensor half = torch::where(side.lt(2), rows.eq(side.eq(0)), columns.eq(side.eq(2)));
  return digits.masked_fill(half, -1);
}

}  // namespace

Tensor make_non_digits(const Tensor& digits) {
  const std::vector<Tensor> parts = digits.tensor_split(kKinds);
  return torch::cat({overlaid(parts[0]), blots(parts[1]), scribbles(parts[2]), -parts[3], halved(parts[4])});
}

}  // namespace sgan::train
