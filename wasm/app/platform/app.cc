#include "platform/app.h"

#include <GLES3/gl3.h>
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <emscripten.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <new>
#include <utility>

#include "platform/browser.h"
#include "ui/page.h"
#include "ui/sample_seed.h"
#include "ui/toast.h"
#include "work/announce.h"
#include "work/link.h"
#include "work/settings.h"

namespace sgan::app {
namespace {

/// The models get half of the time between two frames of a 60 Hz screen; the other half is for drawing.
constexpr double kWorkBudgetMs = 8;
/// When something was pressed or moved, what follows is shown first.
constexpr double kWorkBudgetWithInputMs = 2;

constexpr char kShaderVersion[] = "#version 300 es";

void clear_box(const ImDrawList* /*list*/, const ImDrawCmd* command) {
  const ImVec4 box = command->ClipRect;
  const auto left = static_cast<int>(box.x), bottom = static_cast<int>(ImGui::GetIO().DisplaySize.y - box.w);
  glScissor(left, bottom, static_cast<int>(box.z) - left, static_cast<int>(box.w - box.y));
  const auto color = static_cast<ImU32>(reinterpret_cast<std::uintptr_t>(command->UserCallbackData));
  const ImVec4 rgba = ImGui::ColorConvertU32ToFloat4(color);
  glClearColor(rgba.x, rgba.y, rgba.z, rgba.w);
  glClear(GL_COLOR_BUFFER_BIT);
}

App* app_of(GLFWwindow* window) { return static_cast<App*>(glfwGetWindowUserPointer(window)); }

}  // namespace

bool App::open_window(int width, int height, double scale, bool dark) {
  if (glfwInit() == 0) return false;
  glfwWindowHint(GLFW_CLIENT_API, GLFW_OPENGL_ES_API);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_ALPHA_BITS, 0);
  glfwWindowHint(GLFW_DEPTH_BITS, 0);
  glfwWindowHint(GLFW_STENCIL_BITS, 0);
  window_ = glfwCreateWindow(width, height, "SGAN", nullptr, nullptr);
  if (window_ == nullptr) return false;
  glfwSetWindowUserPointer(window_, this);
  glfwMakeContextCurrent(window_);

  // Dear ImGui writes into what it gets without looking: ours ends the module where there is no memory left.
  ImGui::SetAllocatorFunctions([](std::size_t size, void*) { return ::operator new(size); },
                               [](void* memory, void*) { ::operator delete(memory); });
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.ConfigFlags |= ImGuiConfigFlags_NoMouseCursorChange;  // the page moves the focus itself: ui/focus.h
  ImGui_ImplGlfw_InitForOpenGL(window_, true);
  glfwSetKeyCallback(window_, [](GLFWwindow* window, int key, int scancode, int action, int mods) {
    app_of(window)->press({key, scancode, action, mods});
  });
  glfwSetCharCallback(window_, [](GLFWwindow* window, unsigned character) {
    app_of(window)->press({GLFW_KEY_UNKNOWN, 0, GLFW_PRESS, 0, character});
  });
  ImGui_ImplOpenGL3_Init(kShaderVersion);
  state_.scale = static_cast<float>(scale);
  state_.dark = dark;
  state_.clear_box = clear_box;
  restyle();
  rebuild_fonts();
  return true;
}

int App::load(const std::string& path, std::span<const std::byte> bytes) {
  wake();
  const Status status = use_weights(file_name(path), path, bytes);
  error_ = status.message();
  return status.ok() ? 0 : static_cast<int>(status.code());
}

Status App::use_weights(const std::string& name, const std::string& path, std::span<const std::byte> bytes) {
  Status status = session_.load(bytes, state_);
  ModelScreen::tell_loaded(state_.model_tab, name, path, bytes, status);
  if (!status.ok()) return status;
  draw_screen_.create(state_);
  return status;
}

void App::resize(int width, int height, double scale) {
  wanted_size_ = {width, height, static_cast<float>(scale)};
  wake();
}

/// A canvas that changes its size is empty until the next frame, and waits until the last one is drawn:
/// meanwhile false.
bool App::apply_size() {
  if (!wanted_size_) return true;
  if (!browser_frame_drawn()) return false;
  const CanvasSize size = *std::exchange(wanted_size_, std::nullopt);
  int width = 0, height = 0;
  glfwGetWindowSize(window_, &width, &height);
  if (size.width != width || size.height != height) glfwSetWindowSize(window_, size.width, size.height);
  if (size.scale != state_.scale) {
    state_.scale = size.scale;
    restyle();
    rebuild_fonts();
  }
  return true;
}

void App::set_dark(bool dark) {
  state_.dark = dark;
  restyle();
  wake();
}

void App::point(PointerAction action, ImVec2 position, bool touch, float pressure) {
  pointer_.push(action, position, touch, pressure);
  wake();
}

void App::press(const KeyEvent& event) {
  keys_.push(event);
  wake();
}

void App::scroll(float pixels) {
  state_.pointer.scroll += pixels;
  wake();
}

bool App::tab(bool backwards) {
  wake();
  return move_focus(state_.focus, backwards);
}

void App::leave() {
  clear_focus(state_.focus);
  wake();
}

bool App::typing() const { return ImGui::GetIO().WantTextInput; }

void App::take_settings(const char* json) {
  apply_settings(state_, json);
  kept_ = settings_json(state_);
  wake();
}

