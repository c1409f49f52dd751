#include "platform/pointer_queue.h"

#include <cfloat>

namespace sgan::app {

void PointerQueue::apply(ImGuiIO& io, PointerState& pointer) {
  const ImVec2 kNowhere{-FLT_MAX, -FLT_MAX};
  pointer.trail.clear();
  if (leave_next_ && !down_) position_ = kNowhere;
  leave_next_ = false;
  bool changed = false;
  // A press or a release ends the frame's share, so that Dear ImGui sees it where it happened.
  while (!events_.empty() && !changed) {
    const Event event = events_.front();
    const bool moved = event.position.x != position_.x || event.position.y != position_.y;
    if (event.action == PointerAction::kUp && down_ && (moved || !pointer.trail.empty())) {
      // The way up to the release still belongs to the stroke: the release itself waits for the next frame.
      pointer.trail.push_back({event.position, pressure_});
      position_ = event.position;
      break;
    }
    // The same for the way up to where it is taken away.
    if (event.action == PointerAction::kCancel && !pointer.trail.empty()) break;
    events_.pop_front();
    pointer.touch = event.touch;
    if (event.action == PointerAction::kLeave) {
      if (!down_) position_ = kNowhere;
      continue;
    }
    if (event.action == PointerAction::kCancel) {
      // Lifted nowhere, so that it presses nothing.
      position_ = kNowhere;
      down_ = false;
      break;
    }
    position_ = event.position;
    changed = event.action != PointerAction::kMove;
    if (down_ || event.action == PointerAction::kDown) {
      // A pen that is lifted presses no more, but its line ends as it was.
      if (event.action != PointerAction::kUp) pressure_ = event.pressure;
      pointer.trail.push_back({position_, pressure_});
    }
    if (changed) down_ = event.action == PointerAction::kDown;
    if (changed && !down_) leave_next_ = event.touch;
  }
  io.MousePos = position_;
  io.MouseDown[0] = down_;
  for (int i = 1; i < IM_ARRAYSIZE(io.MouseDown); ++i) io.MouseDown[i] = false;
}

}  // namespace sgan::app
