#pragma once

#include "ui/widgets.h"

namespace sgan::app {

/// The parts of the tab Sample beside its grid.

/// What is made and how it is shown: controls one below the other. Returns the height they take.
float draw_sample_controls(const Canvas& canvas, Rect column);

/// One row below the grid: how far it is, or the chosen digit and what can be done with it.
void draw_sample_strip(const Canvas& canvas, Rect row);

/// The verdict on the digit that is pointed at or chosen, or how often each class is among all of them. At
/// most as high as is of use.
void draw_sample_details(const Canvas& canvas, Rect rect);

}  // namespace sgan::app
