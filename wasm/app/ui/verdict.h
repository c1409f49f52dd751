#pragma once

#include <string>

#include "ui/widgets.h"

namespace sgan::app {

/// "98.3 %", or "98 %" where there is less room for it; never 100 % for what is not certain.
[[nodiscard]] std::string percent(float probability, int decimals);

inline constexpr float kColumnGap = 4;  // CSS pixels between two of the columns below

/// Where column `i` lies of the eleven that share the place: 0 to 9 and generated.
[[nodiscard]] Rect class_column(const Canvas& canvas, Rect bars, int i);
/// What stands below it: "7", or "gen".
[[nodiscard]] std::string class_label(int i);

/// Eleven columns, empty if there is no verdict.
void class_bars(const Canvas& canvas, std::string_view name, Rect rect, const Verdict* verdict);

/// How real the image looks, as a dial with the number in its middle. A dash if there is no verdict.
void validity_dial(const Canvas& canvas, std::string_view name, Rect rect, const Verdict* verdict);

/// The colour for a validity: that of real from a half upwards, else that of generated.
[[nodiscard]] ImU32 validity_color(const Palette& colors, float validity);

/// What the verdict panel says about one image, or about many.
struct PanelContent {
  ImTextureID texture{};  // none: no picture
  ImVec2 uv_min{}, uv_max{1, 1};
  const Verdict* verdict = nullptr;  // none: dashes, nothing is claimed
  bool show_digit = true;
  bool dash_if_rejected = false;  // no digit is claimed for an image taken for a generated one
  std::string headline, note;     // beside the digit: what it is, and what to know about it
};

/// The least height at which the panel is readable.
[[nodiscard]] float verdict_panel_height(const Canvas& canvas);

/// A card with the picture, the digit, the dial and class bars; notes "<tab>.panel", "<tab>.validity",
/// "<tab>.bars", ... At most as high as is of use; returns its height.
float verdict_panel(const Canvas& canvas, std::string_view tab, Rect rect, const PanelContent& content);

}  // namespace sgan::app
