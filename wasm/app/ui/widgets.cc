#include "ui/widgets.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

namespace sgan::app {
namespace {

std::string suffix_of(std::string_view label) {
  std::string suffix = "_";
  for (const char c : label) suffix += (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
  return suffix;
}

/// The first line, or as much of its beginning as fits, with "..." for what is left out.
std::string shortened(const ImFont* font, std::string_view words, float width) {
  std::string_view line = words.substr(0, words.find('\n'));
  // Names from a file can be long: what is far outside is cut at once, the rest character by character.
  const char* end = line.data();
  font->CalcTextSizeA(font->FontSize, width, 0, line.data(), line.data() + line.size(), &end);
  line = line.substr(0, static_cast<std::size_t>(end - line.data()));
  const bool whole = line.size() == words.size();
  std::string shown(line);
  if (!whole) shown += "\u2026";
  while (!line.empty() && text_width(font, shown) > width) {
    while (line.size() > 1 && (static_cast<unsigned char>(line.back()) & 0xC0U) == 0x80U)
      line.remove_suffix(1);
    line.remove_suffix(1);
    shown = std::string(line) + "\u2026";
  }
  return shown;
}

}  // namespace

float Canvas::px(float css) const { return std::round(css * state.scale); }

void Canvas::note(std::string_view name, Rect rect) const {
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const bool visible = rect.x < screen.x && rect.y < screen.y && rect.x + rect.w > 0 && rect.y + rect.h > 0;
  if (visible) state.widgets.insert_or_assign(std::string(name), rect);
}

namespace {

int key_pressed(ImGuiKey key, bool repeat) {
  return ImGui::IsKeyPressed(ImGui::GetKeyIndex(key), repeat) ? 1 : 0;
}

}  // namespace

Interaction by_keyboard(const Canvas& canvas, std::string_view name, Rect rect, const Reach& reach) {
  Focus& focus = canvas.state.focus;
  Interaction result;
  // A widget that its own press disables keeps the focus: from there the Tab key goes on.
  if (!reach.enabled && focus.on != name) return result;
  result.pressed = focus.press == name;
  if (!reach.stop) return result;
  focus.stops.push_back({std::string(name), std::string(reach.label), rect, reach.arrows});
  if (focus.shows(name)) focus_ring(canvas, rect, reach.rounding);
  result.focused = focus.on == name;
  if (!result.focused || !reach.enabled || ImGui::GetIO().WantTextInput) return result;
  const int presses = key_pressed(ImGuiKey_Space, false) + key_pressed(ImGuiKey_Enter, false) +
                      key_pressed(ImGuiKey_KeyPadEnter, false);
  result.pressed |= presses > 0;
  if (reach.arrows != Arrows::kMove)
    result.right = key_pressed(ImGuiKey_RightArrow, true) - key_pressed(ImGuiKey_LeftArrow, true);
  if (reach.arrows == Arrows::kAll)
    result.down = key_pressed(ImGuiKey_DownArrow, true) - key_pressed(ImGuiKey_UpArrow, true);
  return result;
}

Interaction interact(const Canvas& canvas, std::string_view name, Rect rect, const Reach& reach) {
  canvas.note(name, rect);
  if (rect.w < 1 || rect.h < 1) return {};
  ImGui::SetCursorScreenPos(rect.min());
  ImGui::BeginDisabled(!reach.enabled);
  const bool pressed = ImGui::InvisibleButton(std::string(name).c_str(), rect.size());
  const bool hovered = ImGui::IsItemHovered() && !canvas.state.pointer.touch;
  const bool held = ImGui::IsItemActive();
  if (ImGui::IsItemActivated() && reach.stop) point_focus(canvas.state.focus, name);
  ImGui::EndDisabled();
  if (hovered) canvas.state.cursor = ImGuiMouseCursor_Hand;
  Interaction result = by_keyboard(canvas, name, rect, reach);
  result.pressed |= pressed;
  result.hovered = hovered;
  result.held = held;
  return result;
}

void reach_text_field(const Canvas& canvas, std::string_view name, Rect rect, std::string_view label) {
  Focus& focus = canvas.state.focus;
  if (ImGui::IsMouseClicked(ImGuiMouseButton_Left) && rect.contains(ImGui::GetIO().MousePos))
    point_focus(focus, name);
  const Interaction keys = by_keyboard(canvas, name, rect, {.label = label});
  if (keys.focused && (focus.arrived || keys.pressed)) ImGui::SetKeyboardFocusHere();
}

void focus_ring(const Canvas& canvas, Rect rect, float css_rounding) {
  const float gap = canvas.px(2);
  const Rect ring = rect.inset(-gap);
  // Over everything, and not cut off by what the widget lies in.
  ImGui::GetForegroundDrawList()->AddRect(ring.min(), ring.max(), canvas.colors.accent,
                                          canvas.px(css_rounding) + gap, 0, canvas.px(2));
}

float paragraph_height(const ImFont* font, float width, std::string_view words) {
  return font->CalcTextSizeA(font->FontSize, FLT_MAX, width, words.data(), words.data() + words.size()).y;
}

float text_width(const ImFont* font, std::string_view line) {
  return font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, line.data(), line.data() + line.size()).x;
}

void text(const Canvas& canvas, Rect rect, const TextStyle& style, std::string_view line) {
  const std::string shown = shortened(style.font, line, rect.w + 1);
  const float width = text_width(style.font, shown);
  const ImVec2 at{std::round(rect.x + (rect.w - width) * style.align),
                  std::round(rect.y + (rect.h - style.font->FontSize) / 2)};
  canvas.list.AddText(style.font, style.font->FontSize, at, style.color, shown.data(),
                      shown.data() + shown.size());
}

void paragraph(const Canvas& canvas, Rect rect, const TextStyle& style, std::string_view words) {
  canvas.list.AddText(style.font, style.font->FontSize, rect.min(), style.color, words.data(),
                      words.data() + words.size(), rect.w);
}

void surface(const Canvas& canvas, Rect rect, ImU32 color, float rounding) {
  ImDrawList& list = canvas.list;
  const ImVec2 min = rect.min(), max = rect.max();
  const ImVec2 from{std::ceil(min.x + 1), std::ceil(min.y + rounding)};
  const ImVec2 to{std::floor(max.x - 1), std::floor(max.y - rounding)};
  if (canvas.state.clear_box == nullptr || from.x >= to.x || from.y >= to.y) {
    list.AddRectFilled(min, max, color, rounding);
    return;
  }
  list.AddRectFilled(min, {max.x, from.y}, color, rounding, ImDrawFlags_RoundCornersTop);
  list.AddRectFilled({min.x, to.y}, max, color, rounding, ImDrawFlags_RoundCornersBottom);
  list.AddRectFilled({min.x, from.y}, {from.x, to.y}, color);
  list.AddRectFilled({to.x, from.y}, {max.x, to.y}, color);
  list.PushClipRect(from, to, true);
  // NOLINTNEXTLINE(performance-no-int-to-ptr): what ImGui lets a callback have
  list.AddCallback(canvas.state.clear_box, reinterpret_cast<void*>(static_cast<std::uintptr_t>(color)));
  list.PopClipRect();
}

void card(const Canvas& canvas, Rect rect) {
  surface(canvas, rect, canvas.colors.card, canvas.px(12));
  canvas.list.AddRect(rect.min(), rect.max(), canvas.colors.border, canvas.px(12), 0, canvas.px(1));
}

Rect table_row(const Canvas& canvas, Rect& rest, float height) {
  const Rect row = rest.cut_top(height);
  const float line = row.y + 0.5F;
  canvas.list.AddLine({row.x, line}, {row.x + row.w, line}, canvas.colors.faint, canvas.px(1));
  return row;
}

bool button(const Canvas& canvas, std::string_view name, Rect rect, std::string_view label, ButtonKind kind,
            bool enabled, std::string_view spoken) {
  const Palette& colors = canvas.colors;
  const float rounding = canvas.px(8);
  const Interaction now =
      interact(canvas, name, rect, {.label = spoken.empty() ? label : spoken, .enabled = enabled});
  const bool lit = enabled && (now.hovered || now.held);
  ImU32 fill = lit ? colors.control_hover : colors.control;
  ImU32 ink = colors.text;
  if (kind == ButtonKind::kPrimary) {
    fill = lit ? colors.accent_hover : colors.accent;
    ink = colors.on_accent;
  }
  canvas.list.AddRectFilled(rect.min(), rect.max(), fill, rounding);
  if (kind == ButtonKind::kPlain) {
    canvas.list.AddRect(rect.min(), rect.max(), colors.border, rounding, 0, canvas.px(1));
  }
  text(canvas, rect, {canvas.state.fonts.strong, enabled ? ink : with_alpha(ink, 0.4F), 0.5F}, label);
  return now.pressed && enabled;
}

int segmented(const Canvas& canvas, std::string_view name, Rect rect, std::string_view spoken,
              std::span<const std::string> labels, int chosen, std::string_view stop) {
  if (stop.empty()) stop = name;
  const Palette& colors = canvas.colors;
  canvas.note(name, rect);
  canvas.list.AddRectFilled(rect.min(), rect.max(), colors.track, canvas.px(8));
  const auto count = static_cast<float>(labels.size());
  const Rect inside = rect.inset(canvas.px(2));
  const int last = static_cast<int>(labels.size()) - 1;
  Rect picked = rect;
  for (int i = 0; i <= last; ++i) {
    const std::string& label = labels[static_cast<std::size_t>(i)];
    const float left = std::round(inside.x + inside.w * static_cast<float>(i) / count);
    const float right = std::round(inside.x + inside.w * static_cast<float>(i + 1) / count);
    const Rect cell{left, inside.y, right - left, inside.h};
    const Interaction now = interact(canvas, std::string(name) + suffix_of(label), cell, {.stop = false});
    if (now.pressed) {
      chosen = i;
      point_focus(canvas.state.focus, stop);
    }
    const bool on = i == chosen;
    if (on) picked = cell;
    if (on) canvas.list.AddRectFilled(cell.min(), cell.max(), colors.picked, canvas.px(6));
    const bool bright = on || now.hovered;
    text(
        canvas, cell,
        {on ? canvas.state.fonts.strong : canvas.state.fonts.body, bright ? colors.text : colors.muted, 0.5F},
        label);
  }
  // To the keyboard the row is one widget, in which left and right choose.
  std::string words(spoken);
  if (chosen >= 0 && chosen <= last) words += ", " + labels[static_cast<std::size_t>(chosen)];
  const Interaction keys =
      by_keyboard(canvas, stop, picked, {.label = words, .arrows = Arrows::kHorizontal, .rounding = 6});
  return keys.right == 0 ? chosen : std::clamp(chosen + keys.right, 0, last);
}

bool slider(const Canvas& canvas, std::string_view name, Rect rect, std::string_view spoken, float& value,
            float least, float most, float step) {
  const Palette& colors = canvas.colors;
  const Interaction now = interact(canvas, name, rect, {.label = spoken, .arrows = Arrows::kHorizontal});
  canvas.keep_drags(rect);
  const float radius = canvas.px(8);
  const float left = rect.x + radius;
  const float span = std::max(1.0F, rect.w - 2 * radius);
  const float before = value;
  if (now.held) {
    const float part = std::clamp((ImGui::GetIO().MousePos.x - left) / span, 0.0F, 1.0F);
    value = least + part * (most - least);
  }
  if (now.right != 0) value = std::clamp(value + static_cast<float>(now.right) * step, least, most);
  const float knob = left + span * (value - least) / (most - least);
  const float middle = std::round(rect.centre().y);
  const float half = canvas.px(4) / 2;
  canvas.list.AddRectFilled({left, middle - half}, {left + span, middle + half}, colors.border, half);
  canvas.list.AddRectFilled({left, middle - half}, {knob, middle + half}, colors.accent, half);
  canvas.list.AddCircleFilled({knob, middle}, radius, colors.accent);
  canvas.list.AddCircleFilled({knob, middle}, radius - canvas.px(now.hovered || now.held ? 2.5F : 3),
                              colors.card);
  return value != before;
}

bool tab_button(const Canvas& canvas, std::string_view name, Rect rect, std::string_view label, bool chosen) {
  const Palette& colors = canvas.colors;
  const Interaction now = interact(canvas, name, rect, {.label = label, .rounding = 6});
  const bool bright = chosen || now.hovered;
  text(canvas, rect, {canvas.state.fonts.strong, bright ? colors.text : colors.muted, 0.5F}, label);
  if (chosen) {
    const float width = text_width(canvas.state.fonts.strong, label);
    const float left = std::round(rect.centre().x - width / 2);
    canvas.list.AddRectFilled({left, rect.y + rect.h - canvas.px(3)}, {left + width, rect.y + rect.h},
                              colors.accent, canvas.px(1.5F));
  }
  return now.pressed;
}

}  // namespace sgan::app
