// The page's program: GLFW window, GL, main loop. web/boot.mjs starts it, feeds it the weights and the
// pointer, and asks it for its state; everything on the screen is drawn by ui/, everything computed by work/.
//
// Frames are drawn on demand: after input, while samples are being made, and a few more until hover and focus
// settle.

#include <emscripten.h>

#include <cstring>

#include "platform/app.h"

using sgan::app::App;

namespace {

App& app() {
  static App instance;
  return instance;
}

}  // namespace

extern "C" {

/// Opens the window on the page's canvas. 0, or 1 if there is no WebGL2.  width, height: device pixels
EMSCRIPTEN_KEEPALIVE int app_start(int width, int height, double scale, int dark) {
  if (!app().open_window(width, height, scale, dark != 0)) return 1;
  emscripten_set_main_loop([] { app().frame(); }, 0, 0);
  return 0;
}

/// Takes the weights file that the page starts with, fetched from `path`. 0, or a StatusCode with the reason
/// in app_error().
EMSCRIPTEN_KEEPALIVE int app_load(const char* path, const std::byte* bytes, std::size_t size) {
  return app().load(path, {bytes, size});
}

/// A file that the app asked for through onFetch has come, or not, for the reason `problem`.
EMSCRIPTEN_KEEPALIVE void app_file(const char* path, const std::byte* bytes, std::size_t size,
                                   const char* problem) {
  app().take_file(path, {bytes, size}, problem);
}

/// A file that was picked or dropped, or why it cannot be read.
EMSCRIPTEN_KEEPALIVE void app_open_file(const char* name, const std::byte* bytes, std::size_t size,
                                        const char* problem) {
  app().open_file(name, {bytes, size}, problem);
}
EMSCRIPTEN_KEEPALIVE void app_drag(int over) { app().drag(over != 0); }
EMSCRIPTEN_KEEPALIVE const char* app_error() { return app().error(); }

/// The canvas has another size, the display another scale, or the system another colour scheme.
EMSCRIPTEN_KEEPALIVE void app_resize(int width, int height, double scale) {
  app().resize(width, height, scale);
}
EMSCRIPTEN_KEEPALIVE void app_theme(int dark) { app().set_dark(dark != 0); }

/// action: sgan::app::PointerAction.  x, y: device pixels.  pressure: 0..1, 1 where there is none
EMSCRIPTEN_KEEPALIVE void app_pointer(int action, double x, double y, int touch, double pressure) {
  app().point(static_cast<sgan::app::PointerAction>(action), {static_cast<float>(x), static_cast<float>(y)},
              touch != 0, static_cast<float>(pressure));
}

/// The wheel was turned by that many device pixels, downwards.
EMSCRIPTEN_KEEPALIVE void app_scroll(double pixels) { app().scroll(static_cast<float>(pixels)); }

/// The Tab key on the canvas. 1, or 0 at the end of the page, where the browser moves on.
EMSCRIPTEN_KEEPALIVE int app_tab(int backwards) { return app().tab(backwards != 0) ? 1 : 0; }
/// The browser's focus left the canvas.
EMSCRIPTEN_KEEPALIVE void app_leave() { app().leave(); }

/// Whether keys go into a text on the canvas.
EMSCRIPTEN_KEEPALIVE int app_typing() { return app().typing() ? 1 : 0; }

/// The settings of an earlier visit, as they were handed to the page's onSettings().
EMSCRIPTEN_KEEPALIVE void app_settings(const char* json) { app().take_settings(json); }

/// The browser took the graphics away, and gave them back.
EMSCRIPTEN_KEEPALIVE void app_lose_graphics() { app().lose_graphics(); }
EMSCRIPTEN_KEEPALIVE void app_restore_graphics() { app().restore_graphics(); }

/// What was typed into the browser's own field for the seed. 0 if it is no whole number below 2^64.
EMSCRIPTEN_KEEPALIVE int app_set_seed(const char* digits) { return app().set_seed(digits) ? 1 : 0; }

/// Shows the view of a link: what stands behind '#' in the page's address.
EMSCRIPTEN_KEEPALIVE void app_open_link(const char* link) { app().open_link(link); }
/// The link that the page asked to copy was copied, or the browser refused.
EMSCRIPTEN_KEEPALIVE void app_link_copied(int copied) { app().link_copied(copied != 0); }

/// JSON, valid until the next call.
EMSCRIPTEN_KEEPALIVE const char* app_state() { return app().state_json(); }
EMSCRIPTEN_KEEPALIVE const char* app_widgets() { return app().widgets_json(); }
}

int main() { return 0; }
