#include <algorithm>
#include <array>

#include "ui/draw_parts.h"

namespace sgan::app {
namespace {

constexpr float kRow = 44, kGap = 8;

bool pressed_with_control(int key) {
  const ImGuiIO& io = ImGui::GetIO();
  return (io.KeyCtrl || io.KeySuper) && ImGui::IsKeyPressed(ImGui::GetKeyIndex(key));
}

void draw_history(const Canvas& canvas, Rect row) {
  DrawState& draw = canvas.state.draw;
  const float gap = canvas.px(kGap);
  const float width = (row.w - 2 * gap) / 3;
  const bool free = !draw.pen_down;
  const bool shift = ImGui::GetIO().KeyShift;
  const bool can_undo = free && draw.history.can_undo(), can_redo = free && draw.history.can_redo();
  const bool undo_keys = pressed_with_control(ImGuiKey_Z) && !shift;
  const bool redo_keys = pressed_with_control(ImGuiKey_Y) || (pressed_with_control(ImGuiKey_Z) && shift);
  const bool undo =
      button(canvas, "draw.undo", row.cut_left(width, gap), "Undo", ButtonKind::kPlain, can_undo);
  const bool redo =
      button(canvas, "draw.redo", row.cut_left(width, gap), "Redo", ButtonKind::kPlain, can_redo);
  const bool any = free && !draw.ink.empty();
  const bool clear = button(canvas, "draw.clear", row, "Clear", ButtonKind::kPlain, any) ||
                     (any && ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Delete)));
  if (can_undo && (undo || undo_keys)) {
    draw.history.undo(draw.ink);
  } else if (can_redo && (redo || redo_keys)) {
    draw.history.redo(draw.ink);
  } else if (clear) {
    draw.replace_ink({});
  } else {
    return;
  }
  draw.changed = true;
}

void draw_tool_choice(const Canvas& canvas, Rect rect) {
  DrawState& draw = canvas.state.draw;
  static const std::array<std::string, 2> kLabels{"Pen", "Eraser"};
  int chosen = segmented(canvas, "draw.tool", rect, "Tool", kLabels, static_cast<int>(draw.tool));
  const ImGuiIO& io = ImGui::GetIO();
  const bool key = ImGui::IsKeyPressed('E', false) && !io.KeyCtrl && !io.KeyAlt && !io.KeySuper;
  if (key) chosen = 1 - chosen;
  if (!draw.pen_down) draw.tool = static_cast<PenTool>(chosen);
}

void draw_brush(const Canvas& canvas, Rect row) {
  DrawState& draw = canvas.state.draw;
  const float gap = canvas.px(kGap);
  text(canvas, row.cut_left(canvas.px(40), gap), {canvas.state.fonts.small, canvas.colors.muted}, "Brush");
  const Rect dot = row.cut_right(canvas.px(24), gap);
  canvas.list.AddCircleFilled(dot.centre(), std::max(1.5F, draw.brush / kThickestBrush * canvas.px(10)),
                              canvas.colors.text);
  slider(canvas, "draw.brush", row, "Brush, " + percent(draw.brush, 1) + " of the paper", draw.brush,
         kThinnestBrush, kThickestBrush);
}

void draw_save(const Canvas& canvas, Rect rect) {
  DrawState& draw = canvas.state.draw;
  // The file is named after the verdict.
  const bool any = draw.shown_verdict() != nullptr && !draw.pen_down;
  if (button(canvas, "draw.save_strokes", rect, "Save strokes", ButtonKind::kPlain, any))
    draw.want_file = true;
}

}  // namespace

float draw_tools(const Canvas& canvas, Rect room, bool measure_only) {
  const float row = canvas.px(kRow), gap = canvas.px(kGap);
  const float choice = canvas.px(140), save = canvas.px(124), section = canvas.px(16);
  const bool one_row = room.w >= canvas.px(740);
  const float height = one_row ? row : 2 * row + gap;
  if (measure_only) return height;
  Rect first{room.x, room.y, room.w, row};
  Rect second = one_row ? first : Rect{room.x, room.y + row + gap, room.w, row};
  if (one_row) {
    draw_history(canvas, first.cut_left(canvas.px(220), section));
    draw_tool_choice(canvas, first.cut_left(choice, section));
    second = first;
  } else {
    draw_tool_choice(canvas, first.cut_right(choice, gap));
    draw_history(canvas, first);
  }
  draw_save(canvas, second.cut_right(save, section));
  draw_brush(canvas, second);
  return height;
}

}  // namespace sgan::app
