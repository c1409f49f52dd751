#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "sgan/status.h"
#include "ui/model_state.h"

namespace sgan::app {

/// The tab Model between the person and the browser: what is fetched, and what is said about it.
class ModelScreen {
 public:
  /// Asks the page for the list of shipped files, for weights that are wanted, and for the file picker.
  void serve(ModelState& model);
  /// Takes the list of shipped files; false if `path` is another file.
  bool take_list(ModelState& model, const std::string& path, std::span<const std::byte> bytes,
                 const std::string& problem);
  /// Says that weights did not come.
  static void tell_absent(ModelState& model, const std::string& path, const std::string& problem);
  /// Says how loading went, and describes the file if it was taken.  path: empty for a file of one's own
  static void tell_loaded(ModelState& model, const std::string& name, const std::string& path,
                          std::span<const std::byte> bytes, const Status& status);

 private:
  bool asked_ = false;
};

/// "reference.safetensors" of "weights/reference.safetensors".
[[nodiscard]] std::string file_name(const std::string& path);

}  // namespace sgan::app
