#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ui/widgets.h"

namespace sgan::app {

struct PlotLine {
  std::string name;
  ImU32 color;
  std::span<const float> y;         // [x]; NaN leaves a gap
  std::span<const float> spread{};  // [x], drawn above and below y; may be empty
};

/// Curves over a common x, in a card with title, legend, axes and the values at one place.
struct Plot {
  std::string title{}, x_name{};
  std::span<const float> x{};  // ascending
  std::vector<PlotLine> lines{};
  bool log_x = false, log_y = false;
  bool percent = false;              // values are shares, written as percentages
  std::optional<float> reference{};  // a dashed horizontal line, the best that can be had
  std::string reference_name{};
  int chosen =
      -1;  // the point whose values the legend shows while the pointer is elsewhere; -1: the last one
};

struct PlotResult {
  int shown = -1;        // the point whose values the legend shows
  bool pressed = false;  // the person has pressed on it
};

/// name: of the widget, for note().
PlotResult draw_plot(const Canvas& canvas, std::string_view name, Rect rect, const Plot& plot);

/// "97.2 %" or "0.834": as short as tells neighbours apart.
[[nodiscard]] std::string plot_value(float value, bool percent);

/// Ticks for an axis: round numbers within [low, high], with at most `most` steps between them.
[[nodiscard]] std::vector<float> linear_ticks(float low, float high, int most);
/// The same for a logarithmic one; none unless 0 < low <= high and both are finite.
[[nodiscard]] std::vector<float> log_ticks(float low, float high);

}  // namespace sgan::app
