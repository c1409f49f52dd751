#include "ui/verdict.h"

#include <cmath>
#include <cstdio>
#include <numbers>

namespace sgan::app {

std::string percent(float probability, int decimals) {
  const double unit = std::pow(10.0, -decimals);
  double value = std::round(100.0 * static_cast<double>(probability) / unit) * unit;
  if (probability < 1 && value > 100 - unit) value = 100 - unit;
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, "%.*f %%", decimals, value);
  return buffer;
}

ImU32 validity_color(const Palette& colors, float validity) {
  return validity >= 0.5F ? colors.real : colors.generated;
}

Rect class_column(const Canvas& canvas, Rect bars, int i) {
  const float gap = canvas.px(kColumnGap);
  const float step = (bars.w + gap) / kJudgedClasses;
  const float left = std::round(bars.x + step * static_cast<float>(i));
  return {left, bars.y, std::round(bars.x + step * static_cast<float>(i + 1)) - left - gap, bars.h};
}

std::string class_label(int i) { return i == kFakeClass ? "gen" : std::to_string(i); }

void class_bars(const Canvas& canvas, std::string_view name, Rect rect, const Verdict* verdict) {
  const Palette& colors = canvas.colors;
  const Fonts& fonts = canvas.state.fonts;
  canvas.note(name, rect);
  const float line = canvas.px(18);
  const float gap = canvas.px(kColumnGap);
  const Rect bars{rect.x, rect.y + line, rect.w, std::max(0.0F, rect.h - 2 * line)};
  for (int i = 0; i < kJudgedClasses; ++i) {
    const Rect column = class_column(canvas, bars, i);
    const auto words_at = [&](float y) { return Rect{column.x - gap, y, column.w + 2 * gap, line}; };
    const float bottom = column.y + column.h;
    const float probability = verdict != nullptr ? verdict->probs[static_cast<std::size_t>(i)] : 0;
    const bool best = verdict != nullptr && (verdict->rejected ? i == kFakeClass : i == verdict->digit);
    const float height = std::round(bars.h * probability);
    const float round = std::min(canvas.px(4), column.w / 2);
    canvas.list.AddRectFilled(column.min(), column.max(), colors.faint, round);
    const ImU32 fill = i == kFakeClass ? colors.generated : (best ? colors.accent : colors.muted);
    if (height >= 1) {
      canvas.list.AddRectFilled({column.x, bottom - height}, column.max(), fill, std::min(round, height / 2));
    }
    const ImU32 ink = best ? colors.text : colors.muted;
    text(canvas, words_at(bottom), {best ? fonts.strong : fonts.small, ink, 0.5F}, class_label(i));
    if (probability >= 0.01F) {
      const std::string number = percent(probability, 0);
      text(canvas, words_at(rect.y), {fonts.small, ink, 0.5F}, number.substr(0, number.find(' ')));
    }
  }
}

void validity_dial(const Canvas& canvas, std::string_view name, Rect rect, const Verdict* verdict) {
  const Palette& colors = canvas.colors;
  const Fonts& fonts = canvas.state.fonts;
  canvas.note(name, rect);
  // Three quarters of a circle, open at the bottom, where its name stands.
  constexpr float kPi = std::numbers::pi_v<float>, kFrom = 0.75F * kPi, kSpan = 1.5F * kPi;
  const float thickness = canvas.px(6);
  const float radius = std::min(rect.w, rect.h) / 2 - thickness / 2;
  const ImVec2 centre{rect.centre().x, rect.y + radius + thickness / 2};
  const auto arc = [&](float part, ImU32 color) {
    canvas.list.PathArcTo(centre, radius, kFrom, kFrom + kSpan * part, 48);
    canvas.list.PathStroke(color, 0, thickness);
    for (const float end : {kFrom, kFrom + kSpan * part}) {
      canvas.list.AddCircleFilled({centre.x + radius * std::cos(end), centre.y + radius * std::sin(end)},
                                  thickness / 2, color);
    }
  };
  arc(1, colors.faint);
  if (verdict != nullptr) arc(verdict->validity, validity_color(colors, verdict->validity));
  const float line = canvas.px(20);
  text(canvas, {rect.x, centre.y - line / 2 - canvas.px(2), rect.w, line},
       {fonts.strong, verdict != nullptr ? colors.text : colors.muted, 0.5F},
       verdict != nullptr ? percent(verdict->validity, 0) : "\u2013");
  text(canvas, {rect.x, rect.y + rect.h - canvas.px(18), rect.w, canvas.px(18)},
       {fonts.small, colors.muted, 0.5F}, "real");
}

}  // namespace sgan::app
