#pragma once

#include <imgui.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace sgan::app {

/// Offers a file to the person as a download.
void browser_download(const std::string& name, const std::string& type, std::span<const std::byte> bytes);

/// Tells a screen reader what is on the screen.  now: at once, not when nothing else is told for a moment
void browser_announce(const std::string& text, bool now);

/// Keeps the settings (work/settings.h) for the next visit.
void browser_keep_settings(const std::string& json);

/// The graphics that the browser gives back know nothing of the objects from before; without this, deleting
/// one would be an error.
void browser_forget_graphics();

/// All of a frame has been given to the graphics.
void browser_mark_frame();
/// Whether the graphics have drawn the frame that was marked last.
bool browser_frame_drawn();

/// A seed small enough to read aloud that is not this one.
[[nodiscard]] std::uint64_t random_seed_but(std::uint64_t seed);

/// Makes this the part of the page's address behind '#' and copies the address; App::link_copied() hears of
/// it.
void browser_copy_link(const std::string& link);

/// GLFW's cursors do nothing in a browser; the style sheet's do.
void browser_set_cursor(ImGuiMouseCursor cursor);

}  // namespace sgan::app
