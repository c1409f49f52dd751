#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <tuple>

#include "ui/digit_grid.h"
#include "ui/sample_seed.h"
#include "ui/tabs.h"
#include "ui/verdict.h"

namespace sgan::app {
namespace {

void draw_seed_field(const Canvas& canvas, Rect rect) {
  SampleState& sample = canvas.state.sample;
  ImFont* font = canvas.state.fonts.body;
  canvas.note("sample.seed", rect);
  reach_text_field(canvas, "sample.seed", rect, "Seed");
  ImGui::SetCursorScreenPos(rect.min());
  ImGui::PushFont(font);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {canvas.px(10), (rect.h - font->FontSize) / 2});
  ImGui::SetNextItemWidth(rect.w);
  // Soft keyboards do not open on a canvas: for a finger the browser lays a field of its own over this one.
  const ImGuiInputTextFlags touch =
      canvas.state.pointer.touch ? ImGuiInputTextFlags_ReadOnly : ImGuiInputTextFlags_None;
  ImGui::InputText("##sample.seed", sample.seed_text.data(), sample.seed_text.size(),
                   ImGuiInputTextFlags_CharsDecimal | ImGuiInputTextFlags_AutoSelectAll | touch);
  if (ImGui::IsItemHovered()) canvas.state.cursor = ImGuiMouseCursor_TextInput;
  if (ImGui::IsItemDeactivatedAfterEdit()) set_seed_text(sample, sample.seed_text.data());
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
  const float gap = canvas.px(8);
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
  if (button(canvas, "sample.seed_down", row.cut_left(row.h, gap), "\u2212", ButtonKind::kPlain,
             sample.seed > 0)) {
    set_seed(sample, sample.seed - 1);
  }
  const Rect up = row.cut_right(row.h, gap);
  draw_seed_field(canvas, row);
  if (button(canvas, "sample.seed_up", up, "+", ButtonKind::kPlain, sample.seed < kMost))
    set_seed(sample, sample.seed + 1);
}

void draw_count(const Canvas& canvas, Rect rect) {
  SampleState& sample = canvas.state.sample;
  std::array<std::string, kSampleCounts.size()> labels;
  int chosen = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    labels[i] = std::to_string(kSampleCounts[i]);
    if (kSampleCounts[i] == sample.count) chosen = static_cast<int>(i);
  }
  sample.count =
      kSampleCounts[static_cast<std::size_t>(segmented(canvas, "sample.count", rect, labels, chosen))];
}

void draw_class(const Canvas& canvas, Rect rect) {
  SampleState& sample = canvas.state.sample;
  std::array<std::string, kDigitClasses + 1> labels{"All"};
  for (std::size_t i = 0; i < kDigitClasses; ++i) labels[i + 1] = std::to_string(i);
  const int before = sample.digit_class.value_or(-1) + 1;
  const int chosen = segmented(canvas, "sample.class", rect, labels, before);
  if (chosen == before) return;
  sample.digit_class = chosen == 0 ? std::nullopt : std::optional(chosen - 1);
  sample.restart = true;
}

void draw_new_seed(const Canvas& canvas, Rect rect) {
  if (button(canvas, "sample.new_seed", rect, "New seed", ButtonKind::kPrimary))
    canvas.state.sample.want_new_seed = true;
}

void draw_save(const Canvas& canvas, Rect rect) {
  SampleState& sample = canvas.state.sample;
  if (button(canvas, "sample.save_png", rect, "Save as PNG", ButtonKind::kPlain, !sample.busy()))
    sample.want_png = true;
}

bool conditional(const UiState& state) {
  return state.model != nullptr && state.model->conditional != Conditioning::kNone;
}

void label(const Canvas& canvas, Rect rect, std::string_view line) {
  text(canvas, rect, {canvas.state.fonts.small, canvas.colors.muted}, line);
}

