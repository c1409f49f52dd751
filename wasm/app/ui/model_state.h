#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace sgan::app {

/// One layer of the loaded file: the tensors of one name without their last part.
struct LayerRow {
  std::string name;            // "conv_blocks.2"
  std::string kind;            // "convolution", "linear", "batch norm", "embedding"
  std::string shape;           // of its weight, "[128, 128, 3, 3]"
  std::string dtype;           // of its weight
  std::size_t parameters = 0;  // trainable ones, as PyTorch counts them
  std::size_t bytes = 0;       // in the file, with all that belongs to the layer
};

struct LayerTable {
  std::vector<LayerRow> generator, discriminator;
};

/// A weights file that the page is shipped with (web/weights/manifest.json).
struct ShippedWeights {
  std::string path;   // relative to the page
  std::string title;  // of its button
  std::string note;   // one sentence
};

/// The tab Model: which weights are loaded, and which others could be.
struct ModelState {
  bool opened = false;    // the tab has been shown: the list of shipped files is wanted
  std::string name;       // of the loaded file, for people
  std::string path;       // where it came from on this server; empty for one of the person's own
  std::size_t bytes = 0;  // of the file
  LayerTable layers;
  std::vector<ShippedWeights> shipped;  // the default first; empty while unknown
  [[nodiscard]] std::string default_path() const { return shipped.empty() ? "" : shipped.front().path; }

  std::string coming;      // the path that is being fetched; empty: none
  std::string message;     // how the last attempt went; empty: nothing to say
  bool failed = false;     // the message is about a failure
  bool drop_here = false;  // files are being dragged over the page

  // Asked for by the person; whoever serves it clears it.
  std::optional<std::string> want_path;
  bool want_pick = false;
};

}  // namespace sgan::app
