#include "platform/draw_screen.h"

#include <emscripten.h>

#include <utility>

#include "platform/browser.h"

namespace sgan::app {
namespace {

void save(const std::string& name, const std::string& json) {
  browser_download(name, "application/json", std::as_bytes(std::span(json)));
}

}  // namespace

void DrawScreen::create(UiState& state) {
  DrawState& draw = state.draw;
  seen_.create(state.model->image_size, 1, DigitTexture::Filter::kPixels);
  boxed_.create(kStrokeBox, 1, DigitTexture::Filter::kPixels);
  lookalikes_.create(state.model->image_size, 3, DigitTexture::Filter::kSmooth);
  draw.seen_atlas = seen_.atlas();
  draw.boxed_atlas = boxed_.atlas();
  draw.like.atlas = lookalikes_.atlas();
}

void DrawScreen::serve(UiState& state) {
  DrawState& draw = state.draw;
  if (std::exchange(draw.want_file, false) && draw.verdict) {
    const std::string read = draw.verdict->rejected ? "no-digit" : std::to_string(draw.verdict->digit);
    save("drawing-read-as-" + read + ".json", drawing_file(draw));
  }
  if (std::exchange(draw.challenge.want_missed, false))
    save("misread-drawings.json", misread_file(draw.challenge));
  if (std::exchange(draw.challenge.want_start, false)) {
    draw.challenge.start(static_cast<std::uint32_t>(emscripten_random() * 4294967295.0), state.now);
    draw.clear_paper();
  }
}

bool DrawScreen::work(Session& session, UiState& state, double budget_ms) {
  if (session.model() == nullptr) return false;
  DrawState& draw = state.draw;
  const DrawingWork::Changes changes = work_.advance(draw, *session.model(), session.workspace(), budget_ms);
  if (changes.judged && !draw.seen.empty()) {
    seen_.upload(0, draw.seen);
    boxed_.upload(0, draw.boxed);
  }
  if (changes.found) {
    int index = 0;
    for (const Lookalike& one : work_.lookalikes()) lookalikes_.upload(index++, one.image);
  }
  return changes.judged || changes.found;
}

}  // namespace sgan::app
