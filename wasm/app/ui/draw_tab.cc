#include <algorithm>
#include <cmath>

#include "ui/draw_parts.h"
#include "ui/tabs.h"

namespace sgan::app {
namespace {

constexpr float kGap = 16, kToolsGap = 12;

/// Verdict, steps and play, one below the other, the verdict as high as leaves room for the others; play
/// first where a challenge's buttons would else be far from the paper. Returns the height taken.
float draw_column(const Canvas& canvas, Rect column, bool play_first = false) {
  const float top = column.y;
  const float gap = canvas.px(kGap);
  const float steps = draw_steps_height(canvas, column.w), play = draw_play_height(canvas, column.w);
  const float panel = std::max(verdict_panel_height(canvas), column.h - steps - play - 2 * gap);
  if (play_first) draw_play(canvas, column.cut_top(play, gap));
  column.cut_top(verdict_panel(canvas, "draw", {column.x, column.y, column.w, panel},
                               describe_drawing(canvas.state.draw)),
                 gap);
  draw_steps(canvas, column.cut_top(steps, gap));
  if (!play_first) draw_play(canvas, column.cut_top(play, gap));
  return column.y - gap - top;
}

/// The paper on the left, all else on its right.
float draw_wide(const Canvas& canvas, Rect area) {
  const float gap = canvas.px(kToolsGap);
  const float between = canvas.px(area.w >= canvas.px(900) ? 40 : 24);
  const float beside = std::clamp(area.w / 3, canvas.px(320), canvas.px(368));
  const float width = area.w - beside - between;
  const float tools = draw_tools(canvas, {0, 0, width, 0}, true);
  const float side = std::floor(std::max(canvas.px(240), std::min(width, area.h - tools - gap)));
  // Low screens leave little to the paper, but the tools need their width.
  Rect left = area.cut_left(std::max(side, std::min(width, canvas.px(370))), between);
  draw_paper(canvas, {left.x + std::round((left.w - side) / 2), left.y, side, side});
  left.cut_top(side, gap);
  const float height = side + gap + draw_tools(canvas, left);
  return std::max(height, draw_column(canvas, {area.x, area.y, area.w, height}));
}

/// The paper above, as large as leaves `below` on the screen, with its tools. Returns what is left.
Rect draw_paper_above(const Canvas& canvas, Rect area, float below) {
  const float gap = canvas.px(kToolsGap), section = canvas.px(kGap);
  const float tools = draw_tools(canvas, {0, 0, area.w, 0}, true);
  const float room = area.h - gap - tools - section - below;
  const float side = std::floor(std::clamp(room, std::min(canvas.px(280), area.w), area.w));
  Rect paper = area.cut_top(side, gap);
  paper.x += std::round((paper.w - side) / 2);
  paper.w = side;
  draw_paper(canvas, paper);
  draw_tools(canvas, area.cut_top(tools, section));
  return area;
}

/// An upright tablet: the paper above two columns.
float draw_upright(const Canvas& canvas, Rect area) {
  const float gap = canvas.px(kGap);
  const float width = std::floor((area.w - gap) / 2);
  const float steps = draw_steps_height(canvas, width), play = draw_play_height(canvas, width);
  const float below = steps + gap + play;
  Rect rest = draw_paper_above(canvas, area, below);
  verdict_panel(canvas, "draw", {rest.x, rest.y, width, below}, describe_drawing(canvas.state.draw));
  rest.cut_left(width, gap);
  draw_steps(canvas, rest.cut_top(steps, gap));
  draw_play(canvas, rest.cut_top(play));
  return rest.y - area.y;
}

}  // namespace

float draw_draw_tab(const Canvas& canvas, Rect area) {
  if (side_by_side(canvas, area)) {
    return area.h > 1.2F * area.w ? draw_upright(canvas, area) : draw_wide(canvas, area);
  }
  const Rect rest = draw_paper_above(canvas, area, verdict_panel_height(canvas));
  return rest.y - area.y +
         draw_column(canvas, {rest.x, rest.y, rest.w, 0}, canvas.state.draw.challenge.asking());
}

}  // namespace sgan::app
