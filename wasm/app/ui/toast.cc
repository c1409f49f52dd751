#include "ui/toast.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace sgan::app {
namespace {

constexpr double kLeastSeconds = 5, kMostSeconds = 15, kSecondsPerCharacter = 0.08;
constexpr int kNameCharacters = 40;

/// Whether the byte begins a character in UTF-8, in which others are of several bytes.
bool begins_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }

}  // namespace

std::string short_name(std::string_view name) {
  int characters = 0;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (begins_character(name[i]) && ++characters > kNameCharacters)
      return std::string(name.substr(0, i)) + "\u2026";
  }
  return std::string(name);
}

void show_toast(UiState& state, std::string line) {
  const auto characters = std::count_if(line.begin(), line.end(), begins_character);
  const double seconds =
      std::clamp(kSecondsPerCharacter * static_cast<double>(characters), kLeastSeconds, kMostSeconds);
  state.toast = {std::move(line), state.now + seconds};
  state.redraw_at = 0;
}

void draw_toast(const Canvas& canvas) {
  const Toast& toast = canvas.state.toast;
  if (toast.line.empty() || canvas.state.now >= toast.until) return;
  canvas.redraw_in(toast.until - canvas.state.now);
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const float margin = canvas.px(16), padding = canvas.px(13);
  ImFont* font = canvas.state.fonts.body;
  const float words = std::min(screen.x - 4 * margin, text_width(font, toast.line) + canvas.px(2));
  const float width = words + 2 * margin;
  const float height = paragraph_height(font, words, toast.line) + 2 * padding;
  const Rect rect{(screen.x - width) / 2, screen.y - height - margin, width, height};
  const Canvas above{canvas.state, canvas.colors, *ImGui::GetForegroundDrawList()};
  above.list.AddRectFilled(rect.min(), rect.max(), canvas.colors.text, canvas.px(10));
  paragraph(above, {std::round(rect.x + margin), std::round(rect.y + padding), words, rect.h},
            {font, canvas.colors.page}, toast.line);
}

}  // namespace sgan::app
