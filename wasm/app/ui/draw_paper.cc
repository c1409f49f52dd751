#include <algorithm>
#include <array>
#include <cmath>

#include "ui/draw_parts.h"

namespace sgan::app {
namespace {

PenPoint on_paper(ImVec2 position, Rect paper) {
  return {std::clamp((position.x - paper.x) / paper.w, 0.0F, 1.0F),
          std::clamp((position.y - paper.y) / paper.h, 0.0F, 1.0F)};
}

/// Adds where the pointer has been since the last frame to the stroke under way.
void extend_stroke(DrawState& draw, const std::vector<TrailPoint>& trail, Rect paper) {
  std::size_t points = count_points(draw.ink);
  const float nearest = 0.5F / paper.w;
  InkStroke& stroke = draw.ink.back();
  for (const TrailPoint& at : trail) {
    const PenPoint point = on_paper(at.position, paper);
    const bool moved = stroke.points.empty() || std::hypot(point.x - stroke.points.back().x,
                                                           point.y - stroke.points.back().y) >= nearest;
    if (!moved || points >= kMaxPointsPerDrawing) continue;
    stroke.points.push_back(point);
    stroke.pressure.push_back(at.pressure);
    ++points;
    draw.changed = true;
  }
}

/// Takes away the ink under the eraser's disc; all that one movement erases is one step back.
void move_eraser(DrawState& draw, const std::vector<TrailPoint>& trail, Rect paper) {
  for (const TrailPoint& at : trail) {
    const PenPoint to = on_paper(at.position, paper);
    Ink before;
    if (!draw.eraser_cut) before = draw.ink;
    // Ink reaches half a brush beyond its line.
    const float radius = draw.eraser_radius() + draw.brush / 2;
    if (erase_ink(draw.ink, draw.eraser_at.value_or(to), to, radius)) {
      if (!draw.eraser_cut) draw.history.record(before);
      draw.eraser_cut = draw.changed = true;
    }
    draw.eraser_at = to;
  }
}

void take_pen(const Canvas& canvas, Rect paper) {
  DrawState& draw = canvas.state.draw;
  canvas.keep_drags(paper);
  ImGui::SetCursorScreenPos(paper.min());
  ImGui::InvisibleButton("draw.canvas", paper.size());
  const bool held = ImGui::IsItemActive() && ImGui::IsMouseDown(ImGuiMouseButton_Left);
  if (held) {
    const bool begins = !draw.pen_down;
    std::vector<TrailPoint> trail = canvas.state.pointer.trail;
    if (trail.empty()) trail.push_back({ImGui::GetIO().MousePos, 1});
    if (begins) {
      draw.eraser_cut = false;
      point_focus(canvas.state.focus, "");  // Space and Enter no longer belong to what was pressed before
    }
    if (begins && draw.tool == PenTool::kPen && count_points(draw.ink) < kMaxPointsPerDrawing) {
      draw.history.record(draw.ink);
      draw.ink.emplace_back();
      draw.stroke_begun = true;
    }
    if (draw.tool == PenTool::kEraser) move_eraser(draw, trail, paper);
    if (draw.tool == PenTool::kPen && draw.stroke_begun) extend_stroke(draw, trail, paper);
  } else {
    draw.stroke_begun = false;
    draw.eraser_at.reset();
  }
  draw.pen_down = held;
}

/// A ring where the eraser is.
void show_eraser(const Canvas& canvas, Rect paper) {
  const DrawState& draw = canvas.state.draw;
  const ImVec2 at = ImGui::GetIO().MousePos;
  if (draw.tool != PenTool::kEraser || !paper.contains(at)) return;
  const float radius = draw.eraser_radius() * paper.w;
  canvas.list.AddCircle(at, radius, canvas.colors.muted, 0, canvas.px(2));
}

void invite(const Canvas& canvas, Rect paper) {
  const DrawState& draw = canvas.state.draw;
  const Fonts& fonts = canvas.state.fonts;
  const Rect middle{paper.x, paper.centre().y - canvas.px(26), paper.w, canvas.px(28)};
  const bool asking = draw.challenge.asking();
  text(canvas, middle, {fonts.title, canvas.colors.text, 0.5F},
       asking ? "Draw a " + std::to_string(draw.challenge.asked()) : "Draw a digit here");
  std::string how = asking ? "then press Done" : "0 to 9, any size, with mouse, finger or pen";
  if (text_width(fonts.body, how) > paper.w) how = "0 to 9, any size";
  text(canvas, {middle.x, middle.y + middle.h, middle.w, canvas.px(24)},
       {fonts.body, canvas.colors.muted, 0.5F}, how);
}

}  // namespace

void draw_ink(const Canvas& canvas, const Ink& ink, Rect square, float width, ImU32 color) {
  for (const InkStroke& stroke : ink) {
    ImVec2 last{};
    float last_radius = 0;
    for (std::size_t i = 0; i < stroke.points.size(); ++i) {
      const PenPoint point = stroke.points[i];
      const ImVec2 at{square.x + point.x * square.w, square.y + point.y * square.h};
      const float radius = width * square.w * (0.3F + 0.7F * stroke.pressure[i]) / 2;
      const ImVec2 way{at.x - last.x, at.y - last.y};
      const float length = std::hypot(way.x, way.y);
      // Without the points that are closer together than the eye can tell.
      const bool end = i == 0 || i + 1 == stroke.points.size();
      if (!end && length < std::max(1.0F, radius / 4)) continue;
      if (i > 0 && length > 0) {
        const ImVec2 across{way.y / length, -way.x / length};  // clockwise, or the edges are not smooth
        const std::array<ImVec2, 4> side{
            {{last.x + across.x * last_radius, last.y + across.y * last_radius},
             {at.x + across.x * radius, at.y + across.y * radius},
             {at.x - across.x * radius, at.y - across.y * radius},
             {last.x - across.x * last_radius, last.y - across.y * last_radius}}};
        canvas.list.AddConvexPolyFilled(side.data(), static_cast<int>(side.size()), color);
      }
      canvas.list.AddCircleFilled(at, radius, color);
      last = at;
      last_radius = radius;
    }
  }
}

void draw_paper(const Canvas& canvas, Rect paper) {
  DrawState& draw = canvas.state.draw;
  canvas.note("draw.canvas", paper);
  take_pen(canvas, paper);
  const float round = canvas.px(12);
  surface(canvas, paper, canvas.colors.paper, round);
  if (draw.ink.empty()) invite(canvas, paper);
  canvas.list.PushClipRect(paper.min(), paper.max(), true);
  draw_ink(canvas, draw.ink, paper, draw.brush, canvas.colors.ink);
  show_eraser(canvas, paper);
  canvas.list.PopClipRect();
  canvas.list.AddRect(paper.min(), paper.max(), draw.pen_down ? canvas.colors.accent : canvas.colors.border,
                      round, 0, canvas.px(1));
}

}  // namespace sgan::app
