#include "ui/theme.h"

#include <algorithm>
#include <cmath>

#include "fonts/font_data.h"

namespace sgan::app {
namespace {

/// 0xRRGGBB, as style sheets write it.
constexpr ImU32 rgb(unsigned hex) { return IM_COL32(hex >> 16, (hex >> 8) & 0xff, hex & 0xff, 0xff); }

constexpr Palette kLight{
    .page = rgb(0xf5f6f8),
    .card = rgb(0xffffff),
    .border = rgb(0xdde1e8),
    .text = rgb(0x161a21),
    .muted = rgb(0x5a6473),
    .faint = rgb(0xe6e9ee),
    .accent = rgb(0x2f5bd7),
    .accent_hover = rgb(0x244bb8),
    .on_accent = rgb(0xffffff),
    .control = rgb(0xffffff),
    .control_hover = rgb(0xeef1f6),
    .track = rgb(0xe6e9ee),
    .picked = rgb(0xffffff),
    .paper = rgb(0xffffff),
    .ink = rgb(0x161a21),
    .tile = rgb(0x0b0d11),
    .tile_ink = rgb(0xffffff),
    .real = rgb(0x0b7f60),
    .generated = rgb(0xa35a05),
};

constexpr Palette kDark{
    .page = rgb(0x101318),
    .card = rgb(0x181c23),
    .border = rgb(0x2c333e),
    .text = rgb(0xeceff4),
    .muted = rgb(0x9aa5b4),
    .faint = rgb(0x272d37),
    .accent = rgb(0x8aa8ff),
    .accent_hover = rgb(0xa5bcff),
    .on_accent = rgb(0x0d1320),
    .control = rgb(0x1d222a),
    .control_hover = rgb(0x272d37),
    .track = rgb(0x1d222a),
    .picked = rgb(0x39424f),
    .paper = rgb(0x0b0d11),
    .ink = rgb(0xf4f6fa),
    .tile = rgb(0x050608),
    .tile_ink = rgb(0xffffff),
    .real = rgb(0x3cc79d),
    .generated = rgb(0xe3a64b),
};

/// The characters in the font files: printable ASCII and a few signs (fonts/subset.sh).
constexpr ImWchar kText[] = {0x20,   0x7e,   0xb1,   0xb1,   0xb7,   0xb7,   0xd7,   0xd7, 0x2013,
                             0x2014, 0x2019, 0x2019, 0x2026, 0x2026, 0x2212, 0x2212, 0};
constexpr ImWchar kDigits[] = {'0', '9', 0x2013, 0x2013, 0};

ImFont* add_font(FontFile file, float css_size, float scale, const ImWchar* ranges) {
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  config.OversampleH = scale >= 2 ? 1 : 2;
  config.OversampleV = 1;
  config.PixelSnapH = scale < 2;
  // Dear ImGui measures a font by ascender and descender; Inter's em is this much smaller.
  constexpr float kLineOverEm = 1.21F;
  return ImGui::GetIO().Fonts->AddFontFromMemoryTTF(
      const_cast<unsigned char*>(file.data), static_cast<int>(file.size),
      std::round(css_size * kLineOverEm * scale), &config, ranges);
}

}  // namespace

const Palette& palette(bool dark) { return dark ? kDark : kLight; }

ImU32 with_alpha(ImU32 color, float alpha) {
  return (color & ~IM_COL32_A_MASK) | (static_cast<ImU32>(std::lround(alpha * 255)) << IM_COL32_A_SHIFT);
}

Fonts build_fonts(float scale) {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  atlas.Clear();
  Fonts fonts;
  fonts.body = add_font(font_regular(), 15, scale, kText);
  fonts.small = add_font(font_regular(), 13, scale, kText);
  fonts.strong = add_font(font_semibold(), 15, scale, kText);
  fonts.title = add_font(font_semibold(), 20, scale, kText);
  fonts.digit = add_font(font_semibold(), 56, scale, kDigits);
  atlas.Build();
  return fonts;
}

void apply_style(const Palette& colors, float scale) {
  ImGuiStyle style;
  style.WindowPadding = {0, 0};
  style.WindowBorderSize = 0;
  style.FrameBorderSize = std::max(1.0F, std::round(scale));
  style.FrameRounding = std::round(8 * scale);
  style.ScrollbarSize = std::round(8 * scale);
  style.ScrollbarRounding = style.ScrollbarSize;
  style.AntiAliasedLinesUseTex = false;
  style.CircleTessellationMaxError = 0.2F;
  const auto set = [&](ImGuiCol index, ImU32 color) {
    style.Colors[index] = ImGui::ColorConvertU32ToFloat4(color);
  };
  set(ImGuiCol_Text, colors.text);
  set(ImGuiCol_WindowBg, colors.page);
  set(ImGuiCol_FrameBg, colors.control);
  set(ImGuiCol_FrameBgHovered, colors.control_hover);
  set(ImGuiCol_FrameBgActive, colors.control);
  set(ImGuiCol_Border, colors.border);
  set(ImGuiCol_TextSelectedBg, with_alpha(colors.accent, 0.31F));
  set(ImGuiCol_NavHighlight, colors.accent);
  set(ImGuiCol_ScrollbarBg, colors.page);
  set(ImGuiCol_ScrollbarGrab, colors.border);
  set(ImGuiCol_ScrollbarGrabHovered, colors.muted);
  set(ImGuiCol_ScrollbarGrabActive, colors.muted);
  ImGui::GetStyle() = style;
}

}  // namespace sgan::app
