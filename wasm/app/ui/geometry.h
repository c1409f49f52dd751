#pragma once

#include <imgui.h>

#include <algorithm>

namespace sgan::app {

/// A place on the canvas in device pixels, y downwards.
struct Rect {
  float x = 0, y = 0, w = 0, h = 0;

  [[nodiscard]] ImVec2 min() const { return {x, y}; }
  [[nodiscard]] ImVec2 max() const { return {x + w, y + h}; }
  [[nodiscard]] ImVec2 size() const { return {w, h}; }
  [[nodiscard]] ImVec2 centre() const { return {x + w / 2, y + h / 2}; }
  [[nodiscard]] bool contains(ImVec2 p) const { return p.x >= x && p.x < x + w && p.y >= y && p.y < y + h; }
  [[nodiscard]] Rect inset(float by) const {
    return {x + by, y + by, std::max(0.0F, w - 2 * by), std::max(0.0F, h - 2 * by)};
  }

  /// Cuts a strip off one side and returns it; `gap` is lost between it and what remains.
  Rect cut_top(float height, float gap = 0) {
    const Rect strip{x, y, w, height};
    y += height + gap;
    h = std::max(0.0F, h - height - gap);
    return strip;
  }
  Rect cut_left(float width, float gap = 0) {
    const Rect strip{x, y, width, h};
    x += width + gap;
    w = std::max(0.0F, w - width - gap);
    return strip;
  }
  Rect cut_right(float width, float gap = 0) {
    const Rect strip{x + w - width, y, width, h};
    w = std::max(0.0F, w - width - gap);
    return strip;
  }
};

}  // namespace sgan::app
