#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "platform/draw_screen.h"
#include "platform/explore_screen.h"
#include "platform/key_queue.h"
#include "platform/model_screen.h"
#include "platform/pointer_queue.h"
#include "platform/sample_screen.h"
#include "platform/textures.h"
#include "platform/training_screen.h"
#include "ui/state.h"
#include "work/report.h"
#include "work/session.h"

struct GLFWwindow;

namespace sgan::app {

/// Binds the state, its drawing and the models to a window.
class App {
 public:
  bool open_window(int width, int height, double scale, bool dark);
  /// Takes the weights that the page starts with.  path: where they came from, relative to the page
  int load(const std::string& path, std::span<const std::byte> bytes);
  /// Takes a file that browser_fetch() asked for.  problem: why it did not come, or empty
  void take_file(const std::string& path, std::span<const std::byte> bytes, const std::string& problem);
  /// Opens a file of the person's own: weights, or strokes.  problem: why it cannot be read, or empty
  void open_file(const std::string& name, std::span<const std::byte> bytes, const std::string& problem);
  /// Files are being dragged over the page, or no longer.
  void drag(bool over);
  /// From the next frame on.  width, height: device pixels
  void resize(int width, int height, double scale);
  void set_dark(bool dark);
  void point(PointerAction action, ImVec2 position, bool touch, float pressure);
  void press(const KeyEvent& event);
  void scroll(float pixels);
  /// The Tab key; false where the browser has to move on to what lies beside the canvas.
  bool tab(bool backwards);
  /// The browser's focus left the canvas.
  void leave();
  /// Whether keys go into a text.
  [[nodiscard]] bool typing() const;
  /// The settings of an earlier visit.
  void take_settings(const char* json);
  /// The browser took the graphics away; nothing is drawn until it gives them back.
  void lose_graphics() { graphics_lost_ = true; }
  void restore_graphics();
  bool set_seed(const char* digits);
  /// Shows the view that the part of the page's address behind '#' describes.
  void open_link(const char* link);
  void link_copied(bool copied);

  /// One turn of the main loop; returns at once if there is nothing new to draw.
  void frame();
  /// Draws at least the next few frames.
  void wake();

  [[nodiscard]] const char* error() const { return error_.c_str(); }
  const char* state_json();
  const char* widgets_json();

 private:
  static constexpr int kSettleFrames = 3;
  struct CanvasSize {
    int width, height;
    float scale;
  };

  bool apply_size();
  void restyle();
  void rebuild_fonts();
  void rest();
  void work();
  void render();
  void serve_requests();
  void tell_toast();
  void tell_browser();
  /// On failure the model before stays in use.
  Status use_weights(const std::string& name, const std::string& path, std::span<const std::byte> bytes);
  void open_strokes(const std::string& name, std::span<const std::byte> bytes);

  GLFWwindow* window_ = nullptr;
  UiState state_;
  Session session_;
  SampleScreen sample_screen_;
  ExploreScreen explore_screen_;
  PointerQueue pointer_;
  KeyQueue keys_;
  DrawScreen draw_screen_;
  TrainingScreen training_screen_;
  ModelScreen model_screen_;
  std::optional<CanvasSize> wanted_size_;
  int settle_ = kSettleFrames;
  FrameTimes times_{};
  bool graphics_lost_ = false, resting_ = false;
  std::string error_, json_;
  // What the browser has been told, and keeps.
  Toast told_toast_;
  std::string told_focus_, told_shown_, kept_;
  ImGuiMouseCursor shown_cursor_ = ImGuiMouseCursor_Arrow;
};

}  // namespace sgan::app
