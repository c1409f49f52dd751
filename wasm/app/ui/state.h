#pragma once

#include <imgui.h>

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sgan/model.h"
#include "sgan/strokes.h"
#include "ui/geometry.h"
#include "ui/theme.h"

/// Everything the page shows, as plain values. draw() (ui/page.h) turns it into widgets and writes what the
/// person wants back into it; work/session.h does the models' part; neither knows GL or the browser.
namespace sgan::app {

enum class Tab { kSample, kDraw };

/// What the discriminator makes of one image.
struct Verdict {
  std::array<float, kJudgedClasses> probs{};  // the ten digits, then "generated"
  float validity = 0;                         // probability that the image is real
  int digit = 0;                              // most probable of the ten
  float confidence = 0;                       // its probability among the ten, "generated" left aside
  bool rejected = false;                      // "generated" is more probable than any digit
};

/// Square images side by side in one texture, each with a clear border of one pixel.
struct Atlas {
  ImTextureID texture{};
  int image_size = 0, columns = 0;

  [[nodiscard]] int cell() const { return image_size + 2; }
  [[nodiscard]] int side() const { return cell() * columns; }
};

inline constexpr int kMaxSamples = 100;
inline constexpr std::array<int, 4> kSampleCounts{16, 25, 64, 100};

struct SampleState {
  std::uint64_t seed = 7;
  std::optional<int> digit_class;  // the digit asked of a conditional model; none: all of them
  int count = 25;
  int ready = 0;                  // images and verdicts that are there, from the first; may exceed count
  std::vector<float> images;      // [kMaxSamples, size, size]
  std::vector<Verdict> verdicts;  // [kMaxSamples]
  Atlas atlas;

  int hovered = -1, chosen = -1;        // tiles, -1 for none
  std::array<char, 24> seed_text{"7"};  // what the field shows while it is edited

  // Asked for by the person; whoever serves it clears it.
  bool restart = true, want_new_seed = false, want_png = false;

  [[nodiscard]] int done() const { return ready < count ? ready : count; }
  [[nodiscard]] bool busy() const { return restart || ready < count; }
};

struct DrawState {
  Drawing strokes;  // in units of the drawing area's side
  bool pen_down = false;
  float brush = 0.055F;            // line width on the screen, in the same unit
  bool changed = false;            // strokes differ from what verdict and seen are about
  std::optional<Verdict> verdict;  // none: nothing to judge
  std::vector<float> seen;         // [size, size], what the network sees; empty: nothing
  Atlas seen_atlas;                // that image alone
};

/// The mouse, finger or pen beyond what Dear ImGui knows of it.
struct PointerState {
  std::vector<ImVec2> trail;  // every position with the button down since the last frame, in device pixels
  float scroll = 0;           // turned with the wheel since the last frame, in device pixels downwards
  bool touch = false;         // a finger, not a mouse or pen
};

struct UiState {
  Tab tab = Tab::kSample;
  float scale = 1;  // device pixels per CSS pixel
  bool dark = false;
  Fonts fonts;
  PointerState pointer;
  const ModelInfo* model = nullptr;  // set once a model is loaded
  SampleState sample;
  DrawState draw;

  std::map<std::string, Rect, std::less<>> widgets;  // where this frame's widgets are
  ImGuiMouseCursor cursor = ImGuiMouseCursor_Arrow;  // what the pointer should look like
};

}  // namespace sgan::app
