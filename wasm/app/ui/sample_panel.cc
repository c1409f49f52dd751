#include <algorithm>
#include <cmath>
#include <tuple>

#include "ui/digit_grid.h"
#include "ui/sample_parts.h"
#include "ui/sample_view.h"
#include "ui/verdict.h"

namespace sgan::app {
namespace {

PanelContent describe(const SampleState& sample, int number, const SampleTile& tile) {
  PanelContent content;
  content.texture = sample.atlas.texture;
  std::tie(content.uv_min, content.uv_max) = tile_uv(sample.atlas, number);
  content.verdict = &tile.verdict;
  content.headline = percent(tile.verdict.confidence, 1) + " sure";
  content.note = tile.verdict.rejected ? "Taken for a generated image" : "Taken for a real digit";
  return content;
}

/// Bars of how often each class was read, the highest as high as there is room.
void draw_counts(const Canvas& canvas, Rect rect) {
  const Palette& colors = canvas.colors;
  const Fonts& fonts = canvas.state.fonts;
  canvas.note("sample.histogram", rect);
  const std::array<int, kJudgedClasses> counts = class_counts(canvas.state.sample);
  const int most = std::max(1, *std::max_element(counts.begin(), counts.end()));
  const float line = canvas.px(18);
  const float gap = canvas.px(kColumnGap);
  const Rect bars{rect.x, rect.y + line, rect.w, std::max(0.0F, rect.h - 2 * line)};
  for (int i = 0; i < kJudgedClasses; ++i) {
    const int count = counts[static_cast<std::size_t>(i)];
    const Rect column = class_column(canvas, bars, i);
    const auto words_at = [&](float y) { return Rect{column.x - gap, y, column.w + 2 * gap, line}; };
    const float height = std::round(bars.h * static_cast<float>(count) / static_cast<float>(most));
    const float bottom = column.y + column.h;
    const ImU32 fill = i == kFakeClass ? colors.generated : colors.accent;
    canvas.list.AddRectFilled({column.x, bottom - canvas.px(2)}, column.max(), colors.faint);
    if (height >= 1) {
      canvas.list.AddRectFilled({column.x, bottom - height}, column.max(), fill,
                                std::min({canvas.px(4), column.w / 2, height / 2}));
    }
    text(canvas, words_at(bottom), {fonts.small, colors.muted, 0.5F}, class_label(i));
    if (count == 0) continue;
    text(canvas, words_at(bottom - height - line), {fonts.small, colors.text, 0.5F}, std::to_string(count));
  }
}

void draw_histogram(const Canvas& canvas, Rect rect) {
  const Fonts& fonts = canvas.state.fonts;
  rect.h = std::min(rect.h, canvas.px(360));
  canvas.note("sample.panel", rect);
  card(canvas, rect);
  Rect inside = rect.inset(canvas.px(16));
  text(canvas, inside.cut_top(canvas.px(22)), {fonts.strong, canvas.colors.text}, "Read as");
  text(canvas, inside.cut_top(canvas.px(22), canvas.px(8)), {fonts.small, canvas.colors.muted},
       canvas.state.pointer.touch ? "Tap or hold a digit for its own verdict"
                                  : "Point at a digit for its own verdict");
  draw_counts(canvas, inside);
}

void draw_progress(const Canvas& canvas, Rect row) {
  const SampleState& sample = canvas.state.sample;
  const Fonts& fonts = canvas.state.fonts;
  const std::string line = sample_summary(sample);
  text(canvas, row, {fonts.small, canvas.colors.muted}, line);
  if (!sample.busy()) return;
  const float words = std::max(text_width(fonts.small, line), canvas.px(70)) + canvas.px(16);
  const Rect track{row.x + words, std::round(row.centre().y - canvas.px(3)), std::max(0.0F, row.w - words),
                   canvas.px(6)};
  canvas.note("sample.progress", track);
  canvas.list.AddRectFilled(track.min(), track.max(), canvas.colors.faint, track.h / 2);
  const int done = sample.restart ? 0 : sample.done;
  const float part = static_cast<float>(done) / static_cast<float>(sample.count());
  if (part > 0) {
    canvas.list.AddRectFilled(track.min(), {track.x + std::max(track.h, track.w * part), track.y + track.h},
                              canvas.colors.accent, track.h / 2);
  }
}

}  // namespace

void draw_sample_strip(const Canvas& canvas, Rect row) {
  SampleState& sample = canvas.state.sample;
  canvas.note("sample.strip", row);
  const SampleTile* tile = sample.tile(sample.chosen);
  if (tile == nullptr) return draw_progress(canvas, row);
  const float gap = canvas.px(8);
  const Fonts& fonts = canvas.state.fonts;
  draw_picture(canvas, row.cut_left(row.h, canvas.px(12)), sample.atlas, sample.chosen, canvas.px(6));
  if (button(canvas, "sample.save_tile", row.cut_right(canvas.px(64), gap), "Save", ButtonKind::kPlain))
    sample.want_tile_png = sample.chosen;
  if (button(canvas, "sample.explore", row.cut_right(canvas.px(84), gap), "Explore", ButtonKind::kPlain))
    sample.want_explore = sample.chosen;
  const float line = canvas.px(20);
  Rect words{row.x, std::round(row.centre().y - line), row.w, 2 * line};
  text(canvas, words.cut_top(line), {fonts.strong, canvas.colors.text},
       std::to_string(tile->verdict.digit) + ", " + percent(tile->verdict.confidence, 1) + " sure");
  text(canvas, words, {fonts.small, tile->verdict.rejected ? canvas.colors.generated : canvas.colors.muted},
       percent(tile->verdict.validity, 0) + " real");
}

void draw_sample_details(const Canvas& canvas, Rect rect) {
  const SampleState& sample = canvas.state.sample;
  const int number = sample.tile(sample.hovered) != nullptr ? sample.hovered : sample.chosen;
  const SampleTile* tile = sample.tile(number);
  if (tile == nullptr) return draw_histogram(canvas, rect);
  verdict_panel(canvas, "sample", rect, describe(sample, number, *tile));
}

}  // namespace sgan::app
