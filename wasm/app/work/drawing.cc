#include "work/drawing.h"

#include <utility>

#include "sgan/strokes.h"
#include "work/judging.h"
#include "work/strokes_file.h"

namespace sgan::app {

DrawingWork::Changes DrawingWork::advance(DrawState& draw, const Model& model, Workspace& workspace,
                                          double budget_ms) {
  Changes changes;
  LookalikeState& like = draw.like;
  if (draw.changed) {
    judge(draw, model, workspace);
    search_.stop();
    changes.judged = true;
  }
  if (std::exchange(like.want, false) && draw.verdict && !search_.busy()) {
    if (search_.tried() > 0) {
      search_.go_on();
    } else {
      search_.start(draw.seen, draw.verdict->digit);
    }
  }
  if (search_.busy()) changes.found = search_.advance(model, workspace, budget_ms);
  like.busy = search_.busy();
  like.tried = search_.tried();
  like.distances.clear();
  for (const Lookalike& one : search_.best()) like.distances.push_back(one.distance);
  return changes;
}

void DrawingWork::judge(DrawState& draw, const Model& model, Workspace& workspace) {
  draw.changed = false;
  draw.verdict.reset();
  draw.seen.clear();
  const Drawing drawing = to_drawing(draw.ink);
  const auto size = static_cast<std::size_t>(model.info.image_size);
  std::vector<float> image(size * size), box(std::size_t{kStrokeBox} * kStrokeBox);
  // An empty drawing is refused, and then nothing is claimed about it.
  if (!rasterize(drawing, model.info.image_size, image).ok() || !rasterize_box(drawing, box).ok()) return;
  draw.verdict = judge_image(model, image, workspace);
  draw.seen = std::move(image);
  draw.boxed = std::move(box);
}

std::string drawing_file(const DrawState& draw) {
  const Drawing strokes = to_drawing(draw.ink);
  const JudgedDrawing one{&strokes, draw.verdict ? &*draw.verdict : nullptr, std::nullopt};
  return strokes_file({&one, 1});
}

std::string misread_file(const Challenge& challenge) {
  std::vector<JudgedDrawing> drawings;
  for (const ChallengeAnswer& answer : challenge.answers) {
    if (answer.misread()) drawings.push_back({&answer.strokes, &*answer.read, answer.asked});
  }
  return strokes_file(drawings);
}

}  // namespace sgan::app
