#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "sgan/status.h"
#include "ui/model_state.h"

namespace sgan::app {

/// The layers of a weights file, in the order of their data. bytes: a file that load_model() has taken
[[nodiscard]] LayerTable layer_table(std::span<const std::byte> bytes);

/// web/weights/manifest.json: [{"file": "a.safetensors", "title": "...", "note": "..."}, ...], the default
/// first, files beside it; a note may be missing. On failure `shipped` is unchanged.
[[nodiscard]] Status read_shipped(std::string_view json, std::vector<ShippedWeights>& shipped);

}  // namespace sgan::app
