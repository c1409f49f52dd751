#pragma once

#include <imgui.h>

namespace sgan::app {

/// Colours by their part in the page; text on `page` and `card` has a contrast of at least 4.5. web/style.css
/// has the same.
struct Palette {
  ImU32 page, card, border;
  ImU32 text, muted, faint;  // faint: lines and empty bars, never text
  ImU32 accent, accent_hover, on_accent;
  ImU32 control, control_hover;  // buttons and fields at rest and under the pointer
  ImU32 track, picked;           // a row of choices and the one that is chosen
  ImU32 paper, ink;              // the drawing area
  ImU32 tile, tile_ink;          // generated digits: always light on dark, as the networks see them
  ImU32 real, generated;         // the two ends of validity
};

[[nodiscard]] const Palette& palette(bool dark);

/// The colour, as opaque as `alpha` says: 0 not at all, 1 wholly.
[[nodiscard]] ImU32 with_alpha(ImU32 color, float alpha);

/// Fonts rasterised for one scale, all in Dear ImGui's one atlas.
struct Fonts {
  ImFont* small = nullptr;   // 13 CSS pixels
  ImFont* body = nullptr;    // 15
  ImFont* strong = nullptr;  // 15, semibold
  ImFont* title = nullptr;   // 20, semibold
  ImFont* digit = nullptr;   // 56, semibold; digits and the dash only
};

/// Fills the atlas anew; the renderer has to upload it before the next frame.  scale: device pixels per CSS
/// pixel
[[nodiscard]] Fonts build_fonts(float scale);

/// Sets Dear ImGui's own style (the seed field, the scroll bar) to the palette.
void apply_style(const Palette& colors, float scale);

}  // namespace sgan::app
