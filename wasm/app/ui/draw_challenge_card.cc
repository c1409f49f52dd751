#include <cmath>

#include "ui/draw_parts.h"

namespace sgan::app {
namespace {

constexpr float kGap = 8, kControl = 40;

void answer(UiState& state, bool pass) {
  DrawState& draw = state.draw;
  draw.challenge.answer(pass ? std::nullopt : draw.verdict, pass ? Drawing{} : to_drawing(draw.ink),
                        state.now);
  draw.clear_paper();
}

std::string seconds(double value) { return std::to_string(static_cast<int>(std::floor(value))) + " s"; }

/// A cell for each question: grey, right or wrong, with the digit that was asked.
void draw_cells(const Canvas& canvas, Rect row) {
  const Challenge& challenge = canvas.state.draw.challenge;
  const float gap = canvas.px(4);
  canvas.note("draw.challenge_cells", row);
  const auto count = static_cast<float>(challenge.order.size());
  const float step = (row.w + gap) / count;
  for (std::size_t i = 0; i < challenge.order.size(); ++i) {
    const float left = std::round(row.x + step * static_cast<float>(i));
    const float right = std::round(row.x + step * static_cast<float>(i + 1)) - gap;
    const bool answered = i < challenge.answers.size();
    ImU32 fill = canvas.colors.faint;
    if (answered) fill = challenge.answers[i].right() ? canvas.colors.real : canvas.colors.generated;
    canvas.list.AddRectFilled({left, row.y}, {right, row.y + row.h}, fill, canvas.px(4));
    const bool current = challenge.asking() && i == challenge.answers.size();
    if (current) {
      canvas.list.AddRect({left, row.y}, {right, row.y + row.h}, canvas.colors.accent, canvas.px(4), 0,
                          canvas.px(2));
    }
    if (!answered) continue;
    text(canvas, {left, row.y, right - left, row.h}, {canvas.state.fonts.small, canvas.colors.page, 0.5F},
         std::to_string(challenge.order[i]));
  }
}

void draw_score(const Canvas& canvas, Rect row, const std::string& title, const std::string& score) {
  canvas.note("draw.challenge_score", row);
  const float width = text_width(canvas.state.fonts.small, score);
  text(canvas, row.cut_right(std::min(width + 1, row.w / 2), canvas.px(kGap)),
       {canvas.state.fonts.small, canvas.colors.muted, 1}, score);
  text(canvas, row, {canvas.state.fonts.strong, canvas.colors.text}, title);
}

void draw_asking(const Canvas& canvas, Rect rect) {
  UiState& state = canvas.state;
  Challenge& challenge = state.draw.challenge;
  std::string score = std::to_string(challenge.right()) + " right";
  if (challenge.wrong() > 0) score += ", " + std::to_string(challenge.wrong()) + " wrong";
  if (challenge.streak() > 1) score += " \u00b7 " + std::to_string(challenge.streak()) + " in a row";
  score += " \u00b7 " + seconds(challenge.seconds() + state.now - challenge.since);
  draw_score(canvas, rect.cut_top(canvas.px(24), canvas.px(6)), "Draw a " + std::to_string(challenge.asked()),
             score);
  draw_cells(canvas, rect.cut_top(canvas.px(22), canvas.px(10)));
  const float gap = canvas.px(kGap);
  Rect row = rect.cut_top(canvas.px(kControl));
  const float width = (row.w - 2 * gap) / 4;
  const bool any = state.draw.verdict && !state.draw.pen_down;
  // Enter belongs to the widget that the keyboard is on, if it is on one.
  const bool enter = ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Enter), false) && state.focus.on.empty();
  const bool done =
      button(canvas, "draw.challenge_done", row.cut_left(2 * width, gap), "Done", ButtonKind::kPrimary, any);
  const bool pass = button(canvas, "draw.challenge_pass", row.cut_left(width, gap), "Pass",
                           ButtonKind::kPlain, !state.draw.pen_down);
  if (button(canvas, "draw.challenge_stop", row, "Stop", ButtonKind::kPlain)) {
    challenge.close();
  } else if (any && (done || enter)) {
    answer(state, false);
  } else if (pass) {
    answer(state, true);
  }
  canvas.redraw_in(1);
}

void draw_result(const Canvas& canvas, Rect rect) {
  Challenge& challenge = canvas.state.draw.challenge;
  const std::string title =
      std::to_string(challenge.right()) + " of " + std::to_string(challenge.order.size()) + " right";
  draw_score(canvas, rect.cut_top(canvas.px(24), canvas.px(6)), title,
             seconds(challenge.seconds()) + " \u00b7 best streak " + std::to_string(challenge.best_streak()));
  draw_cells(canvas, rect.cut_top(canvas.px(22), canvas.px(10)));
  Rect row = rect.cut_top(canvas.px(kControl));
  const float gap = canvas.px(kGap);
  const float width = (row.w - gap) / 2;
  if (button(canvas, "draw.challenge_start", row.cut_left(width, gap), "Play again", ButtonKind::kPrimary))
    challenge.want_start = true;
  if (button(canvas, "draw.save_missed", row, "Save misread", ButtonKind::kPlain, challenge.misread() > 0))
    challenge.want_missed = true;
}

}  // namespace

void draw_challenge(const Canvas& canvas, Rect rect) {
  Challenge& challenge = canvas.state.draw.challenge;
  if (challenge.asking()) return draw_asking(canvas, rect);
  if (challenge.open) return draw_result(canvas, rect);
  paragraph(canvas, rect.cut_top(canvas.px(52), canvas.px(10)),
            {canvas.state.fonts.body, canvas.colors.muted},
            "Draw the ten digits in random order. What the network reads stays hidden until you press Done.");
  if (button(canvas, "draw.challenge_start", rect.cut_top(canvas.px(kControl)), "Start",
             ButtonKind::kPrimary))
    challenge.want_start = true;
}

}  // namespace sgan::app
