#include <algorithm>
#include <cmath>

#include "ui/digit_grid.h"
#include "ui/explore_parts.h"
#include "ui/verdict.h"

namespace sgan::app {

void draw_explore_picture(const Canvas& canvas, Rect square) {
  canvas.note("explore.picture", square);
  draw_picture(canvas, square, canvas.state.explore.large, 0, canvas.px(12));
}

void draw_explore_words(const Canvas& canvas, Rect rect) {
  const Verdict& verdict = canvas.state.explore.verdict;
  const Fonts& fonts = canvas.state.fonts;
  const float line = canvas.px(22);
  const float digit = canvas.px(64);
  Rect rows{rect.x, std::round(rect.centre().y - (digit + 3 * line) / 2), rect.w, digit + 3 * line};
  canvas.note("explore.words", rows);
  text(canvas, rows.cut_top(digit), {fonts.digit, canvas.colors.text}, std::to_string(verdict.digit));
  text(canvas, rows.cut_top(line), {fonts.strong, canvas.colors.text},
       percent(verdict.confidence, 1) + " sure");
  text(canvas, rows.cut_top(line), {fonts.body, canvas.colors.text}, percent(verdict.validity, 0) + " real");
  if (verdict.rejected)
    text(canvas, rows.cut_top(line), {fonts.small, canvas.colors.generated}, "Taken for generated");
}

void draw_explore_panel(const Canvas& canvas, Rect rect) {
  const Verdict& verdict = canvas.state.explore.verdict;
  PanelContent content;
  content.verdict = &verdict;
  content.headline = percent(verdict.confidence, 1) + " sure";
  content.note = verdict.rejected ? "Taken for a generated image" : "Taken for a real digit";
  verdict_panel(canvas, "explore", rect, content);
}

}  // namespace sgan::app
