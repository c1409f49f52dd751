// Dear ImGui's backend asks WebGL for all of its state before every frame, to restore it afterwards. A
// browser answers only when its graphics process has drawn what it was given before, so each question costs
// as much as a frame. Nothing else draws here, and what was restored is still so: each answer is remembered
// instead.

#include <GLES3/gl3.h>

#include <algorithm>
#include <array>
#include <map>

extern "C" void sgan_remembered_integer(GLenum name, GLint* values);

/// Takes the place of glGetIntegerv in imgui_impl_opengl3.cpp, see CMakeLists.txt.
void sgan_remembered_integer(GLenum name, GLint* values) {
  static std::map<GLenum, std::array<GLint, 4>> answers;
  const auto [answer, unknown] = answers.try_emplace(name);
  if (unknown) glGetIntegerv(name, answer->second.data());
  const bool box = name == GL_VIEWPORT || name == GL_SCISSOR_BOX;
  std::copy_n(answer->second.begin(), box ? 4 : 1, values);
}
