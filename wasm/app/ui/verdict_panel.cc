#include <algorithm>
#include <cmath>

#include "ui/verdict.h"

namespace sgan::app {
namespace {

constexpr float kPadding = 16, kGap = 16, kHead = 72, kLeastBars = 88, kMostBars = 330;

/// The picture if there is one, the digit in large type, words beside it, and the dial at the right.
void draw_headline(const Canvas& canvas, std::string_view tab, Rect row, const PanelContent& content) {
  const Palette& colors = canvas.colors;
  const Fonts& fonts = canvas.state.fonts;
  const std::string prefix(tab);
  validity_dial(canvas, prefix + ".validity", row.cut_right(row.h, canvas.px(12)), content.verdict);
  if (content.texture != ImTextureID{}) {
    const Rect picture = row.cut_left(row.h, canvas.px(kGap));
    canvas.note(prefix + ".seen", picture);
    surface(canvas, picture, colors.tile, canvas.px(6));
    canvas.list.AddImageRounded(content.texture, picture.min(), picture.max(), content.uv_min, content.uv_max,
                                colors.tile_ink, canvas.px(6));
  }
  const bool rejected = content.verdict != nullptr && content.verdict->rejected && content.show_digit;
  const bool claimed = content.verdict != nullptr && !(rejected && content.dash_if_rejected);
  if (content.show_digit) {
    const Rect digit = row.cut_left(canvas.px(40), canvas.px(12));
    canvas.note(prefix + ".digit", digit);
    const std::string shown = claimed ? std::to_string(content.verdict->digit) : "\u2013";
    text(canvas, digit,
         {fonts.digit, claimed    ? colors.text
                       : rejected ? colors.generated
                                  : colors.border},
         shown);
  }
  const float line = canvas.px(22);
  const float note = paragraph_height(fonts.small, row.w, content.note);
  Rect lines{row.x, std::round(row.centre().y - (line + note) / 2), row.w, line + note};
  text(canvas, lines.cut_top(line), {fonts.strong, colors.text}, content.headline);
  paragraph(canvas, lines, {fonts.small, rejected ? colors.generated : colors.muted}, content.note);
}

}  // namespace

float verdict_panel_height(const Canvas& canvas) {
  return canvas.px(2 * kPadding + kHead + kGap + kLeastBars);
}

float verdict_panel(const Canvas& canvas, std::string_view tab, Rect rect, const PanelContent& content) {
  const std::string prefix(tab);
  rect.h = std::min(rect.h, verdict_panel_height(canvas) + canvas.px(kMostBars - kLeastBars));
  canvas.note(prefix + ".panel", rect);
  card(canvas, rect);
  Rect inside = rect.inset(canvas.px(kPadding));
  draw_headline(canvas, tab, inside.cut_top(canvas.px(kHead), canvas.px(kGap)), content);
  class_bars(canvas, prefix + ".bars", inside, content.verdict);
  return rect.h;
}

}  // namespace sgan::app
