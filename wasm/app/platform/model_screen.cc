#include "platform/model_screen.h"

#include <utility>

#include "platform/browser_files.h"
#include "work/weights_files.h"

namespace sgan::app {
namespace {

const std::string kList = "weights/manifest.json";

}  // namespace

void ModelScreen::serve(ModelState& model) {
  if (model.opened && !std::exchange(asked_, true)) browser_fetch(kList);
  if (std::exchange(model.want_pick, false)) browser_pick_file();
  if (!model.want_path) return;
  model.coming = *std::exchange(model.want_path, std::nullopt);
  browser_fetch(model.coming);
}

bool ModelScreen::take_list(ModelState& model, const std::string& path, std::span<const std::byte> bytes,
                            const std::string& problem) {
  if (path != kList) return false;
  std::string why = problem;
  if (why.empty())
    why = read_shipped({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, model.shipped).message();
  if (!why.empty()) {
    model.failed = true;
    model.message = "The list of shipped weights (" + kList + "): " + why + ".";
  }
  return true;
}

void ModelScreen::tell_absent(ModelState& model, const std::string& path, const std::string& problem) {
  model.coming.clear();
  model.failed = true;
  model.message = path + ": " + problem + ". " + model.name + " stays in use.";
}

void ModelScreen::tell_loaded(ModelState& model, const std::string& name, const std::string& path,
                              std::span<const std::byte> bytes, const Status& status) {
  model.coming.clear();
  model.failed = !status.ok();
  if (!status.ok()) {
    model.message = name + " is refused: " + status.message() + ". " + model.name + " stays in use.";
    return;
  }
  model.message = model.name.empty() ? "" : name + " is in use now.";
  model.name = name;
  model.path = path;
  model.bytes = bytes.size();
  model.layers = layer_table(bytes);
}

std::string file_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

}  // namespace sgan::app
