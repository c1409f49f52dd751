#pragma once

#include <imgui.h>

#include <deque>

#include "ui/state.h"

namespace sgan::app {

/// kCancel: the browser took a pointer away that was down; it says nothing of where that was.
enum class PointerAction { kMove = 0, kDown = 1, kUp = 2, kLeave = 3, kCancel = 4 };

/// Mouse, finger and pen between two frames. Dear ImGui 1.86 sees only where the pointer is when a frame
/// begins, so a tap shorter than a frame would be lost: the queue hands over at most one press or release a
/// frame, and every position on the way for the drawing.
class PointerQueue {
 public:
  /// position: device pixels on the canvas.  pressure: as in TrailPoint
  void push(PointerAction action, ImVec2 position, bool touch, float pressure = 1) {
    events_.push_back({action, position, touch, pressure});
  }
  [[nodiscard]] bool empty() const { return events_.empty(); }

  /// Before ImGui::NewFrame(), after the platform back end's: sets Dear ImGui's mouse and the state's
  /// pointer.
  void apply(ImGuiIO& io, PointerState& pointer);

 private:
  struct Event {
    PointerAction action;
    ImVec2 position;
    bool touch;
    float pressure;
  };
  std::deque<Event> events_;
  ImVec2 position_{-1e6F, -1e6F};
  float pressure_ = 1;  // of the last position with the button down
  bool down_ = false;
  bool leave_next_ = false;  // a lifted finger points nowhere, but only after the release has been seen
};

}  // namespace sgan::app
