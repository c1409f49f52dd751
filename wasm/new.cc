// Emscripten's own operator new hands out null pointers where memory may grow but cannot, and nobody looks at
// them. These end the module instead, which the page and the engine report. Deleting is free(), as with
// Emscripten's.

#include <cstdlib>
#include <new>

namespace {

void* or_end(void* memory) {
  if (memory == nullptr) std::abort();
  return memory;
}

}  // namespace

void* operator new(std::size_t size) { return or_end(std::malloc(size)); }

void* operator new(std::size_t size, std::align_val_t alignment) {
  void* memory = nullptr;
  return posix_memalign(&memory, static_cast<std::size_t>(alignment), size) == 0 ? memory : or_end(nullptr);
}
