#include "platform/browser_files.h"

#include <emscripten.h>

// The page hands `onFetch` and `onPick` to the module (web/files.mjs).
// clang-format off
EM_JS(void, sgan_app_fetch, (const char* path), { Module["onFetch"](UTF8ToString(path)); });
EM_JS(void, sgan_app_pick, (), { Module["onPick"](); });
// clang-format on

namespace sgan::app {

void browser_fetch(const std::string& path) { sgan_app_fetch(path.c_str()); }

void browser_pick_file() { sgan_app_pick(); }

}  // namespace sgan::app
