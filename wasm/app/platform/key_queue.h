#pragma once

#include <deque>
#include <vector>

namespace sgan::app {

/// What GLFW says about a key, `action` being GLFW_PRESS, GLFW_RELEASE or GLFW_REPEAT, or about a character
/// that is typed.
struct KeyEvent {
  int key, scancode, action, mods;
  unsigned character = 0;  // Unicode; the others mean nothing if it is not 0
};

/// The keyboard between two frames. Dear ImGui 1.86 sees only which keys are down when a frame begins, so a
/// key pressed and released within one would be lost: the queue hands over at most one change of a key a
/// frame. Characters keep their place among the keys: typed after Ctrl+A was let go, they must not come while
/// it is down.
class KeyQueue {
 public:
  void push(const KeyEvent& event) { events_.push_back(event); }
  [[nodiscard]] bool empty() const { return events_.empty(); }

  /// The events of the next frame, in their order; the others wait.
  [[nodiscard]] std::vector<KeyEvent> take_frame();

 private:
  std::deque<KeyEvent> events_;
};

}  // namespace sgan::app
