#include <algorithm>
#include <cmath>

#include "ui/digit_grid.h"
#include "ui/sample_parts.h"
#include "ui/tabs.h"
#include "ui/verdict.h"

namespace sgan::app {

float draw_sample_tab(const Canvas& canvas, Rect area) {
  const float top = area.y;
  const float panel = verdict_panel_height(canvas);
  const float strip = canvas.px(44);
  const float gap = canvas.px(12);
  if (side_by_side(canvas, area)) {
    const float between = canvas.px(40);
    const Rect room{area.x, area.y, area.w - canvas.px(320) - between,
                    std::max(area.h - strip - gap, canvas.px(280))};
    const Rect grid = draw_digit_grid(canvas, room);
    draw_sample_strip(canvas, {grid.x, grid.y + grid.h + gap, std::max(grid.w, canvas.px(280)), strip});
    area.cut_left(std::max(grid.w, canvas.px(280)), between);
    area.cut_top(draw_sample_controls(canvas, area), canvas.px(20));
    draw_sample_details(canvas,
                        {area.x, area.y, area.w, std::max(panel, top + grid.h + gap + strip - area.y)});
    return std::max(grid.h + gap + strip, area.y + panel - top);
  }
  // As wide as a phone; on wider screens no higher than leaves room for the controls.
  const float height = std::max(area.h - strip - canvas.px(80), 1.2F * std::min(area.w, canvas.px(400)));
  const Rect grid = draw_digit_grid(canvas, {area.x, area.y, area.w, height});
  area.cut_top(grid.h, gap);
  draw_sample_strip(canvas, area.cut_top(strip, canvas.px(16)));
  area.cut_top(draw_sample_controls(canvas, area), canvas.px(20));
  draw_sample_details(canvas, {area.x, area.y, area.w, panel});
  return area.y + panel - top;
}

}  // namespace sgan::app
