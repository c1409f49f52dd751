#include <algorithm>
#include <string>

#include "ui/tabs.h"
#include "ui/training_parts.h"

namespace sgan::app {
namespace {

constexpr float kGap = 16;
using Status = TrainingFile::Status;

/// Files that came but cannot be read, and the history if it did not come: what the tab is about. The others
/// are extras that a page may do without. Returns the height taken.
float draw_problems(const Canvas& canvas, Rect column) {
  TrainingState& training = canvas.state.training;
  const float top = column.y;
  for (std::size_t i = 0; i < training.files.size(); ++i) {
    const TrainingFile& file = training.files[i];
    const bool absent = file.status == Status::kAbsent;
    if (file.status != Status::kBroken && !(absent && i == TrainingState::kHistory)) continue;
    const std::string path = TrainingState::kPaths[i];
    const std::string title = absent ? "No training history here" : "A file cannot be read";
    const std::string words = absent ? "It comes from " + path + " beside this page: " + file.problem +
                                           ". All else works without it."
                                     : path + ": " + file.problem + ".";
    const std::string button = "training.retry_" + std::to_string(i);
    const Message message{title, words, button, "Try again"};
    const Rect rect = column.cut_top(message_height(canvas, column.w, message), canvas.px(kGap));
    canvas.note("training.problem_" + std::to_string(i), rect);
    if (draw_message(canvas, rect, message)) training.want_again = true;
  }
  return column.y - top;
}

float draw_pictures(const Canvas& canvas, Rect column) {
  const float top = column.y;
  if (canvas.state.training.grids.shown >= 0) {
    draw_training_samples(canvas, column.cut_top(training_samples_height(canvas, column.w), canvas.px(kGap)));
  }
  const float card = draw_training_card(canvas, column);
  return column.y + card - top;
}

}  // namespace

float draw_training_tab(const Canvas& canvas, Rect area) {
  TrainingState& training = canvas.state.training;
  training.opened = true;
  const float top = area.y;
  area.cut_top(draw_problems(canvas, area));
  const Status history = training.files[TrainingState::kHistory].status;
  if (history == Status::kUnasked || history == Status::kComing) {
    text(canvas, area.cut_top(canvas.px(40)), {canvas.state.fonts.body, canvas.colors.muted, 0.5F},
         "The training history is on its way\u2026");
    return area.y - top;
  }
  if (side_by_side(canvas, area)) {
    const float beside = std::clamp(area.w * 0.4F, canvas.px(300), canvas.px(440));
    const float gap = canvas.px(area.w >= canvas.px(900) ? 24 : kGap);
    const Rect left = area.cut_left(beside, gap);
    const float pictures = draw_pictures(canvas, left);
    const Rect right = pictures > 0 ? area : Rect{left.x, area.y, area.w + left.w + gap, area.h};
    return area.y - top + std::max(pictures, draw_training_plots(canvas, right));
  }
  if (training.grids.shown >= 0) {
    draw_training_samples(canvas, area.cut_top(training_samples_height(canvas, area.w), canvas.px(kGap)));
  }
  const float plots = draw_training_plots(canvas, area);
  area.cut_top(plots, plots > 0 ? canvas.px(kGap) : 0);
  return area.y - top + draw_training_card(canvas, area);
}

}  // namespace sgan::app
