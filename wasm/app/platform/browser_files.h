#pragma once

#include <string>

namespace sgan::app {

/// Asks the page for a file beside it; it answers with app_file() (platform/main.cc), now or later.
/// path: relative to the page, on its own server
void browser_fetch(const std::string& path);

/// Opens the browser's file picker; what is picked comes through app_open_file().
void browser_pick_file();

}  // namespace sgan::app
