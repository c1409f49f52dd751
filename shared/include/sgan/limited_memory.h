#pragma once

#include <cstddef>
#include <cstdlib>

namespace sgan {

/// realloc() that refuses more than kMostBytes with a null pointer: for decoders that believe the sizes a
/// file claims.
template <std::size_t kMostBytes>
[[nodiscard]] void* limited_realloc(void* memory, std::size_t size) noexcept {
  return size <= kMostBytes ? std::realloc(memory, size) : nullptr;
}

}  // namespace sgan
