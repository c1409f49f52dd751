#pragma once

#include <string>

#include "sgan/model.h"

namespace sgan {

/// A model's description as a JSON object with camelCase keys, as web/engine.d.ts lists them.
[[nodiscard]] std::string info_json(const ModelInfo& info);

}  // namespace sgan
