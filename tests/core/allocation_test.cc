// No memory is allocated in the steady state, whatever the batch. A program of its own: it replaces the
// allocator.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <new>

#include "sgan/discriminator.h"
#include "sgan/generator.h"
#include "support/random_model.h"

namespace {

std::size_t allocations = 0;

void* allocate(std::size_t size, std::size_t alignment) {
  ++allocations;
  void* memory = nullptr;
  if (posix_memalign(&memory, std::max(alignment, sizeof(void*)), std::max<std::size_t>(size, 1)) != 0)
    std::abort();
  return memory;
}

}  // namespace

void* operator new(std::size_t size) { return allocate(size, alignof(std::max_align_t)); }
void* operator new[](std::size_t size) { return allocate(size, alignof(std::max_align_t)); }
void* operator new(std::size_t size, std::align_val_t alignment) {
  return allocate(size, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t size, std::align_val_t alignment) {
  return allocate(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

namespace sgan {
namespace {

Model make_model(const Metadata& metadata) {
  Weights weights = test::random_weights({}, 5);
  weights.metadata = metadata;
  return test::load(weights);
}

/// Allocations of generating n images.
std::size_t allocations_of_generate(const Model& model, std::size_t n, Workspace& workspace) {
  const auto latents = test::random_values(n * static_cast<std::size_t>(model.info.latent_dim), 1);
  const std::vector<int> labels(n, 3);
  const auto size = static_cast<std::size_t>(model.info.image_size);
  std::vector<float> images(n * size * size);
  const std::size_t before = allocations;
  EXPECT_TRUE(generate(model, latents, labels, workspace, images).ok());
  return allocations - before;
}

TEST(Allocation, TheFirstImageTakesAllTheMemoryThatGeneratingNeeds) {
  for (const Metadata& metadata : {Metadata{}, Metadata{{"conditional", "embed_mul"}}}) {
    const Model model = make_model(metadata);
    Workspace workspace;
    EXPECT_GT(allocations_of_generate(model, 1, workspace), 0U) << "this test does not see allocations";
    for (const std::size_t n : {1U, 2U, 25U, 257U, 10'000U})
      EXPECT_EQ(allocations_of_generate(model, n, workspace), 0U) << n;
  }
}

TEST(Allocation, TheFirstImageTakesAllTheMemoryThatJudgingNeeds) {
  const Model model = make_model({});
  Workspace workspace;
  const auto judge_some = [&](std::size_t n) {
    const std::vector<float> images = test::random_values(n * 256, 1);
    std::vector<float> validity(n), class_probs(n * kJudgedClasses);
    const std::size_t before = allocations;
    EXPECT_TRUE(judge(model, images, workspace, validity, class_probs).ok());
    return allocations - before;
  };
  EXPECT_GT(judge_some(1), 0U) << "this test does not see allocations";
  for (const std::size_t n : {1U, 7U, 10'000U}) EXPECT_EQ(judge_some(n), 0U) << n;
}

}  // namespace
}  // namespace sgan
