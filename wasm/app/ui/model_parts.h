#pragma once

#include <cstddef>
#include <string>

#include "ui/widgets.h"

namespace sgan::app {

/// The layers of both networks with their shapes, parameters and sizes. Returns the height taken.
float draw_layers(const Canvas& canvas, Rect column);

/// "2.34 MB"
[[nodiscard]] std::string megabytes(std::size_t bytes);
/// "1,049,089"
[[nodiscard]] std::string thousands(std::size_t number);

}  // namespace sgan::app
