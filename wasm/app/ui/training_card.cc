#include <algorithm>
#include <array>
#include <utility>

#include "ui/training_parts.h"

namespace sgan::app {
namespace {

constexpr float kPadding = 16, kTitle = 22, kRow = 26, kGap = 8, kButton = 44;

/// The options that say most about a run, in words.
constexpr std::array<std::pair<const char*, const char*>, 9> kOptions{{{"preset", "Preset"},
                                                                       {"epochs", "Epochs"},
                                                                       {"labels", "Labels"},
                                                                       {"batch-size", "Batch size"},
                                                                       {"learning-rate", "Learning rate"},
                                                                       {"latent-prior", "Latent prior"},
                                                                       {"seed", "Seed"},
                                                                       {"device", "Device"},
                                                                       {"precision", "Precision"}}};

std::vector<CardFigure> card_rows(const TrainingState& training) {
  std::vector<CardFigure> rows = training.card;
  for (const auto& [key, name] : kOptions) {
    const auto found = training.history.options.find(key);
    if (found != training.history.options.end()) rows.push_back({name, found->second});
  }
  return rows;
}

}  // namespace

float draw_training_card(const Canvas& canvas, Rect column) {
  const std::vector<CardFigure> rows = card_rows(canvas.state.training);
  if (rows.empty()) return 0;
  const float height = 2 * canvas.px(kPadding) + canvas.px(kTitle) + canvas.px(kGap) +
                       canvas.px(kRow) * static_cast<float>(rows.size());
  const Rect rect = column.cut_top(height);
  canvas.note("training.card", rect);
  card(canvas, rect);
  Rect inside = rect.inset(canvas.px(kPadding));
  text(canvas, inside.cut_top(canvas.px(kTitle), canvas.px(kGap)),
       {canvas.state.fonts.strong, canvas.colors.text}, "Model card");
  for (const CardFigure& row : rows) {
    Rect line = table_row(canvas, inside, canvas.px(kRow));
    const float width = std::min(text_width(canvas.state.fonts.small, row.value) + 1, line.w * 0.6F);
    text(canvas, line.cut_right(width, canvas.px(kGap)), {canvas.state.fonts.small, canvas.colors.text, 1},
         row.value);
    text(canvas, line, {canvas.state.fonts.small, canvas.colors.muted}, row.name);
  }
  return height;
}

float message_height(const Canvas& canvas, float width, const Message& message) {
  const float words =
      paragraph_height(canvas.state.fonts.body, width - 2 * canvas.px(kPadding), message.words);
  const float button = message.button_label.empty() ? 0 : canvas.px(kPadding + kButton);
  return canvas.px(2 * kPadding + kTitle + kGap) + words + button;
}

bool draw_message(const Canvas& canvas, Rect rect, const Message& message) {
  card(canvas, rect);
  Rect inside = rect.inset(canvas.px(kPadding));
  text(canvas, inside.cut_top(canvas.px(kTitle), canvas.px(kGap)),
       {canvas.state.fonts.strong, canvas.colors.text}, message.title);
  paragraph(canvas, inside, {canvas.state.fonts.body, canvas.colors.muted}, message.words);
  if (message.button_label.empty()) return false;
  const float height = canvas.px(kButton);
  return button(canvas, message.button_name, {inside.x, inside.y + inside.h - height, canvas.px(140), height},
                message.button_label, ButtonKind::kPlain);
}

}  // namespace sgan::app
