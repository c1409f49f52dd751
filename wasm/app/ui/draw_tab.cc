#include <algorithm>
#include <cmath>
#include <tuple>

#include "ui/digit_grid.h"
#include "ui/tabs.h"
#include "ui/verdict.h"

namespace sgan::app {
namespace {

std::size_t count_points(const Drawing& strokes) {
  std::size_t points = 0;
  for (const Stroke& stroke : strokes) points += stroke.size();
  return points;
}

/// Adds where the pointer has been since the last frame to the stroke under way.
void extend_stroke(DrawState& draw, const std::vector<ImVec2>& trail, Rect paper) {
  std::size_t points = count_points(draw.strokes);
  const float nearest = 0.5F / paper.w;
  Stroke& stroke = draw.strokes.back();
  for (const ImVec2 position : trail) {
    const PenPoint point{std::clamp((position.x - paper.x) / paper.w, 0.0F, 1.0F),
                         std::clamp((position.y - paper.y) / paper.h, 0.0F, 1.0F)};
    const bool moved =
        stroke.empty() || std::hypot(point.x - stroke.back().x, point.y - stroke.back().y) >= nearest;
    if (!moved || points >= kMaxPointsPerDrawing) continue;
    stroke.push_back(point);
    ++points;
    draw.changed = true;
  }
}

void take_pen(const Canvas& canvas, Rect paper) {
  DrawState& draw = canvas.state.draw;
  ImGui::SetCursorScreenPos(paper.min());
  ImGui::InvisibleButton("draw.canvas", paper.size());
  const bool held = ImGui::IsItemActive() && ImGui::IsMouseDown(ImGuiMouseButton_Left);
  if (held && !draw.pen_down) draw.strokes.emplace_back();
  if (held) {
    const std::vector<ImVec2>& trail = canvas.state.pointer.trail;
    extend_stroke(draw, trail.empty() ? std::vector{ImGui::GetIO().MousePos} : trail, paper);
  }
  draw.pen_down = held;
  if (!held && !draw.strokes.empty() && draw.strokes.back().empty()) draw.strokes.pop_back();
}

/// One line of round brush, without the points that are closer together than the eye can tell.
void draw_stroke(const Canvas& canvas, const Stroke& stroke, Rect paper, float width) {
  const ImU32 ink = canvas.colors.ink;
  const float radius = width / 2;
  const float step = std::max(1.0F, radius / 4);
  ImVec2 last{-1e6F, -1e6F};
  for (std::size_t i = 0; i < stroke.size(); ++i) {
    const ImVec2 at{paper.x + stroke[i].x * paper.w, paper.y + stroke[i].y * paper.h};
    const bool first = i == 0;
    if (!first && i + 1 < stroke.size() && std::hypot(at.x - last.x, at.y - last.y) < step) continue;
    if (!first) {
      // Not AddLine(), which moves a line by half a pixel against the circles.
      canvas.list.PathLineTo(last);
      canvas.list.PathLineTo(at);
      canvas.list.PathStroke(ink, 0, width);
    }
    canvas.list.AddCircleFilled(at, radius, ink);
    last = at;
  }
}

void draw_paper(const Canvas& canvas, Rect paper) {
  DrawState& draw = canvas.state.draw;
  canvas.note("draw.canvas", paper);
  canvas.keep_drags(paper);
  take_pen(canvas, paper);
  const float round = canvas.px(12);
  canvas.list.AddRectFilled(paper.min(), paper.max(), canvas.colors.paper, round);
  if (draw.strokes.empty()) {
    const Rect middle{paper.x, paper.centre().y - canvas.px(26), paper.w, canvas.px(28)};
    text(canvas, middle, {canvas.state.fonts.title, canvas.colors.text, 0.5F}, "Draw a digit here");
    text(canvas, {middle.x, middle.y + middle.h, middle.w, canvas.px(24)},
         {canvas.state.fonts.body, canvas.colors.muted, 0.5F}, "0 to 9, any size, with mouse, finger or pen");
  }
  canvas.list.PushClipRect(paper.min(), paper.max(), true);
  for (const Stroke& stroke : draw.strokes) draw_stroke(canvas, stroke, paper, draw.brush * paper.w);
  canvas.list.PopClipRect();
  canvas.list.AddRect(paper.min(), paper.max(), draw.pen_down ? canvas.colors.accent : canvas.colors.border,
                      round, 0, canvas.px(1));
}

void undo(DrawState& draw) {
  if (draw.strokes.empty()) return;
  draw.strokes.pop_back();
  draw.changed = true;
}

void draw_tools(const Canvas& canvas, Rect row) {
  DrawState& draw = canvas.state.draw;
  const float gap = canvas.px(8);
  const bool any = !draw.strokes.empty() && !draw.pen_down;
  const float width = canvas.px(84);
  const ImGuiIO& io = ImGui::GetIO();
  const bool shortcut = (io.KeyCtrl || io.KeySuper) && ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Z));
  if (button(canvas, "draw.undo", row.cut_left(width, gap), "Undo", ButtonKind::kPlain, any) ||
      (shortcut && any))
    undo(draw);
  if (button(canvas, "draw.clear", row.cut_left(width, canvas.px(20)), "Clear", ButtonKind::kPlain, any)) {
    draw.strokes.clear();
    draw.changed = true;
  }
  const bool named = row.w >= canvas.px(160);
  if (named)
    text(canvas, row.cut_left(canvas.px(40), gap), {canvas.state.fonts.small, canvas.colors.muted}, "Brush");
  row.w = std::min(row.w, canvas.px(260));
  const Rect dot = row.cut_right(canvas.px(24), gap);
  canvas.list.AddCircleFilled(dot.centre(), std::max(1.5F, draw.brush / kThickestBrush * canvas.px(10)),
                              canvas.colors.text);
  slider(canvas, "draw.brush", row, draw.brush, kThinnestBrush, kThickestBrush);
}

