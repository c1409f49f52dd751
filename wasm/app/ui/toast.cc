#include "ui/toast.h"

#include <algorithm>

namespace sgan::app {
namespace {

constexpr double kSeconds = 5;

}  // namespace

void show_toast(UiState& state, std::string line) {
  state.toast = {std::move(line), state.now + kSeconds};
  state.redraw_at = 0;
}

void draw_toast(const Canvas& canvas) {
  const Toast& toast = canvas.state.toast;
  if (toast.line.empty() || canvas.state.now >= toast.until) return;
  canvas.redraw_in(toast.until - canvas.state.now);
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const float margin = canvas.px(16);
  ImFont* font = canvas.state.fonts.body;
  const float width =
      std::min(screen.x - 2 * margin, text_width(font, toast.line) + 2 * margin + canvas.px(2));
  const float height = canvas.px(44);
  const Rect rect{(screen.x - width) / 2, screen.y - height - margin, width, height};
  const Canvas above{canvas.state, canvas.colors, *ImGui::GetForegroundDrawList()};
  above.list.AddRectFilled(rect.min(), rect.max(), canvas.colors.text, canvas.px(10));
  text(above, {rect.x + margin, rect.y, rect.w - 2 * margin, rect.h}, {font, canvas.colors.page, 0.5F},
       toast.line);
}

}  // namespace sgan::app
