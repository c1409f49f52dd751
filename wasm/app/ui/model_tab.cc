#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "ui/model_parts.h"
#include "ui/tabs.h"

namespace sgan::app {
namespace {

constexpr float kPadding = 16, kGap = 16, kTitle = 24, kRow = 26, kControl = 44;

/// How the last attempt went. Returns the height taken.
float draw_model_message(const Canvas& canvas, Rect column) {
  const ModelState& model = canvas.state.model_tab;
  const std::string words = model.coming.empty() ? model.message : "Fetching " + model.coming + "\u2026";
  if (words.empty()) return 0;
  const ImFont* font = canvas.state.fonts.body;
  const float height = paragraph_height(font, column.w - 2 * canvas.px(kPadding), words) + canvas.px(24);
  const Rect rect = column.cut_top(height);
  canvas.note("model.message", rect);
  card(canvas, rect);
  const ImU32 color = model.failed && model.coming.empty() ? canvas.colors.generated : canvas.colors.real;
  canvas.list.AddRectFilled(rect.min(), {rect.x + canvas.px(4), rect.y + rect.h}, color, canvas.px(2));
  paragraph(canvas,
            {rect.x + canvas.px(kPadding), rect.y + canvas.px(12), rect.w - 2 * canvas.px(kPadding), rect.h},
            {canvas.state.fonts.body, canvas.colors.text}, words);
  return height + canvas.px(kGap);
}

/// The shipped files, one below the other, each with its sentence; the loaded one is marked.
float draw_shipped(const Canvas& canvas, Rect column) {
  ModelState& model = canvas.state.model_tab;
  const float top = column.y;
  for (std::size_t i = 0; i < model.shipped.size(); ++i) {
    const ShippedWeights& file = model.shipped[i];
    const bool loaded = file.path == model.path;
    const std::string name = "model.shipped_" + std::to_string(i);
    if (button(canvas, name, column.cut_top(canvas.px(kControl), canvas.px(4)), file.title,
               loaded ? ButtonKind::kPrimary : ButtonKind::kPlain, model.coming.empty())) {
      if (!loaded) model.want_path = file.path;
    }
    column.cut_top(0, canvas.px(file.note.empty() ? 4 : 0));
    if (file.note.empty()) continue;
    const float note = paragraph_height(canvas.state.fonts.small, column.w, file.note);
    paragraph(canvas, column.cut_top(note, canvas.px(12)), {canvas.state.fonts.small, canvas.colors.muted},
              file.note);
  }
  return column.y - top;
}

/// Shipped files, a file of one's own, and the way back. Returns the height taken.
float draw_choice(const Canvas& canvas, Rect column) {
  ModelState& model = canvas.state.model_tab;
  const float top = column.y;
  text(canvas, column.cut_top(canvas.px(kTitle), canvas.px(8)),
       {canvas.state.fonts.strong, canvas.colors.text}, "Choose weights");
  column.cut_top(draw_shipped(canvas, column));
  const bool free = model.coming.empty();
  if (button(canvas, "model.open", column.cut_top(canvas.px(kControl), canvas.px(4)), "Open a file\u2026",
             ButtonKind::kPlain, free))
    model.want_pick = true;
  const std::string_view hint =
      "A .safetensors file of this network; or drop it anywhere on the page. It stays in your browser.";
  const float words = paragraph_height(canvas.state.fonts.small, column.w, hint);
  paragraph(canvas, column.cut_top(words, canvas.px(12)), {canvas.state.fonts.small, canvas.colors.muted},
            hint);
  const bool other = !model.default_path().empty() && model.path != model.default_path();
  if (button(canvas, "model.default", column.cut_top(canvas.px(kControl)), "Back to the default",
             ButtonKind::kPlain, free && other))
    model.want_path = model.default_path();
  return column.y - top;
}

std::vector<std::pair<std::string, std::string>> facts(const UiState& state) {
  std::vector<std::pair<std::string, std::string>> rows;
  const ModelInfo& info = *state.model;
  rows.emplace_back("File", state.model_tab.name);
  rows.emplace_back("Size", megabytes(state.model_tab.bytes));
  rows.emplace_back("Generator", thousands(info.generator_parameters) + " parameters");
  rows.emplace_back("Discriminator", thousands(info.discriminator_parameters) + " parameters");
  rows.emplace_back("Latents",
                    std::to_string(info.latent_dim) +
                        (info.latent_prior == LatentPrior::kNormal ? ", normal" : ", uniform in [0, 1)"));
  rows.emplace_back("Makes", info.conditional != Conditioning::kNone ? "the digit it is asked for"
                                                                     : "whatever digit it likes");
  const std::string side = std::to_string(info.image_size);
  rows.emplace_back("Images", side + " \u00d7 " + side + " pixels");
  for (const auto& [key, value] : info.metadata) rows.emplace_back(key, value);
  return rows;
}

/// What the file says about itself. Returns the height taken.
float draw_facts(const Canvas& canvas, Rect column) {
  const auto rows = facts(canvas.state);
  const float height = 2 * canvas.px(kPadding) + canvas.px(kTitle) + canvas.px(8) +
                       canvas.px(kRow) * static_cast<float>(rows.size());
  const Rect rect = column.cut_top(height);
  canvas.note("model.facts", rect);
  card(canvas, rect);
  Rect inside = rect.inset(canvas.px(kPadding));
  text(canvas, inside.cut_top(canvas.px(kTitle), canvas.px(8)),
       {canvas.state.fonts.strong, canvas.colors.text}, "Loaded weights");
  for (const auto& [name, value] : rows) {
    Rect line = table_row(canvas, inside, canvas.px(kRow));
    text(canvas, line.cut_left(std::floor(line.w * 0.36F), canvas.px(8)),
         {canvas.state.fonts.small, canvas.colors.muted}, name);
    text(canvas, line, {canvas.state.fonts.small, canvas.colors.text}, value);
  }
  return height;
}

}  // namespace

float draw_model_tab(const Canvas& canvas, Rect area) {
  ModelState& model = canvas.state.model_tab;
  model.opened = true;
  const float top = area.y;
  const float gap = canvas.px(kGap);
  area.cut_top(draw_model_message(canvas, area));
  if (canvas.state.model == nullptr) return area.y - top;
  if (side_by_side(canvas, area)) {
    Rect left =
        area.cut_left(std::floor(std::clamp(area.w * 0.3F, canvas.px(240), canvas.px(300))), canvas.px(32));
    const float choice = draw_choice(canvas, left);
    Rect right = area;
    right.cut_top(draw_facts(canvas, right), gap);
    right.cut_top(draw_layers(canvas, right));
    return area.y - top + std::max(choice, right.y - area.y);
  }
  area.cut_top(draw_choice(canvas, area), canvas.px(24));
  area.cut_top(draw_facts(canvas, area), gap);
  area.cut_top(draw_layers(canvas, area));
  return area.y - top;
}

void draw_drop_hint(const Canvas& canvas, Rect screen) {
  if (!canvas.state.model_tab.drop_here) return;
  ImDrawList& list = *ImGui::GetForegroundDrawList();
  list.AddRectFilled(screen.min(), screen.max(), with_alpha(canvas.colors.page, 0.82F));
  const Rect frame = screen.inset(canvas.px(16));
  list.AddRect(frame.min(), frame.max(), canvas.colors.accent, canvas.px(12), 0, canvas.px(2));
  const std::string words = "Drop weights (.safetensors) or strokes (.json)";
  const ImFont* font = canvas.state.fonts.strong;
  const ImVec2 middle = frame.centre();
  list.AddText(
      font, font->FontSize,
      {std::round(middle.x - text_width(font, words) / 2), std::round(middle.y - font->FontSize / 2)},
      canvas.colors.text, words.c_str());
}

}  // namespace sgan::app
