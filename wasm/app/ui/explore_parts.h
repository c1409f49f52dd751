#pragma once

#include "ui/widgets.h"

namespace sgan::app {

/// The parts of the tab Explore. Those that return a float return the height they take.

/// The digit, as large as the square.
void draw_explore_picture(const Canvas& canvas, Rect square);
/// What it is read as, in few words, for a place beside the picture.
void draw_explore_words(const Canvas& canvas, Rect rect);
/// The whole verdict.
void draw_explore_panel(const Canvas& canvas, Rect rect);

/// Where the walk began: seed, class, and what to do with what is shown.
float draw_explore_start(const Canvas& canvas, Rect column);

/// A slider for each direction, with what its ends look like.
float draw_explore_directions(const Canvas& canvas, Rect column);

/// Two directions at once, over a map of what lies there.
float draw_explore_pad(const Canvas& canvas, Rect column);

/// The way from one digit to another, and the random walk.
float draw_explore_motion(const Canvas& canvas, Rect column);

}  // namespace sgan::app
