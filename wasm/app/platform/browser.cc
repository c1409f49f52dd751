#include "platform/browser.h"

#include <emscripten.h>

// The page hands the functions named here to the module (web/boot.mjs).
// clang-format off
EM_JS(void, sgan_app_download, (const char* name, const char* type, const void* bytes, int size), {
  Module["onDownload"](UTF8ToString(name), UTF8ToString(type), HEAPU8.slice(bytes, bytes + size));
});
EM_JS(void, sgan_app_cursor, (const char* name), { Module["onCursor"](UTF8ToString(name)); });
EM_JS(void, sgan_app_announce, (const char* text, bool now), {
  Module["onAnnounce"](UTF8ToString(text), now);
});
EM_JS(void, sgan_app_forget_graphics, (), {
  for (const table of [GL.buffers, GL.programs, GL.shaders, GL.textures, GL.vaos]) table.fill(null);
  Module["frameDrawn"] = null;
});
EM_JS(void, sgan_app_mark_frame, (), {
  GLctx.deleteSync(Module["frameDrawn"]);
  Module["frameDrawn"] = GLctx.fenceSync(GLctx.SYNC_GPU_COMMANDS_COMPLETE, 0);
});
EM_JS(bool, sgan_app_frame_drawn, (), {
  const fence = Module["frameDrawn"];
  return !fence || GLctx.clientWaitSync(fence, 0, 0) != GLctx.TIMEOUT_EXPIRED;
});
EM_JS(void, sgan_app_settings, (const char* json), { Module["onSettings"](UTF8ToString(json)); });
EM_JS(void, sgan_app_link, (const char* link), { Module["onLink"](UTF8ToString(link)); });
// clang-format on

namespace sgan::app {

void browser_download(const std::string& name, const std::string& type, std::span<const std::byte> bytes) {
  sgan_app_download(name.c_str(), type.c_str(), bytes.data(), static_cast<int>(bytes.size()));
}

std::uint64_t random_seed_but(std::uint64_t seed) {
  for (;;) {
    const auto other = static_cast<std::uint64_t>(emscripten_random() * 1'000'000);
    if (other != seed) return other;
  }
}

void browser_copy_link(const std::string& link) { sgan_app_link(link.c_str()); }

void browser_set_cursor(ImGuiMouseCursor cursor) {
  switch (cursor) {
    case ImGuiMouseCursor_Hand:
      return sgan_app_cursor("pointer");
    case ImGuiMouseCursor_TextInput:
      return sgan_app_cursor("text");
    case ImGuiMouseCursor_ResizeAll:
      return sgan_app_cursor("crosshair");
    default:
      return sgan_app_cursor("default");
  }
}

void browser_announce(const std::string& text, bool now) { sgan_app_announce(text.c_str(), now); }

void browser_forget_graphics() { sgan_app_forget_graphics(); }

void browser_mark_frame() { sgan_app_mark_frame(); }

bool browser_frame_drawn() { return sgan_app_frame_drawn(); }

void browser_keep_settings(const std::string& json) { sgan_app_settings(json.c_str()); }

}  // namespace sgan::app
