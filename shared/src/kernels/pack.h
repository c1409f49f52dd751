#pragma once

#include "sgan/model.h"

namespace sgan {

/// Lay weights out once, at load time, as the vectorised loops read them; model.h says how.
[[nodiscard]] PanelLinear pack_panels(Linear layer);
[[nodiscard]] UpsampleConv3x3 pack_products(Conv3x3 layer);

}  // namespace sgan
