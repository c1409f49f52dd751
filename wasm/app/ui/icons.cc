#include "ui/icons.h"

#include <cmath>
#include <numbers>

namespace sgan::app {
namespace {

constexpr float kPi = std::numbers::pi_v<float>;

/// A pen over a square of 18 units, y downwards, centred in a rectangle.
struct Pen {
  ImDrawList& list;
  ImVec2 origin;
  float unit;
  ImU32 color;

  [[nodiscard]] ImVec2 at(float x, float y) const { return {origin.x + x * unit, origin.y + y * unit}; }
  [[nodiscard]] float line() const { return 1.6F * unit; }
  void dot(float x, float y, float radius) const { list.AddCircleFilled(at(x, y), radius * unit, color); }
  void box(float x, float y, float x2, float y2, float rounding) const {
    list.AddRect(at(x, y), at(x2, y2), color, rounding * unit, 0, line());
  }
  void bar(float x, float y, float x2, float y2) const {
    list.AddRectFilled(at(x, y), at(x2, y2), color, 1.5F * unit);
  }
};

void draw_dice(const Pen& pen) {
  pen.box(1.5F, 1.5F, 16.5F, 16.5F, 4);
  for (const auto& [x, y] : {ImVec2{5.6F, 5.6F}, {12.4F, 5.6F}, {9, 9}, {5.6F, 12.4F}, {12.4F, 12.4F}})
    pen.dot(x, y, 1.5F);
}

void draw_lock(const Pen& pen, bool closed) {
  const float lift = closed ? 0.0F : 2.0F;
  pen.list.PathLineTo(pen.at(5.2F, 9 - lift));
  pen.list.PathArcTo(pen.at(9, 6 - lift), 3.8F * pen.unit, kPi, 2 * kPi, 16);
  if (closed) pen.list.PathLineTo(pen.at(12.8F, 9));
  pen.list.PathStroke(pen.color, 0, pen.line());
  if (!closed) pen.list.AddLine(pen.at(5.2F, 6), pen.at(5.2F, 9), pen.color, pen.line());
  pen.list.AddRectFilled(pen.at(2.8F, 8.4F), pen.at(15.2F, 17), pen.color, 2.5F * pen.unit);
}

void draw_reset(const Pen& pen) {
  pen.list.PathArcTo(pen.at(9, 9.5F), 6.4F * pen.unit, -0.7F * kPi, 0.95F * kPi, 32);
  pen.list.PathStroke(pen.color, 0, pen.line());
  pen.list.AddTriangleFilled(pen.at(1.8F, 6.6F), pen.at(7.6F, 7.2F), pen.at(3.6F, 1.6F), pen.color);
}

}  // namespace

void icon(const Canvas& canvas, Icon which, Rect rect, ImU32 color) {
  const float unit = canvas.state.scale;
  const ImVec2 middle = rect.centre();
  const Pen pen{canvas.list, {std::round(middle.x - 9 * unit), std::round(middle.y - 9 * unit)}, unit, color};
  switch (which) {
    case Icon::kDice:
      return draw_dice(pen);
    case Icon::kLocked:
    case Icon::kUnlocked:
      return draw_lock(pen, which == Icon::kLocked);
    case Icon::kPlay:
      return canvas.list.AddTriangleFilled(pen.at(4.5F, 2), pen.at(4.5F, 16), pen.at(15.5F, 9), color);
    case Icon::kPause:
      pen.bar(4, 2.5F, 7.5F, 15.5F);
      return pen.bar(10.5F, 2.5F, 14, 15.5F);
    case Icon::kReset:
      return draw_reset(pen);
  }
}

bool icon_button(const Canvas& canvas, std::string_view name, Rect rect, Icon which, std::string_view label,
                 ButtonKind kind, bool enabled) {
  const bool pressed = button(canvas, name, rect, "", kind, enabled, label);
  const Palette& colors = canvas.colors;
  ImU32 ink = kind == ButtonKind::kPrimary ? colors.on_accent : colors.text;
  if (!enabled) ink = with_alpha(ink, 0.4F);
  const float sign = canvas.px(18);
  const float gap = canvas.px(8);
  const float words = text_width(canvas.state.fonts.strong, label);
  if (label.empty() || sign + gap + words > rect.w - 2 * gap) {
    icon(canvas, which, rect, ink);
    return pressed;
  }
  const float left = std::round(rect.centre().x - (sign + gap + words) / 2);
  icon(canvas, which, {left, rect.y, sign, rect.h}, ink);
  text(canvas, {left + sign + gap, rect.y, words, rect.h}, {canvas.state.fonts.strong, ink}, label);
  return pressed;
}

}  // namespace sgan::app
