#include "ui/plot.h"

#include <algorithm>
#include <array>
#include <cfloat>
#include <cmath>
#include <cstdio>

namespace sgan::app {
namespace {

constexpr float kPadding = 16, kTitle = 22, kLegend = 20, kAxis = 20;
constexpr std::size_t kFewPoints = 12;  // up to so many, each has its dot and its whisker

/// Values to pixels along one axis.
struct Axis {
  float low = 0, high = 1;  // of the values
  float from = 0, to = 1;   // in pixels
  bool log = false;

  [[nodiscard]] float operator()(float value) const {
    const auto scaled = [&](float v) { return log ? std::log(std::max(v, 1e-9F)) : v; };
    const float span = scaled(high) - scaled(low);
    const float part = span > 0 ? (scaled(value) - scaled(low)) / span : 0.5F;
    return from + (to - from) * part;
  }
};

void value_range(const Plot& plot, Axis& axis) {
  float low = plot.reference.value_or(INFINITY), high = plot.reference.value_or(-INFINITY);
  for (const PlotLine& line : plot.lines) {
    for (std::size_t i = 0; i < line.y.size(); ++i) {
      if (!std::isfinite(line.y[i]) || (plot.log_y && line.y[i] <= 0)) continue;
      const float spread = line.spread.empty() || !std::isfinite(line.spread[i]) ? 0 : line.spread[i];
      const float below = line.y[i] - spread;
      low = std::min(low, plot.log_y && below <= 0 ? line.y[i] : below);
      high = std::max(high, line.y[i] + spread);
    }
  }
  if (!(low <= high)) low = plot.log_y ? 0.1F : 0, high = 1;
  if (plot.log_y) {
    axis.low = low / 1.2F;
    axis.high = std::min(high * 1.2F, FLT_MAX);
    return;
  }
  const float margin = high > low ? 0.06F * (high - low) : 0.5F;
  axis.low = low >= 0 ? std::max(0.0F, low - margin) : low - margin;
  axis.high = plot.percent ? std::min(1.0F, high + margin) : high + margin;
  if (axis.high <= axis.low) axis.low -= margin;
}

std::string tick_text(float value, float step, bool percent) {
  char buffer[24];
  const float shown = percent ? 100 * value : value;
  const float grid = percent ? 100 * step : step;
  const int decimals = grid >= 1 || grid <= 0 ? 0 : static_cast<int>(std::ceil(-std::log10(grid) - 1e-4F));
  if (std::abs(shown) >= 10'000) {
    std::snprintf(buffer, sizeof buffer, "%gk", static_cast<double>(shown) / 1000);
  } else {
    std::snprintf(buffer, sizeof buffer, "%.*f", decimals, static_cast<double>(shown));
  }
  return std::string(buffer) + (percent ? " %" : "");
}

std::vector<float> value_ticks(const Plot& plot, const Axis& y, float most) {
  if (plot.log_y) return log_ticks(y.low, y.high);
  return linear_ticks(y.low, y.high, std::max(2, static_cast<int>(most)));
}

/// What the values are at one point, each with its line's colour and name; as many rows as it needs. Returns
/// their height; draws nothing without `point`.
float draw_legend(const Canvas& canvas, Rect rect, const Plot& plot, const int* point) {
  const Fonts& fonts = canvas.state.fonts;
  const float row = canvas.px(kLegend), swatch = canvas.px(12), gap = canvas.px(6);
  // Values change under the pointer: the room for the widest keeps the legend still.
  const float number = text_width(fonts.small, plot.percent ? "99.9 %" : "0.0000");
  float x = rect.x, y = rect.y;
  for (const PlotLine& line : plot.lines) {
    const float name = text_width(fonts.small, line.name);
    const float width = swatch + gap + name + gap + number;
    if (x > rect.x && x + width > rect.x + rect.w) {
      x = rect.x;
      y += row;
    }
    if (point != nullptr) {
      const float middle = std::round(y + row / 2);
      canvas.list.AddRectFilled({x, middle - canvas.px(1.5F)}, {x + swatch, middle + canvas.px(1.5F)},
                                line.color, canvas.px(1.5F));
      text(canvas, {x + swatch + gap, y, std::min(name, rect.w) + 1, row}, {fonts.small, canvas.colors.muted},
           line.name);
      if (*point >= 0)
        text(canvas, {x + swatch + gap + name + gap, y, number + 1, row}, {fonts.small, canvas.colors.text},
             plot_value(line.y[static_cast<std::size_t>(*point)], plot.percent));
    }
    x += width + canvas.px(14);
  }
  return y + row - rect.y;
}

void draw_axes(const Canvas& canvas, const Plot& plot, Rect area, const Axis& x, const Axis& y) {
  const Fonts& fonts = canvas.state.fonts;
  const std::vector<float> ys = value_ticks(plot, y, area.h / canvas.px(28));
  const float y_step = ys.size() > 1 ? ys[1] - ys[0] : 1;
  const float line = canvas.px(kAxis);
  for (const float tick : ys) {
    const float at = std::round(y(tick)) + 0.5F;
    canvas.list.AddLine({area.x, at}, {area.x + area.w, at}, canvas.colors.faint, canvas.px(1));
    const float step = plot.log_y ? tick : y_step;
    text(canvas, {area.x - canvas.px(64), at - line / 2, canvas.px(56), line},
         {fonts.small, canvas.colors.muted, 1}, tick_text(tick, step, plot.percent));
  }
  const float bottom = area.y + area.h;
  std::vector<float> xs;
  if (plot.log_x) {
    xs.assign(plot.x.begin(), plot.x.end());
  } else {
    xs = linear_ticks(x.low, x.high, std::max(2, static_cast<int>(area.w / canvas.px(72))));
  }
  for (const float tick : xs) {
    if (!plot.log_x && tick != std::round(tick)) continue;  // there is no epoch 2.5
    const std::string words = tick_text(tick, 1, false);
    const float half = text_width(fonts.small, words) / 2 + canvas.px(2);
    text(canvas, {x(tick) - half, bottom + canvas.px(2), 2 * half, line},
         {fonts.small, canvas.colors.muted, 0.5F}, words);
  }
}

void draw_spread(const Canvas& canvas, const Plot& plot, const PlotLine& line, const Axis& x, const Axis& y) {
  if (line.spread.empty()) return;
  const auto at = [&](std::size_t i, float sign) {
    return ImVec2{x(plot.x[i]), y(line.y[i] + sign * line.spread[i])};
  };
  const auto known = [&](std::size_t i) { return std::isfinite(line.y[i]) && std::isfinite(line.spread[i]); };
  // Smooth edges would show as seams between the pieces of a band.
  const ImDrawListFlags flags = canvas.list.Flags;
  canvas.list.Flags &= ~ImDrawListFlags_AntiAliasedFill;
  for (std::size_t i = 0; i < plot.x.size(); ++i) {
    if (!known(i)) continue;
    if (plot.x.size() <= kFewPoints) {
      canvas.list.AddLine(at(i, -1), at(i, 1), with_alpha(line.color, 0.63F), canvas.px(2));
    } else if (i > 0 && known(i - 1)) {
      canvas.list.AddQuadFilled(at(i - 1, 1), at(i, 1), at(i, -1), at(i - 1, -1),
                                with_alpha(line.color, 0.16F));
    }
  }
  canvas.list.Flags = flags;
}

void draw_line(const Canvas& canvas, const Plot& plot, const PlotLine& line, const Axis& x, const Axis& y) {
  draw_spread(canvas, plot, line, x, y);
  const auto finish = [&] { canvas.list.PathStroke(line.color, 0, canvas.px(2)); };
  const auto at = [&](std::size_t i) { return ImVec2{x(plot.x[i]), y(line.y[i])}; };
  for (std::size_t i = 0; i < line.y.size(); ++i) {
    if (std::isfinite(line.y[i])) {
      canvas.list.PathLineTo(at(i));
    } else {
      finish();
    }
  }
  finish();
  if (line.y.size() > kFewPoints) return;
  for (std::size_t i = 0; i < line.y.size(); ++i) {
    if (std::isfinite(line.y[i])) canvas.list.AddCircleFilled(at(i), canvas.px(3), line.color);
  }
}

void draw_reference(const Canvas& canvas, const Plot& plot, Rect area, const Axis& y) {
  if (!plot.reference) return;
  const float at = std::round(y(*plot.reference)) + 0.5F;
  const float dash = canvas.px(5);
  const int dashes = static_cast<int>(std::ceil(area.w / (2 * dash)));
  for (int i = 0; i < dashes; ++i) {
    const float x = area.x + static_cast<float>(2 * i) * dash;
    canvas.list.AddLine({x, at}, {std::min(x + dash, area.x + area.w), at}, canvas.colors.muted,
                        canvas.px(1));
  }
  text(canvas, {area.x, at - canvas.px(18), area.w - canvas.px(4), canvas.px(16)},
       {canvas.state.fonts.small, canvas.colors.muted, 1}, plot.reference_name);
}

void draw_marker(const Canvas& canvas, const Plot& plot, Rect area, const Axis& x, const Axis& y, int point) {
  const auto index = static_cast<std::size_t>(point);
  const float at = x(plot.x[index]);
  canvas.list.AddLine({at, area.y}, {at, area.y + area.h}, canvas.colors.muted, canvas.px(1));
  for (const PlotLine& line : plot.lines) {
    if (!std::isfinite(line.y[index])) continue;
    const ImVec2 place{at, y(line.y[index])};
    canvas.list.AddCircleFilled(place, canvas.px(5), canvas.colors.card);
    canvas.list.AddCircleFilled(place, canvas.px(3.5F), line.color);
  }
}

int nearest_point(const Plot& plot, const Axis& x, float pixel) {
  int best = -1;
  float distance = INFINITY;
  for (std::size_t i = 0; i < plot.x.size(); ++i) {
    const float d = std::abs(x(plot.x[i]) - pixel);
    if (d < distance) {
      distance = d;
      best = static_cast<int>(i);
    }
  }
  return best;
}

}  // namespace

PlotResult draw_plot(const Canvas& canvas, std::string_view name, Rect rect, const Plot& plot) {
  PlotResult result;
  canvas.note(name, rect);
  card(canvas, rect);
  Rect inside = rect.inset(canvas.px(kPadding));
  Rect title = inside.cut_top(canvas.px(kTitle));
  const Rect legend = inside.cut_top(draw_legend(canvas, inside, plot, nullptr), canvas.px(8));
  const float labels = canvas.px(plot.percent ? 52 : 40);
  const Rect area{inside.x + labels, inside.y, inside.w - labels - canvas.px(4), inside.h - canvas.px(kAxis)};
  if (plot.x.empty() || area.w < 1 || area.h < 1) return result;

  Axis x{plot.x.front(), plot.x.back(), area.x + canvas.px(4), area.x + area.w - canvas.px(4), plot.log_x};
  Axis y{0, 1, area.y + area.h, area.y, plot.log_y};
  value_range(plot, y);
  ImGui::SetCursorScreenPos({rect.x, area.y});
  result.pressed = ImGui::InvisibleButton(std::string(name).c_str(), {rect.w, area.h + canvas.px(kAxis)});
  const bool over = ImGui::IsItemHovered() || ImGui::IsItemActive();
  const bool hovered = over && ImGui::GetIO().MousePos.x > -1e5F;
  result.shown = hovered ? nearest_point(plot, x, ImGui::GetIO().MousePos.x) : plot.chosen;
  if (result.shown < 0 || result.shown >= static_cast<int>(plot.x.size()))
    result.shown = static_cast<int>(plot.x.size()) - 1;

  const auto index = static_cast<std::size_t>(result.shown);
  const std::string where = plot.x_name + " " + tick_text(plot.x[index], 1, false);
  const Rect right =
      title.cut_right(std::min(text_width(canvas.state.fonts.small, where) + 1, title.w / 2), canvas.px(8));
  text(canvas, right, {canvas.state.fonts.small, canvas.colors.muted, 1}, where);
  text(canvas, title, {canvas.state.fonts.strong, canvas.colors.text}, plot.title);
  draw_legend(canvas, legend, plot, &result.shown);
  draw_axes(canvas, plot, area, x, y);
  canvas.list.PushClipRect(area.inset(-canvas.px(4)).min(), area.inset(-canvas.px(4)).max(), true);
  draw_reference(canvas, plot, area, y);
  for (const PlotLine& line : plot.lines) draw_line(canvas, plot, line, x, y);
  if (hovered || plot.chosen >= 0) draw_marker(canvas, plot, area, x, y, result.shown);
  canvas.list.PopClipRect();
  return result;
}

}  // namespace sgan::app
