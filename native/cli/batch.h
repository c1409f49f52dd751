#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "sgan/discriminator.h"
#include "sgan/generator.h"
#include "sgan/model.h"
#include "sgan_io/idx.h"

namespace sgan::cli {

/// Calls work(first, count, workspace) for chunks that make up 0..n-1, on several threads at once, each with
/// a workspace of its own. The first failure, in the order of the chunks that ran, is returned.
/// threads: how many; 0 means one per core, here and wherever threads are asked for
using ChunkWork = std::function<Status(std::size_t first, std::size_t count, Workspace& workspace)>;
[[nodiscard]] Status for_chunks(std::size_t n, int threads, const ChunkWork& work);

/// generate() of generator.h on several threads. Refuses a model whose images are no numbers.
[[nodiscard]] Status generate_all(const Model& model, std::span<const float> latents,
                                  std::span<const int> labels, int threads, std::span<float> images);

/// Samples first, first + 1, ... of the seed, for one chunk; refuses the same.
/// labels: [n], asked of a conditional model  images: [n, image_size, image_size], made as large as needed
[[nodiscard]] Status draw_chunk(const Model& model, std::uint64_t seed, std::size_t first,
                                std::span<const int> labels, Workspace& workspace,
                                std::vector<float>& images);

/// What the discriminator says of n images.
struct Judgements {
  std::vector<float> validity;     // [n]
  std::vector<float> class_probs;  // [n, kJudgedClasses]

  Judgements() = default;
  /// Room for n.
  explicit Judgements(std::size_t n) : validity(n), class_probs(n * kJudgedClasses) {}

  [[nodiscard]] std::size_t count() const { return validity.size(); }
  [[nodiscard]] std::span<const float> probs(std::size_t i) const {
    return std::span(class_probs).subspan(i * kJudgedClasses, kJudgedClasses);
  }
  [[nodiscard]] int digit(std::size_t i) const { return most_probable_digit(probs(i)); }
};

/// judge() of discriminator.h for one chunk, into places first, first + 1, ... of the judgements. Refuses a
/// model whose answers are no numbers.  images: [n, image_size, image_size]
[[nodiscard]] Status judge_chunk(const Model& model, std::span<const float> images, std::size_t first,
                                 Workspace& workspace, Judgements& judgements);

/// The same for all images, on several threads.
[[nodiscard]] Status judge_all(const Model& model, std::span<const float> images, int threads,
                               Judgements& judgements);

/// The same for the images of a data set, resized as for training.
[[nodiscard]] Status judge_data(const Model& model, const io::IdxImages& data, int threads,
                                Judgements& judgements);

/// Images first, first + 1, ... of a data set as network values, resized as for training.
/// values: [n, size, size], overwritten
void to_values(const io::IdxImages& images, std::size_t first, int size, std::span<float> values);

}  // namespace sgan::cli
