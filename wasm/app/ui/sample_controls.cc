#include <charconv>
#include <cmath>
#include <limits>

#include "ui/icons.h"
#include "ui/sample_parts.h"
#include "ui/sample_seed.h"
#include "ui/sample_view.h"
#include "ui/verdict.h"

namespace sgan::app {
namespace {

using Kind = SampleChoice::Kind;

constexpr float kRow = 44, kName = 18, kNameGap = 4, kSection = 16, kGap = 8;  // CSS pixels

void draw_seed_field(const Canvas& canvas, Rect rect) {
  SampleState& sample = canvas.state.sample;
  ImFont* font = canvas.state.fonts.body;
  canvas.note("sample.seed", rect);
  reach_text_field(canvas, "sample.seed", rect, "Seed");
  ImGui::SetCursorScreenPos(rect.min());
  ImGui::PushFont(font);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {canvas.px(10), (rect.h - font->FontSize) / 2});
  ImGui::SetNextItemWidth(rect.w);
  ImGuiInputTextFlags flags = ImGuiInputTextFlags_CharsDecimal | ImGuiInputTextFlags_AutoSelectAll;
  // Soft keyboards do not open on a canvas: for a finger the browser lays a field of its own over this one.
  if (canvas.state.pointer.touch || sample.locked) flags |= ImGuiInputTextFlags_ReadOnly;
  ImGui::InputText("##sample.seed", sample.seed_text.data(), sample.seed_text.size(), flags);
  if (ImGui::IsItemHovered()) canvas.state.cursor = ImGuiMouseCursor_TextInput;
  if (ImGui::IsItemDeactivatedAfterEdit()) take_seed_text(canvas.state, sample.seed_text.data());
  if (!ImGui::IsItemActive()) {
    const auto [end, error] = std::to_chars(
        sample.seed_text.data(), sample.seed_text.data() + sample.seed_text.size() - 1, sample.seed);
    *end = '\0';
  }
  ImGui::PopStyleVar();
  ImGui::PopFont();
}

void draw_seed_row(const Canvas& canvas, Rect row) {
  SampleState& sample = canvas.state.sample;
  const float gap = canvas.px(kGap);
  const bool words = row.w >= canvas.px(420);
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
  if (icon_button(canvas, "sample.new_seed", row.cut_right(words ? canvas.px(124) : row.h, gap), Icon::kDice,
                  "New seed", ButtonKind::kPrimary, !sample.locked))
    sample.want_new_seed = true;
  const Rect lock = row.cut_right(row.h, gap);
  if (icon_button(canvas, "sample.lock", lock, sample.locked ? Icon::kLocked : Icon::kUnlocked,
                  sample.locked ? "Unlock the seed" : "Lock the seed", ButtonKind::kPlain))
    sample.locked = !sample.locked;
  const Rect up = row.cut_right(row.h, gap);
  if (button(canvas, "sample.seed_down", row.cut_left(row.h, gap), "\u2212", ButtonKind::kPlain,
             sample.seed > 0 && !sample.locked, "Seed minus one"))
    set_seed(sample, sample.seed - 1);
  draw_seed_field(canvas, row);
  if (button(canvas, "sample.seed_up", up, "+", ButtonKind::kPlain, sample.seed < kMost && !sample.locked,
             "Seed plus one"))
    set_seed(sample, sample.seed + 1);
}

/// Any and the digits in two rows, with a row for each class as the last choice.
void draw_class(const Canvas& canvas, Rect rect, std::string_view spoken) {
  SampleState& sample = canvas.state.sample;
  const SampleChoice before = sample.choice;
  const int chosen = before.kind == Kind::kAny    ? 0
                     : before.kind == Kind::kRows ? kDigitClasses + 1
                                                  : before.digit + 1;
  constexpr int kHalf = kDigitClasses / 2 + 1;
  std::array<std::string, 2 * kHalf> labels;
  labels.front() = "Any";
  labels.back() = "Rows";
  for (int i = 0; i < kDigitClasses; ++i) labels[static_cast<std::size_t>(i) + 1] = std::to_string(i);
  const float gap = canvas.px(4);
  Rect rest = rect;
  const Rect first = rest.cut_top(std::floor((rect.h - gap) / 2), gap);
  const std::span<const std::string> all(labels);
  const int above = segmented(canvas, "sample.class", first, spoken, all.first(kHalf), chosen);
  const int below =
      segmented(canvas, "sample.class", rest, spoken, all.last(kHalf), chosen - kHalf, "sample.class_more");
  canvas.note("sample.class", rect);
  const int now = above != chosen ? above : (below != chosen - kHalf ? below + kHalf : chosen);
  if (now == chosen) return;
  sample.choice = now == 0                   ? SampleChoice{}
                  : now == kDigitClasses + 1 ? SampleChoice{Kind::kRows, 0}
                                             : SampleChoice{Kind::kOne, now - 1};
  sample.chosen = -1;
  sample.restart = true;
}

/// The name on the left and the value on the right, with the slider below them.
bool named_slider(const Canvas& canvas, std::string_view name, Rect rect, std::string_view label,
                  const std::string& shown, float& value, float least, float most, float step) {
  const Rect words = rect.cut_top(canvas.px(kName));
  text(canvas, words, {canvas.state.fonts.small, canvas.colors.muted}, label);
  text(canvas, words, {canvas.state.fonts.small, canvas.colors.text, 1}, shown);
  return slider(canvas, name, rect, std::string(label) + ", " + shown, value, least, most, step);
}

void draw_amounts(const Canvas& canvas, Rect row) {
  SampleState& sample = canvas.state.sample;
  const float gap = canvas.px(20);
  const Rect left = row.cut_left(std::floor((row.w - gap) / 2), gap);
  const bool by_class = sample.choice.kind == Kind::kRows;
  const std::string size = std::to_string(sample.rows()) + " \u00d7 " + std::to_string(sample.side);
  auto side = static_cast<float>(sample.side);
  if (named_slider(canvas, "sample.side", left, by_class ? "In a row" : "Grid",
                   by_class ? std::to_string(sample.side) : size, side, 1, kMostSide, 1) &&
      std::lround(side) != sample.side) {
    sample.side = static_cast<int>(std::lround(side));
    sample.chosen = -1;
    sample.restart = true;
  }
  const float before = sample.variety;
  if (named_slider(canvas, "sample.variety", row, "Variety", percent(sample.variety, 0), sample.variety, 0, 1,
                   0.02F)) {
    sample.variety = std::round(sample.variety * 100) / 100;
    sample.restart = sample.restart || sample.variety != before;
  }
}

void draw_order(const Canvas& canvas, Rect row) {
  SampleState& sample = canvas.state.sample;
  const float gap = canvas.px(20);
  Rect left = row.cut_left(std::floor((row.w - gap) / 2), gap);
  text(canvas, left.cut_top(canvas.px(kName), canvas.px(kNameGap)),
       {canvas.state.fonts.small, canvas.colors.muted}, "Order");
  static const std::array<std::string, 3> kLabels{"Made", "Sure", "Unsure"};
  sample.order = static_cast<SampleOrder>(
      segmented(canvas, "sample.order", left, "Order", kLabels, static_cast<int>(sample.order)));
  if (named_slider(canvas, "sample.least", row, "At least", percent(sample.least, 0) + " sure", sample.least,
                   0, 0.99F, 0.02F))
    sample.least = std::round(sample.least * 100) / 100;
}

void draw_exports(const Canvas& canvas, Rect row) {
  SampleState& sample = canvas.state.sample;
  const float gap = canvas.px(kGap);
  const Rect left = row.cut_left(std::floor((row.w - gap) / 2), gap);
  if (button(canvas, "sample.save_png", left, "Save as PNG", ButtonKind::kPlain, !sample.busy()))
    sample.want_png = true;
  if (button(canvas, "sample.copy_link", row, "Copy link", ButtonKind::kPlain)) sample.want_link = true;
}

}  // namespace

float draw_sample_controls(const Canvas& canvas, Rect column) {
  const float top = column.y;
  const float row = canvas.px(kRow), name = canvas.px(kName), name_gap = canvas.px(kNameGap),
              section = canvas.px(kSection);
  const TextStyle small{canvas.state.fonts.small, canvas.colors.muted};
  const bool makes = canvas.state.model != nullptr && canvas.state.model->conditional != Conditioning::kNone;
  text(canvas, column.cut_top(name, name_gap), small, "Seed");
  draw_seed_row(canvas, column.cut_top(row, section));
  const std::string_view digit = makes ? "Digit to make" : "Digit to look for";
  text(canvas, column.cut_top(name, name_gap), small, digit);
  draw_class(canvas, column.cut_top(2 * row + name_gap, section), digit);
  draw_amounts(canvas, column.cut_top(name + name_gap + row, section));
  draw_order(canvas, column.cut_top(name + name_gap + row, section));
  draw_exports(canvas, column.cut_top(row));
  return column.y - top;
}

}  // namespace sgan::app
