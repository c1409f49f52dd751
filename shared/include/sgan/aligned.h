#pragma once

#include <cstddef>
#include <new>
#include <vector>

namespace sgan {

/// Allocates at cache lines, so that no vector load of the kernels crosses one.
template <typename T>
struct CacheAlignedAllocator {
  using value_type = T;
  static constexpr std::align_val_t kAlignment{64};

  CacheAlignedAllocator() = default;
  template <typename U>
  CacheAlignedAllocator(const CacheAlignedAllocator<U>& /*other*/) noexcept {}

  T* allocate(std::size_t count) { return static_cast<T*>(::operator new(count * sizeof(T), kAlignment)); }
  void deallocate(T* values, std::size_t /*count*/) noexcept { ::operator delete(values, kAlignment); }

  template <typename U>
  bool operator==(const CacheAlignedAllocator<U>& /*other*/) const noexcept {
    return true;
  }
};

using AlignedFloats = std::vector<float, CacheAlignedAllocator<float>>;

}  // namespace sgan
