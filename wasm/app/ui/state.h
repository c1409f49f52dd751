#pragma once

#include <imgui.h>

#include <limits>
#include <map>
#include <string>
#include <vector>

#include "sgan/model.h"
#include "ui/draw_state.h"
#include "ui/explore_state.h"
#include "ui/focus.h"
#include "ui/geometry.h"
#include "ui/model_state.h"
#include "ui/sample_state.h"
#include "ui/theme.h"
#include "ui/training_state.h"

/// Everything the page shows, as plain values. draw() (ui/page.h) turns it into widgets and writes what the
/// person wants back into it; work/ does the models' part; neither knows GL or the browser.
namespace sgan::app {

enum class Tab { kSample, kExplore, kDraw, kTraining, kModel };

inline constexpr double kNever = std::numeric_limits<double>::infinity();

struct TrailPoint {
  ImVec2 position;     // device pixels
  float pressure = 1;  // 0..1; 1 for a mouse, a finger, and a pen that knows none
};

/// The mouse, finger or pen beyond what Dear ImGui knows of it.
struct PointerState {
  std::vector<TrailPoint> trail;  // every position with the button down since the last frame
  float scroll = 0;               // turned with the wheel since the last frame, in device pixels downwards
  bool touch = false;             // a finger, not a mouse or pen
  bool pulls = false;             // it went down where a finger pulls the page
};

/// A few words at the lower edge of the page (ui/toast.h).
struct Toast {
  std::string line;
  double until = 0;  // as UiState::now

  bool operator==(const Toast&) const = default;
};

struct UiState {
  Tab tab = Tab::kSample;
  float scale = 1;  // device pixels per CSS pixel
  bool dark = false;
  double now = 0;             // seconds, from any beginning; only grows
  double redraw_at = kNever;  // when the page wants to be drawn again although nobody touches it
  Fonts fonts;
  /// Gives a command's clip rectangle the colour in its UserCallbackData (ImU32), if the platform has a quick
  /// way to. Where no graphics card helps, each pixel of a texture is dear, and ImGui's rectangles have one
  /// too.
  ImDrawCallback clear_box = nullptr;
  PointerState pointer;
  Focus focus;
  const ModelInfo* model = nullptr;  // set once a model is loaded
  SampleState sample;
  ExploreState explore;
  DrawState draw;
  TrainingState training;
  ModelState model_tab;
  Toast toast;

  std::map<std::string, Rect, std::less<>> widgets;  // where this frame's widgets are
  std::vector<Rect> drag_areas;  // those of them that keep a finger's drag, which else scrolls the page
  ImGuiMouseCursor cursor = ImGuiMouseCursor_Arrow;  // what the pointer should look like
};

}  // namespace sgan::app