/// Controls one below the other, each with its name; returns what is left below them.
Rect draw_controls_column(const Canvas& canvas, Rect column) {
  const float row = canvas.px(40);
  const float name = canvas.px(18);
  const float gap = canvas.px(12);
  const float section = canvas.px(20);
  label(canvas, column.cut_top(name, canvas.px(4)), "Seed");
  draw_seed_row(canvas, column.cut_top(row, gap));
  draw_new_seed(canvas, column.cut_top(row, section));
  if (conditional(canvas.state)) {
    label(canvas, column.cut_top(name, canvas.px(4)), "Digit to make");
    draw_class(canvas, column.cut_top(row, section));
  }
  label(canvas, column.cut_top(name, canvas.px(4)), "How many");
  draw_count(canvas, column.cut_top(row, section));
  draw_save(canvas, column.cut_top(row, canvas.px(28)));
  return column;
}

/// Controls in as few rows as a phone's width allows.
Rect draw_controls_rows(const Canvas& canvas, Rect column) {
  const float row = canvas.px(44);
  const float gap = canvas.px(12);
  Rect first = column.cut_top(row, gap);
  draw_new_seed(canvas, first.cut_right(canvas.px(116), gap));
  draw_seed_row(canvas, first);
  if (conditional(canvas.state)) draw_class(canvas, column.cut_top(row, gap));
  Rect second = column.cut_top(row, canvas.px(16));
  draw_save(canvas, second.cut_right(canvas.px(116), gap));
  draw_count(canvas, second);
  return column;
}

/// The digit under the pointer or chosen, or the average of all.
void draw_details(const Canvas& canvas, Rect rect) {
  const SampleState& sample = canvas.state.sample;
  const int index = sample.hovered >= 0 ? sample.hovered : sample.chosen;
  PanelContent content;
  Verdict average;
  if (index >= 0 && index < sample.done()) {
    content.texture = sample.atlas.texture;
    std::tie(content.uv_min, content.uv_max) = tile_uv(sample.atlas, index);
    content.verdict = &sample.verdicts[static_cast<std::size_t>(index)];
    content.headline = percent(content.verdict->confidence, 1) + " sure";
    content.note = content.verdict->rejected ? "Taken for a generated image" : "Taken for a real digit";
  } else if (sample.done() > 0) {
    average = average_verdict(sample);
    content.verdict = &average;
    content.show_digit = false;
    content.headline = "Average of " + std::to_string(sample.done());
    content.note = canvas.state.pointer.touch ? "Tap a digit for its own verdict"
                                              : "Point at a digit for its own verdict";
  }
  verdict_panel(canvas, "sample", rect, content);
}

}  // namespace

float draw_sample_tab(const Canvas& canvas, Rect area) {
  const float top = area.y;
  const float panel = verdict_panel_height(canvas);
  if (side_by_side(canvas, area)) {
    const float gap = canvas.px(40);
    const Rect room{area.x, area.y, area.w - canvas.px(320) - gap, std::max(area.h, canvas.px(280))};
    const Rect grid = draw_digit_grid(canvas, room);
    area.cut_left(grid.w, gap);
    area.h = std::max(area.h, canvas.px(600));
    const Rect rest = draw_controls_column(canvas, area);
    draw_details(canvas, {rest.x, rest.y, rest.w, std::max(panel, top + grid.h - rest.y)});
    return std::max(room.h, rest.y + panel - top);
  }
  // As wide as a phone; on wider screens no higher than leaves room for the controls.
  const float rows = canvas.px(conditional(canvas.state) ? 188 : 132);
  const float height = std::max(area.h - rows, 1.4F * std::min(area.w, canvas.px(400)));
  const Rect grid = draw_digit_grid(canvas, {area.x, area.y, area.w, height});
  area.cut_top(grid.h, canvas.px(16));
  const Rect rest = draw_controls_rows(canvas, area);
  draw_details(canvas, {rest.x, rest.y, rest.w, panel});
  return rest.y + panel - top;
}

}  // namespace sgan::app
