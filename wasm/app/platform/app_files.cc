// Files that come to the app while it runs: fetched for a tab, picked, or dropped.

#include "platform/app.h"
#include "ui/toast.h"

namespace sgan::app {

void App::take_file(const std::string& path, std::span<const std::byte> bytes, const std::string& problem) {
  wake();
  if (training_screen_.take(state_, path, bytes, problem)) return;
  if (model_screen_.take_list(state_.model_tab, path, bytes, problem)) return;
  if (path != state_.model_tab.coming) return;  // the person has chosen another meanwhile
  if (!problem.empty()) return ModelScreen::tell_absent(state_.model_tab, path, problem);
  (void)use_weights(file_name(path), path, bytes).ok();  // the tab says how it went
}

void App::open_file(const std::string& name, std::span<const std::byte> bytes, const std::string& problem) {
  wake();
  if (!problem.empty()) return show_toast(state_, name + " cannot be read: " + problem);
  if (name.ends_with(".json")) return open_strokes(name, bytes);
  state_.model_tab.coming.clear();
  state_.tab = Tab::kModel;
  (void)use_weights(name, "", bytes).ok();
}

void App::open_strokes(const std::string& name, std::span<const std::byte> bytes) {
  std::vector<Drawing> drawings;
  const Status status = parse_drawings({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, drawings);
  const Ink ink = drawings.empty() ? Ink{} : to_ink(drawings.front());
  if (!status.ok() || ink.empty()) {
    return show_toast(state_,
                      name + " holds no strokes: " + (status.ok() ? "it is empty" : status.message()));
  }
  DrawState& draw = state_.draw;
  draw.history.record(draw.ink);
  draw.ink = ink;
  draw.changed = true;
  state_.tab = Tab::kDraw;
}

void App::drag(bool over) {
  state_.model_tab.drop_here = over;
  wake();
}

}  // namespace sgan::app
