// Files that come to the app while it runs: fetched for a tab, picked, or dropped.

#include <algorithm>
#include <cctype>
#include <string_view>

#include "platform/app.h"
#include "ui/toast.h"

namespace sgan::app {
namespace {

bool is_json(std::string_view name) {
  constexpr std::string_view kEnding = ".json";
  const std::string_view ending = name.substr(name.size() - std::min(name.size(), kEnding.size()));
  return std::equal(ending.begin(), ending.end(), kEnding.begin(), kEnding.end(), [](char c, char wanted) {
    return std::tolower(static_cast<unsigned char>(c)) == wanted;
  });
}

}  // namespace

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
  if (!problem.empty()) return show_toast(state_, short_name(name) + " cannot be read: " + problem);
  if (is_json(name)) return open_strokes(name, bytes);
  state_.model_tab.coming.clear();
  state_.tab = Tab::kModel;
  (void)use_weights(name, "", bytes).ok();
}

void App::open_strokes(const std::string& name, std::span<const std::byte> bytes) {
  std::vector<Drawing> drawings;
  const Status status = parse_drawings({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, drawings);
  const Ink ink = drawings.empty() ? Ink{} : to_ink(drawings.front());
  if (!status.ok() || ink.empty()) {
    const std::string reason = status.ok() ? "it is empty" : status.message();
    return show_toast(state_, short_name(name) + " holds no strokes: " + reason);
  }
  state_.draw.replace_ink(ink);
  state_.tab = Tab::kDraw;
  if (drawings.size() > 1)
    show_toast(state_,
               "The first of " + std::to_string(drawings.size()) + " drawings of " + short_name(name));
}

void App::drag(bool over) {
  state_.model_tab.drop_here = over;
  wake();
}

}  // namespace sgan::app
