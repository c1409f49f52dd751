#include "stroke_digits.h"

#include <array>
#include <cmath>
#include <sstream>
#include <string>
#include <vector>

#include "networks.h"
#include "pen.h"
#include "sgan/model.h"

namespace sgan::train {
namespace {

using torch::Tensor;

/// A digit's strokes, the ways of one digit after each other: separated by "/": points in percent of the box,
/// which a curve passes through and "!" makes a corner of.
struct WayOfWriting {
  int digit;
  const char* strokes;
};
constexpr WayOfWriting kWays[]{
    {0, "55,2 20,15 5,50 20,88 50,100 82,85 95,50 82,14 50,2"},
    {0, "70,12 40,0 10,35 10,75 45,100 85,80 92,40 70,8 40,12"},
    {0, "45,0 80,15 95,50 78,88 45,100 12,82 5,45 20,12 50,0"},
    {1, "50,0 50,100"},
    {1, "10,45 60,0! 55,100"},
    {1, "0,60 70,0! 60,100"},
    {1, "5,35 45,20 65,0! 60,100"},
    {1, "25,22 55,0! 52,100"},
    {1, "15,40 55,0! 52,100 / 15,100 90,100"},
    {1, "0,35 60,0! 50,100! 10,100! 95,98"},
    {2, "10,25 30,3 70,5 85,30 60,62 5,100! 95,97"},
    {2, "10,20 45,0 82,22 55,65 10,95 12,80 35,83 65,98 95,90"},
    {2, "30,30 35,5 75,0 85,30 50,70 5,98! 50,95 95,100"},
    {3, "10,15 45,0 80,20 40,46! 85,72 50,100 5,88"},
    {3, "10,2 85,2! 42,40! 85,70 50,100 5,90"},
    {3, "10,15 50,0 80,20 45,45 30,50 45,53 85,75 50,100 5,88"},
    {3, "10,10 50,0 80,15 55,40 75,60 75,85 40,100 5,95"},
    {4, "30,0 10,60! 90,60 / 65,30 60,100"},
    {4, "68,0 5,65! 95,65 / 68,0 68,100"},
    {4, "15,0 10,45 40,55 80,40 85,0! 75,100"},
    {4, "35,0 12,65! 55,60! 65,40! 60,100"},
    {4, "40,0 10,62! 60,58 95,40 / 75,30 60,100"},
    {4, "85,5 5,45! 95,42 / 95,10 65,100"},
    {4, "45,0 15,40 25,50 60,40 85,5! 60,100"},
    {4, "40,0 15,50 12,68 35,72 60,62 68,42! 62,100"},
    {4, "35,0 25,45 15,68 50,66 62,40! 60,75 58,100"},
    {4, "45,0 35,60! 55,56! 58,45! 55,100"},
    {5, "20,0 15,42! 55,35 90,65 60,97 5,95 / 20,2 90,0"},
    {5, "90,0 25,2! 20,42! 60,38 90,68 55,100 5,90"},
    {5, "85,5 40,5 20,25 50,48 80,70 50,100 10,92"},
    {5, "30,5 15,45! 55,40 70,75 30,100 5,90 / 30,5 95,0"},
    {6, "70,0 30,25 8,65 35,100 80,85 75,58 40,52 12,75"},
    {6, "55,0 20,40 10,80 45,100 80,80 50,60 15,78"},
    {6, "90,5 45,10 12,55 30,98 75,95 85,65 45,55 12,75"},
    {7, "5,5 90,0! 40,100"},
    {7, "5,5 90,0! 40,100 / 20,50 80,48"},
    {7, "5,20 10,2! 90,3! 40,100"},
    {7, "5,20 10,2! 90,3! 40,100 / 10,55 85,50"},
    {7, "5,12 40,0 85,8 60,50 45,100 / 15,60 20,50! 90,52"},
    {7, "5,12 45,0 85,15 55,55 40,100"},
    {8, "75,12 45,0 20,20 50,45 85,75 50,100 12,80 45,50 80,25 72,8"},
    {8, "50,0 20,20 50,45 80,20 50,0 / 50,45 12,75 50,100 88,75 50,45"},
    {8, "10,20 40,0 75,15 50,45 20,80 45,100 75,85 50,50 15,15"},
    {8, "85,5 35,15 55,50 75,80 40,100 25,80 60,45 90,5"},
    {9, "80,20 50,0 15,25 45,50 80,22! 75,100"},
    {9, "80,15 45,0 12,22 40,45 80,20 85,60 60,97 5,95"},
    {9, "70,8 30,0 10,22 40,35 72,10 75,60 55,100 5,98"},
    {9, "85,10 40,3 5,18 45,32 85,12 90,60 60,97 5,92"},
    {9, "60,5 25,8 20,30 55,28 62,5 65,40 85,75 60,100 10,100"},
    {9, "85,25 55,0 15,20 40,45 85,20 70,60 45,100"},
};
constexpr std::int64_t kMaxPoints = 16, kDots = 80;

struct ControlPoint {
  float x = 0, y = 0;
  bool corner = false;
};
using Strokes = std::vector<std::vector<ControlPoint>>;

Strokes parse(const char* text) {
  Strokes strokes(1);
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (word == "/") {
      strokes.emplace_back();
      continue;
    }
    ControlPoint point;
    char comma = 0;
    std::istringstream(word) >> point.x >> comma >> point.y;
    point.corner = word.back() == '!';
    strokes.back().push_back(point);
  }
  return strokes;
}

/// Between two control points of a stroke: the four that a Catmull-Rom spline takes, by their place among all
/// points.
struct Segment {
  std::array<std::int64_t, 4> points;
  float length;
};

std::vector<Segment> segments_of(const Strokes& strokes) {
  std::vector<Segment> segments;
  std::int64_t first = 0;
  for (const auto& stroke : strokes) {
    for (std::size_t i = 0; i + 1 < stroke.size(); ++i) {
      const auto at = first + static_cast<std::int64_t>(i);
      // At an end or a corner the curve knows nothing of what is beyond.
      const bool begins = i == 0 || stroke[i].corner;
      const bool ends = i + 2 == stroke.size() || stroke[i + 1].corner;
      segments.push_back({{begins ? at : at - 1, at, at + 1, ends ? at + 1 : at + 2},
                          std::hypot(stroke[i + 1].x - stroke[i].x, stroke[i + 1].y - stroke[i].y)});
    }
    first += static_cast<std::int64_t>(stroke.size());
  }
  return segments;
}

/// [kDots, kMaxPoints], dots as evenly as the straight distances of control points make them
Tensor spline_of(const std::vector<Segment>& segments) {
  float length = 0;
  for (const Segment& segment : segments) length += segment.length;
  Tensor weights = torch::zeros({kDots, kMaxPoints});
  auto weight = weights.accessor<float, 2>();
  std::size_t s = 0;
  float before = 0;
  for (std::int64_t dot = 0; dot < kDots; ++dot) {
    const float place = length * (static_cast<float>(dot) + 0.5F) / static_cast<float>(kDots);
    while (s + 1 < segments.size() && place > before + segments[s].length) before += segments[s++].length;
    const float t = (place - before) / segments[s].length;
    const std::array<float, 4> basis{t * (-1 + t * (2 - t)), 2 + t * t * (-5 + 3 * t),
                                     t * (1 + t * (4 - 3 * t)), t * t * (t - 1)};
    for (std::size_t i = 0; i < basis.size(); ++i) weight[dot][segments[s].points[i]] += basis[i] / 2;
  }
  return weights;
}

Tensor controls_of(const Strokes& strokes) {
  Tensor controls = torch::zeros({kMaxPoints, 2});
  std::int64_t i = 0;
  for (const auto& stroke : strokes) {
    for (const ControlPoint& point : stroke) {
      controls[i][0] = point.x / 100;
      controls[i++][1] = point.y / 100;
    }
  }
  return controls;
}

constexpr double kBend = 0.045;                   // of each control point, standard deviation
constexpr double kRotation = 0.2, kSlant = 0.45;  // at most; slants are to the right rather than to the left
constexpr double kNarrowest = 0.45, kWidest = 1.15;         // width beside height
constexpr double kFrame = 28;                               // MNIST's, in which a digit fills a box of 20
constexpr double kPixel = kImageSize / kFrame;              // of that frame
constexpr double kLeastPen = 1.0, kMostPen = 2.0;           // radius of half ink, in pixels of the frame
constexpr double kPenEdge = 1.4;                            // from full ink to none, likewise
constexpr double kBox = 20, kMargin = (kFrame - kBox) / 2;  // likewise

/// points: [n, dots, 2], which are turned, slanted and squeezed
Tensor deform(const Tensor& points) {
  const std::int64_t count = points.size(0);
  const auto uniform = [&](double low, double high) {
    return torch::rand({count, 1}, points.options()) * (high - low) + low;
  };
  const Tensor angle = uniform(-kRotation, kRotation), slant = uniform(-kSlant / 3, kSlant);
  const Tensor x = (points.select(2, 0) - 0.5) * uniform(kNarrowest, kWidest);
  const Tensor y = points.select(2, 1) - 0.5;
  const Tensor slanted = x - slant * y;
  return torch::stack({angle.cos() * slanted - angle.sin() * y, angle.sin() * slanted + angle.cos() * y}, 2);
}

/// Into the frame as rasterize() does: the box of all points scaled, then moved by the centre of mass.
Tensor into_frame(const Tensor& points, const Tensor& radius) {
  const Tensor low = points.amin(1, true), high = points.amax(1, true);
  const Tensor extent = (high - low).amax(2, true);
  const Tensor placed = (points - (low + high) / 2) * ((kBox - 2 * radius - kPenEdge) / extent);
  return placed - placed.mean(1, true).clamp(-kMargin, kMargin);
}

}  // namespace

