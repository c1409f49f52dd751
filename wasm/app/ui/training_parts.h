#pragma once

#include "ui/widgets.h"

/// The parts of the tab Training, which training_tab.cc lays out.
namespace sgan::app {

/// The curves and comparisons that are there, one below the other. Returns the height taken.
float draw_training_plots(const Canvas& canvas, Rect column);

/// The samples after one epoch with the scrubber.  height: what it takes at this width
[[nodiscard]] float training_samples_height(const Canvas& canvas, float width);
void draw_training_samples(const Canvas& canvas, Rect rect);

/// The model card's figures and options. Returns the height taken.
float draw_training_card(const Canvas& canvas, Rect column);

/// A card with a title, a few words and, if it has a label, a button; true when that is pressed.
struct Message {
  std::string_view title, words, button_name, button_label;
};
[[nodiscard]] float message_height(const Canvas& canvas, float width, const Message& message);
bool draw_message(const Canvas& canvas, Rect rect, const Message& message);

}  // namespace sgan::app
