#include "platform/pointer_queue.h"

#include <cfloat>

namespace sgan::app {

void PointerQueue::apply(ImGuiIO& io, PointerState& pointer) {
  const ImVec2 kNowhere{-FLT_MAX, -FLT_MAX};
  pointer.trail.clear();
  if (leave_next_ && !down_) position_ = kNowhere;
  leave_next_ = false;
  bool changed = false;  // a press or release has been handed over in this frame
  while (!events_.empty()) {
    const Event event = events_.front();
    const bool is_change = event.action == PointerAction::kDown || event.action == PointerAction::kUp;
    if (changed && (is_change || event.action == PointerAction::kLeave)) break;
    if (changed && !down_) break;  // where the pointer goes after a release is for the next frame
    events_.pop_front();
    pointer.touch = event.touch;
    if (event.action == PointerAction::kLeave) {
      if (!down_) position_ = kNowhere;
      continue;
    }
    position_ = event.position;
    if (is_change) {
      down_ = event.action == PointerAction::kDown;
      changed = true;
      leave_next_ = !down_ && event.touch;
    }
    if (down_) pointer.trail.push_back(position_);
  }
  io.MousePos = position_;
  io.MouseDown[0] = down_;
  for (int i = 1; i < IM_ARRAYSIZE(io.MouseDown); ++i) io.MouseDown[i] = false;
}

}  // namespace sgan::app