StrokeDigits::StrokeDigits(torch::Device device) {
  std::vector<Tensor> controls, splines;
  std::int64_t ways = 0;
  std::vector<std::int64_t> first(kDigitClasses, -1);
  std::vector<float> count(kDigitClasses, 0);
  for (const WayOfWriting& way : kWays) {
    const Strokes strokes = parse(way.strokes);
    controls.push_back(controls_of(strokes));
    splines.push_back(spline_of(segments_of(strokes)));
    const auto digit = static_cast<std::size_t>(way.digit);
    if (count[digit]++ == 0) first[digit] = ways;
    ++ways;
  }
  controls_ = torch::stack(controls).to(device);
  splines_ = torch::stack(splines).to(device);
  first_ = torch::tensor(first).to(device);
  count_ = torch::tensor(count).to(device);
}

StrokeDigits::Drawn StrokeDigits::draw(std::int64_t count) const {
  const Tensor digit = torch::randint(kDigitClasses, {count}, first_.options());
  const Tensor chosen = torch::rand({count}, count_.options()) * count_.index_select(0, digit);
  const Tensor way = first_.index_select(0, digit) + chosen.to(torch::kLong);
  const Tensor straight = controls_.index_select(0, way);
  const Tensor bent = straight + kBend * torch::randn_like(straight);
  const Tensor radius = torch::rand({count, 1, 1}, straight.options()) * (kMostPen - kLeastPen) + kLeastPen;
  const Tensor points = into_frame(deform(torch::bmm(splines_.index_select(0, way), bent)), radius);
  return {pen_ink(points * kPixel + kImageSize / 2.0, radius * kPixel, kPenEdge * kPixel, kImageSize), digit};
}

}  // namespace sgan::train