/// with_picture: whether the panel itself shows what the network sees.
PanelContent describe(const DrawState& draw, bool with_picture) {
  PanelContent content;
  if (!draw.verdict) {
    content.headline = "Nothing drawn yet";
    content.note = "The verdict appears while you draw";
    return content;
  }
  if (with_picture) {
    content.texture = draw.seen_atlas.texture;
    std::tie(content.uv_min, content.uv_max) = tile_uv(draw.seen_atlas, 0);
  }
  content.verdict = &*draw.verdict;
  content.headline = percent(draw.verdict->confidence, 1) + " sure";
  content.note = draw.verdict->rejected ? "Taken for a generated image" : "Taken for a real digit";
  return content;
}

/// A card with the network's own picture, large enough to count its pixels.
void draw_seen_card(const Canvas& canvas, Rect rect) {
  const DrawState& draw = canvas.state.draw;
  const Palette& colors = canvas.colors;
  card(canvas, rect);
  Rect inside = rect.inset(canvas.px(16));
  const Rect picture = inside.cut_left(inside.h, canvas.px(16));
  canvas.note("draw.seen", picture);
  canvas.list.AddRectFilled(picture.min(), picture.max(), colors.tile, canvas.px(6));
  if (!draw.seen.empty()) {
    const auto [uv_min, uv_max] = tile_uv(draw.seen_atlas, 0);
    canvas.list.AddImageRounded(draw.seen_atlas.texture, picture.min(), picture.max(), uv_min, uv_max,
                                colors.tile_ink, canvas.px(6));
  }
  const Fonts& fonts = canvas.state.fonts;
  text(canvas, inside.cut_top(canvas.px(20), canvas.px(6)), {fonts.strong, colors.text}, "The network sees");
  paragraph(canvas, inside, {fonts.small, colors.muted},
            "Your strokes redrawn like the digits it learned from: same pen and size, centred by weight, in "
            "32 \u00d7 32 pixels.");
}

/// The verdict beside the drawing area, and below it the network's picture where there is room.
void draw_verdict_column(const Canvas& canvas, Rect column) {
  const DrawState& draw = canvas.state.draw;
  const float least = verdict_panel_height(canvas);
  const float gap = canvas.px(16);
  const float seen = canvas.px(172);
  if (column.h < least + gap + seen) {
    verdict_panel(canvas, "draw", {column.x, column.y, column.w, std::max(least, column.h)},
                  describe(draw, true));
    return;
  }
  const Rect room{column.x, column.y, column.w, column.h - gap - seen};
  column.cut_top(verdict_panel(canvas, "draw", room, describe(draw, false)), gap);
  draw_seen_card(canvas, column);
}

}  // namespace

float draw_draw_tab(const Canvas& canvas, Rect area) {
  const float tools = canvas.px(44);
  const float gap = canvas.px(12);
  const float panel = verdict_panel_height(canvas);
  const float top = area.y;
  if (side_by_side(canvas, area)) {
    const float between = canvas.px(40);
    const float beside = std::clamp(area.w / 3, canvas.px(320), canvas.px(368));
    const float side =
        std::floor(std::max(canvas.px(240), std::min(area.w - beside - between, area.h - tools - gap)));
    Rect left = area.cut_left(side, between);
    draw_paper(canvas, left.cut_top(side, gap));
    draw_tools(canvas, left.cut_top(tools));
    draw_verdict_column(canvas, {area.x, area.y, area.w, side});
    return std::max(panel, side + gap + tools);
  }
  const float rest = gap + tools + canvas.px(16) + panel;
  const float side = std::floor(std::clamp(area.h - rest, std::min(canvas.px(280), area.w), area.w));
  Rect paper = area.cut_top(side, gap);
  paper.x += std::round((paper.w - side) / 2);
  paper.w = side;
  draw_paper(canvas, paper);
  draw_tools(canvas, area.cut_top(tools, canvas.px(16)));
  verdict_panel(canvas, "draw", {area.x, area.y, area.w, panel}, describe(canvas.state.draw, true));
  return area.y + panel - top;
}

}  // namespace sgan::app
