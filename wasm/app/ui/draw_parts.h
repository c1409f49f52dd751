#pragma once

#include <string>

#include "ui/verdict.h"
#include "ui/widgets.h"

/// The parts of the tab Draw, which draw_tab.cc lays out. Each notes its widgets as "draw.<what>".
namespace sgan::app {

/// The square that is drawn on, and the pen that draws.
void draw_paper(const Canvas& canvas, Rect paper);

/// Undo, redo, clear, pen or eraser, brush and saving, in one row or in two. Returns the height taken; with
/// `measure_only` nothing else happens.
float draw_tools(const Canvas& canvas, Rect room, bool measure_only = false);

/// What the panel says about the drawing, or about the challenge's last answer.
[[nodiscard]] PanelContent describe_drawing(const DrawState& draw);

/// The strokes, the box they are fitted into, and what the network gets, side by side.
[[nodiscard]] float draw_steps_height(const Canvas& canvas, float width);
void draw_steps(const Canvas& canvas, Rect rect);

/// Digits like the one drawn, and the challenge.
[[nodiscard]] float draw_play_height(const Canvas& canvas, float width);
void draw_play(const Canvas& canvas, Rect rect);

/// The challenge's part of that card.
void draw_challenge(const Canvas& canvas, Rect rect);

/// The ink alone, without paper.  width: of the brush, in units of the square's side
void draw_ink(const Canvas& canvas, const Ink& ink, Rect square, float width, ImU32 color);

}  // namespace sgan::app