void App::restore_graphics() {
  graphics_lost_ = false;
  browser_forget_graphics();
  ImGui_ImplOpenGL3_Shutdown();
  ImGui_ImplOpenGL3_Init(kShaderVersion);
  DigitTexture::restore_all();
  wake();
}

bool App::set_seed(const char* digits) {
  wake();
  return take_seed_text(state_, digits);
}

void App::restyle() { apply_style(palette(state_.dark), state_.scale); }

void App::rebuild_fonts() {
  state_.fonts = build_fonts(state_.scale);
  ImGui_ImplOpenGL3_DestroyFontsTexture();
  ImGui_ImplOpenGL3_CreateFontsTexture();
}

void App::work() {
  const bool input = !pointer_.empty() || !keys_.empty();
  if (sample_screen_.work(session_, state_, input ? kWorkBudgetWithInputMs : kWorkBudgetMs)) wake();
  if (explore_screen_.work(session_, state_, kWorkBudgetMs)) wake();
  if (draw_screen_.work(session_, state_, kWorkBudgetMs)) wake();
  if (training_screen_.work(state_)) wake();
}

void App::serve_requests() {
  sample_screen_.serve(state_);
  explore_screen_.serve(session_, state_);
  draw_screen_.serve(state_);
  training_screen_.serve(state_);
  model_screen_.serve(state_.model_tab);
}

void App::open_link(const char* link) {
  wake();
  const std::string problem = sgan::app::open_link(state_, link);
  if (!problem.empty()) show_toast(state_, problem);
}

void App::link_copied(bool copied) {
  wake();
  show_toast(state_, copied ? "Link copied" : "The link is in the address bar: copy it from there");
}

void App::wake() {
  settle_ = kSettleFrames;
  if (!std::exchange(resting_, false)) return;
  state_.now = emscripten_get_now() / 1000;  // it stood still, and what woke the page may count from it
  emscripten_resume_main_loop();
}

/// Without a main loop the browser has nothing to do at all; it starts again with wake().
void App::rest() {
  resting_ = true;
  emscripten_pause_main_loop();
  if (graphics_lost_ || state_.redraw_at == kNever) return;
  const double wait = std::max(0.0, state_.redraw_at - state_.now) * 1000;
  emscripten_async_call([](void* app) { static_cast<App*>(app)->wake(); }, this, static_cast<int>(wait));
}

void App::frame() {
  const bool typing = ImGui::GetIO().WantTextInput;
  state_.now = emscripten_get_now() / 1000;
  const bool due = typing || state_.now >= state_.redraw_at || state_.sample.busy();
  if (graphics_lost_) return rest();
  if (settle_ == 0 && !due && pointer_.empty() && keys_.empty()) {
    if (!state_.draw.like.busy) return rest();
    // Looking for digits like the drawn one is seen only when one is found.
    if (draw_screen_.work(session_, state_, kWorkBudgetMs)) wake();
    return;
  }
  const double start = emscripten_get_now();
  if (!apply_size()) return;
  if (settle_ > 0) --settle_;
  serve_requests();
  work();
  times_.work = emscripten_get_now() - start;
  render();
  times_.frame = emscripten_get_now() - start;
  tell_toast();
  if (settle_ == 0 && !state_.sample.busy()) tell_browser();
}

/// In its first frame: what moves or is made meanwhile may not settle before it is gone.
void App::tell_toast() {
  if (state_.toast == told_toast_) return;
  told_toast_ = state_.toast;
  if (state_.now < told_toast_.until) browser_announce(told_toast_.line, true);
}

/// Once what is shown has settled.
void App::tell_browser() {
  std::string focus(state_.focus.label());
  std::string shown = announcement(state_);
  std::string text;
  if (focus != told_focus_) text = focus;
  if (shown != told_shown_) text += (text.empty() ? "" : ". ") + shown;
  if (!text.empty()) browser_announce(text, false);
  told_focus_ = std::move(focus);
  told_shown_ = std::move(shown);
  std::string settings = settings_json(state_);
  if (settings != kept_) browser_keep_settings(settings);
  kept_ = std::move(settings);
}

void App::render() {
  glfwPollEvents();
  for (const KeyEvent& event : keys_.take_frame()) {
    if (event.character != 0) {
      ImGui_ImplGlfw_CharCallback(window_, event.character);
    } else {
      ImGui_ImplGlfw_KeyCallback(window_, event.key, event.scancode, event.action, event.mods);
    }
  }
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplGlfw_NewFrame();
  pointer_.apply(ImGui::GetIO(), state_.pointer);
  ImGui::NewFrame();
  draw(state_);
  ImGui::Render();
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  const ImVec4 page = ImGui::ColorConvertU32ToFloat4(palette(state_.dark).page);
  glViewport(0, 0, static_cast<int>(size.x), static_cast<int>(size.y));
  glClearColor(page.x, page.y, page.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  browser_mark_frame();
  if (state_.cursor != shown_cursor_) browser_set_cursor(state_.cursor);
  shown_cursor_ = state_.cursor;
}

const char* App::state_json() {
  json_ = sgan::app::state_json(state_, times_);
  return json_.c_str();
}

const char* App::widgets_json() {
  json_ = sgan::app::widgets_json(state_);
  return json_.c_str();
}

}  // namespace sgan::app
