#include "platform/key_queue.h"

#include <algorithm>

namespace sgan::app {

std::vector<KeyEvent> KeyQueue::take_frame() {
  std::vector<KeyEvent> taken;
  while (!events_.empty()) {
    const KeyEvent& next = events_.front();
    const auto same_key = [&](const KeyEvent& event) {
      return event.character == 0 && event.key == next.key;
    };
    if (next.character == 0 && std::any_of(taken.begin(), taken.end(), same_key)) break;
    taken.push_back(next);
    events_.pop_front();
  }
  return taken;
}

}  // namespace sgan::app
