#include <algorithm>
#include <cmath>

#include "ui/explore_parts.h"
#include "ui/tabs.h"
#include "ui/verdict.h"

namespace sgan::app {
namespace {

/// Picture and verdict on the left, everything to change it on the right.
float draw_wide(const Canvas& canvas, Rect area) {
  const float gap = canvas.px(20);
  const float top = area.y;
  const float side = std::floor(std::clamp(area.w * 0.36F, canvas.px(280), canvas.px(420)));
  Rect left = area.cut_left(side, canvas.px(40));
  draw_explore_picture(canvas, left.cut_top(side, canvas.px(16)));
  const float panel = verdict_panel_height(canvas);
  draw_explore_panel(canvas, {left.x, left.y, left.w, panel});
  left.cut_top(panel);

  area.cut_top(draw_explore_start(canvas, area), gap);
  if (area.w >= canvas.px(580)) {
    Rect row = area;
    const Rect pad = row.cut_right(canvas.px(236), canvas.px(28));
    const float height = std::max(draw_explore_directions(canvas, row), draw_explore_pad(canvas, pad));
    area.cut_top(height, gap);
  } else {
    area.cut_top(draw_explore_directions(canvas, area), gap);
    area.cut_top(draw_explore_pad(canvas, {area.x, area.y, std::min(area.w, canvas.px(280)), area.h}), gap);
  }
  area.cut_top(draw_explore_motion(canvas, area));
  return std::max(area.y, left.y) - top;
}

/// For phones: sliders close below the picture, so that both are seen.
float draw_narrow(const Canvas& canvas, Rect area) {
  const float gap = canvas.px(16);
  const float top = area.y;
  const float side = std::floor(std::min(area.w * 0.55F, canvas.px(320)));
  Rect row = area.cut_top(side, gap);
  draw_explore_picture(canvas, row.cut_left(side, gap));
  draw_explore_words(canvas, row);
  area.cut_top(draw_explore_start(canvas, area), gap);
  area.cut_top(draw_explore_directions(canvas, area), gap);
  area.cut_top(draw_explore_pad(canvas, area), gap);
  area.cut_top(draw_explore_motion(canvas, area), gap);
  const float panel = verdict_panel_height(canvas);
  draw_explore_panel(canvas, area.cut_top(panel));
  return area.y - top;
}

/// While the model's directions are looked for.
float draw_search(const Canvas& canvas, Rect area) {
  ExploreState& explore = canvas.state.explore;
  explore.want_begin = canvas.state.model != nullptr;
  canvas.redraw_in(0);
  const float height = canvas.px(64);
  Rect rest = area;
  text(canvas, rest.cut_top(canvas.px(28)), {canvas.state.fonts.body, canvas.colors.muted},
       "Looking for the directions that change digits most\u2026");
  const Rect track{rest.x, rest.y, std::min(rest.w, canvas.px(420)), canvas.px(6)};
  canvas.note("explore.progress", track);
  canvas.list.AddRectFilled(track.min(), track.max(), canvas.colors.faint, track.h / 2);
  const float part = std::clamp(explore.searched, 0.0F, 1.0F);
  if (part > 0) {
    canvas.list.AddRectFilled(track.min(), {track.x + std::max(track.h, track.w * part), track.y + track.h},
                              canvas.colors.accent, track.h / 2);
  }
  return height;
}

}  // namespace

float draw_explore_tab(const Canvas& canvas, Rect area) {
  ExploreState& explore = canvas.state.explore;
  if (!explore.ready) return draw_search(canvas, area);
  return side_by_side(canvas, area) ? draw_wide(canvas, area) : draw_narrow(canvas, area);
}

}  // namespace sgan::app
