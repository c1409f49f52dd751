#include <algorithm>
#include <cmath>

#include "ui/verdict.h"

namespace sgan::app {
namespace {

constexpr float kPadding = 16, kGap = 16, kPicture = 72, kWords = 44, kValidity = 32, kLeastBars = 88,
                kMostBars = 330;

/// The picture if there is one, the digit in large type, and two lines beside it.
void draw_headline(const Canvas& canvas, std::string_view tab, Rect row, const PanelContent& content) {
  const Palette& colors = canvas.colors;
  const Fonts& fonts = canvas.state.fonts;
  const std::string prefix(tab);
  if (content.texture != ImTextureID{}) {
    const Rect picture = row.cut_left(row.h, canvas.px(kGap));
    canvas.note(prefix + ".seen", picture);
    canvas.list.AddRectFilled(picture.min(), picture.max(), colors.tile, canvas.px(6));
    canvas.list.AddImageRounded(content.texture, picture.min(), picture.max(), content.uv_min, content.uv_max,
                                colors.tile_ink, canvas.px(6));
  }
  const bool rejected = content.verdict != nullptr && content.verdict->rejected && content.show_digit;
  if (content.show_digit) {
    const Rect digit = row.cut_left(canvas.px(40), canvas.px(12));
    canvas.note(prefix + ".digit", digit);
    const std::string shown = content.verdict != nullptr ? std::to_string(content.verdict->digit) : "\u2013";
    text(canvas, digit, {fonts.digit, content.verdict != nullptr ? colors.text : colors.border}, shown);
  }
  const float line = canvas.px(22);
  Rect lines{row.x, std::round(row.centre().y - line), row.w, 2 * line};
  text(canvas, lines.cut_top(line), {fonts.strong, colors.text}, content.headline);
  text(canvas, lines.cut_top(line), {fonts.small, rejected ? colors.generated : colors.muted}, content.note);
}

}  // namespace

float verdict_panel_height(const Canvas& canvas) {
  return canvas.px(2 * kPadding + kPicture + 2 * kGap + kValidity + kLeastBars);
}

float verdict_panel(const Canvas& canvas, std::string_view tab, Rect rect, const PanelContent& content) {
  const std::string prefix(tab);
  rect.h = std::min(rect.h, verdict_panel_height(canvas) + canvas.px(kMostBars - kLeastBars));
  canvas.note(prefix + ".panel", rect);
  card(canvas, rect);
  Rect inside = rect.inset(canvas.px(kPadding));
  const bool words_only = !content.show_digit && content.texture == ImTextureID{};
  draw_headline(canvas, tab, inside.cut_top(canvas.px(words_only ? kWords : kPicture), canvas.px(kGap)),
                content);
  validity_bar(canvas, prefix + ".validity", inside.cut_top(canvas.px(kValidity), canvas.px(kGap)),
               content.verdict);
  class_bars(canvas, prefix + ".bars", inside, content.verdict);
  return rect.h;
}

}  // namespace sgan::app
