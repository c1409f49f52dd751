#pragma once

namespace sgan::app {

/// The tab Model: which weights are loaded.
struct ModelState {};

}  // namespace sgan::app
