#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sgan::train {

struct CurvePoint {
  double x = 0;
  std::optional<double> y;  // none: the curve has a gap here
};

struct Curve {
  std::string name;                // plain text
  int colour = 0;                  // 0..3, of the style sheet's curve colours
  std::vector<CurvePoint> points;  // x ascending
};

/// A dashed line across, with a few words on it.
struct Threshold {
  double y = 0;
  std::string text;
};

/// Curves over a common x.
struct Chart {
  std::string id;                       // unique in the page, of letters
  std::string title, x_label, y_label;  // plain text; labels say the unit
  std::vector<Curve> curves = {};
  std::optional<std::pair<double, double>> y_range = {};  // none: as the curves need it
  bool from_zero = false;                                 // where there is no range: whether it holds 0
  std::optional<Threshold> threshold = {};
};

/// A <figure> with a heading, a legend and an SVG that has axes, title and description; "" if no curve has a
/// point with a y.
[[nodiscard]] std::string draw_chart(const Chart& chart);

/// Round numbers, about `count` of them, from the first multiple of their distance in low..high on. low <
/// high, both finite. whole: only whole numbers
[[nodiscard]] std::vector<double> axis_ticks(double low, double high, int count, bool whole);

}  // namespace sgan::train
