#include "chart.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>

#include "html.h"

namespace sgan::train {
namespace {

// All in the view box's units, about a pixel on a screen.
constexpr double kWidth = 440, kHeight = 264, kLeft = 52, kRight = 428, kTop = 26, kBottom = 222;
constexpr int kTicks = 5;
constexpr std::size_t kMaxMarkers = 60;  // beyond, they would hide the curve

struct Range {
  double low = std::numeric_limits<double>::infinity(), high = -std::numeric_limits<double>::infinity();

  void add(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
  [[nodiscard]] bool empty() const { return low > high; }
  [[nodiscard]] double share(double value) const { return (value - low) / (high - low); }
};

/// What the curves cover, in data units.
struct Frame {
  Range x, y;

  [[nodiscard]] double left(double value) const { return kLeft + x.share(value) * (kRight - kLeft); }
  [[nodiscard]] double top(double value) const {
    return kBottom - std::clamp(y.share(value), 0.0, 1.0) * (kBottom - kTop);
  }
};

std::string place(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f", value);
  return text.data();
}

std::string tick_text(double value) {
  if (std::abs(value) >= 1e6 && std::abs(value) < 1e9) return format_number(value / 1e6, 6) + "M";
  if (std::abs(value) >= 1e4 && std::abs(value) < 1e6) return format_number(value / 1e3, 6) + "k";
  return format_number(value, 6);
}

double tick_distance(double span, int count, bool whole) {
  const double rough = span / count;
  const double power = std::pow(10, std::floor(std::log10(rough)));
  double distance = 10 * power;
  for (const double factor : {5.0, 2.0, 1.0}) {
    if (factor * power >= rough * 0.999) distance = factor * power;
  }
  return whole ? std::max(distance, 1.0) : distance;
}

void widen_if_point(Range& range) {
  const double size = std::max(std::abs(range.low), std::abs(range.high));
  if (range.high - range.low > 1e-9 * size) return;
  const double margin = size == 0 ? 1 : size / 2;
  range = {range.low - margin, range.high + margin};
}

Frame frame_of(const Chart& chart) {
  Frame frame;
  for (const Curve& curve : chart.curves) {
    for (const CurvePoint& point : curve.points) {
      if (!point.y) continue;
      frame.x.add(point.x);
      frame.y.add(*point.y);
    }
  }
  if (frame.y.empty()) return frame;
  frame.x.add(0);  // the first point may be a mean of several
  if (frame.x.low == frame.x.high) frame.x = {frame.x.low - 0.5, frame.x.high + 0.5};
  if (chart.y_range) {
    frame.y = {chart.y_range->first, chart.y_range->second};
    return frame;
  }
  if (chart.from_zero) frame.y.add(0);
  widen_if_point(frame.y);
  const double distance = tick_distance(frame.y.high - frame.y.low, kTicks, false);
  frame.y = {std::floor(frame.y.low / distance) * distance, std::ceil(frame.y.high / distance) * distance};
  return frame;
}

std::string text_at(double x, double y, const char* anchor, const std::string& text) {
  return "<text x=\"" + place(x) + "\" y=\"" + place(y) + "\" text-anchor=\"" + anchor + "\">" +
         escape_html(text) + "</text>\n";
}

std::string line_at(const char* kind, double x1, double y1, double x2, double y2) {
  return std::string("<line class=\"") + kind + "\" x1=\"" + place(x1) + "\" y1=\"" + place(y1) + "\" x2=\"" +
         place(x2) + "\" y2=\"" + place(y2) + "\"/>\n";
}

std::string draw_axes(const Chart& chart, const Frame& frame) {
  std::string svg;
  for (const double tick : axis_ticks(frame.y.low, frame.y.high, kTicks, false)) {
    const double y = frame.top(tick);
    svg += line_at("grid", kLeft, y, kRight, y) + text_at(kLeft - 8, y + 4, "end", tick_text(tick));
  }
  for (const double tick : axis_ticks(frame.x.low, frame.x.high, kTicks, true)) {
    const double x = frame.left(tick);
    svg += line_at("axis", x, kBottom, x, kBottom + 5) + text_at(x, kBottom + 19, "middle", tick_text(tick));
  }
  svg += line_at("axis", kLeft, kBottom, kRight, kBottom);
  svg += text_at(kRight, kHeight - 4, "end", chart.x_label) + text_at(4, 14, "start", chart.y_label);
  return svg;
}

/// A point without neighbours becomes a dot: its line has no length, but round ends.
std::string path_of(const Curve& curve, const Frame& frame) {
  std::string path;
  bool pen_down = false;
  for (const CurvePoint& point : curve.points) {
    if (!point.y) {
      pen_down = false;
      continue;
    }
    const std::string position = place(frame.left(point.x)) + " " + place(frame.top(*point.y));
    path += pen_down ? "L" + position : "M" + position + "h0";
    pen_down = true;
  }
  return path;
}

std::string colour_class(const Curve& curve) { return std::string("c") + std::to_string(curve.colour); }

std::string draw_curve(const Curve& curve, const Frame& frame) {
  const std::string colour = colour_class(curve);
  std::string svg = "<path class=\"curve " + colour + "\" d=\"" + path_of(curve, frame) + "\"/>\n";
  if (curve.points.size() > kMaxMarkers) return svg;
  for (const CurvePoint& point : curve.points) {
    if (point.y)
      svg += "<circle class=\"marker " + colour + "\" cx=\"" + place(frame.left(point.x)) + "\" cy=\"" +
             place(frame.top(*point.y)) + "\" r=\"2.6\"/>\n";
  }
  return svg;
}

std::string draw_threshold(const Threshold& threshold, const Frame& frame) {
  const double y = frame.top(threshold.y);
  return line_at("threshold", kLeft, y, kRight, y) + text_at(kRight, y + 16, "end", threshold.text);
}

/// The curve in a sentence: where it begins and ends, and between what it lies.
std::string describe(const Curve& curve) {
  Range range;
  double first = 0, last = 0;
  for (const CurvePoint& point : curve.points) {
    if (!point.y) continue;
    if (range.empty()) first = *point.y;
    last = *point.y;
    range.add(last);
  }
  if (range.empty()) return {};
  return " " + curve.name + " starts at " + format_number(first, 4) + " and ends at " +
         format_number(last, 4) + "; its lowest value is " + format_number(range.low, 4) + ", its highest " +
         format_number(range.high, 4) + ".";
}

std::string draw_svg(const Chart& chart, const Frame& frame) {
  const std::string title_id = chart.id + "-title", description_id = chart.id + "-description";
  std::string description = chart.y_label + " over " + chart.x_label + ".";
  for (const Curve& curve : chart.curves) description += describe(curve);
  std::string svg = "<svg viewBox=\"0 0 " + format_number(kWidth, 6) + " " + format_number(kHeight, 6) +
                    "\" role=\"img\" aria-labelledby=\"" + title_id + " " + description_id +
                    "\">\n<title id=\"" + title_id + "\">" + escape_html(chart.title) +
                    "</title>\n<desc id=\"" + description_id + "\">" + escape_html(description) +
                    "</desc>\n" + draw_axes(chart, frame);
  if (chart.threshold) svg += draw_threshold(*chart.threshold, frame);
  for (const Curve& curve : chart.curves) svg += draw_curve(curve, frame);
  return svg + "</svg>\n";
}

bool has_points(const Curve& curve) {
  return std::any_of(curve.points.begin(), curve.points.end(),
                     [](const CurvePoint& point) { return point.y.has_value(); });
}

}  // namespace

std::vector<double> axis_ticks(double low, double high, int count, bool whole) {
  const double distance = tick_distance(high - low, count, whole);
  std::vector<double> ticks;
  const double slack = 1e-6;  // of a distance: for quotients that just miss a whole number
  const double first = std::ceil(low / distance - slack), last = high / distance + slack;
  for (int i = 0; first + i <= last; ++i) ticks.push_back((first + i) * distance);
  return ticks;
}

std::string draw_chart(const Chart& all) {
  Chart chart = all;
  std::erase_if(chart.curves, [](const Curve& curve) { return !has_points(curve); });
  if (chart.curves.empty()) return {};
  std::string html =
      "<figure class=\"card\">\n<figcaption><h3>" + escape_html(chart.title) + "</h3>\n<ul class=\"legend\">";
  for (const Curve& curve : chart.curves)
    html +=
        "<li><span class=\"swatch " + colour_class(curve) + "\"></span>" + escape_html(curve.name) + "</li>";
  return html + "</ul></figcaption>\n" + draw_svg(chart, frame_of(chart)) + "</figure>\n";
}

}  // namespace sgan::train
