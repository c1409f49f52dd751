#include "stop_signal.h"

#include <csignal>

namespace sgan::train {
namespace {

volatile std::sig_atomic_t requested = 0;

void on_signal(int) { requested = 1; }

}  // namespace

void catch_stop_signals() {
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART | static_cast<int>(SA_RESETHAND);
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

bool stop_requested() noexcept { return requested != 0; }

}  // namespace sgan::train
