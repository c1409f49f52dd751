#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sgan/model.h"
#include "sgan/status.h"
#include "sgan_evaluate/evaluator.h"
#include "sgan_io/idx.h"

namespace sgan::cli {

/// What the evaluator sees in n images.
struct Views {
  std::vector<float> features;     // [n, evaluator.features()]
  std::vector<float> class_probs;  // [n, Evaluator::kClasses]

  [[nodiscard]] std::size_t count() const { return class_probs.size() / evaluation::Evaluator::kClasses; }
  [[nodiscard]] int digit(std::size_t i) const;  // the most probable one
};

/// The evaluator in a file, or the one that is part of the program if `path` is empty.
[[nodiscard]] Status load_evaluator(const std::string& path, evaluation::Evaluator& evaluator);

/// On several threads; images of other sizes are resized as for training.
[[nodiscard]] Status view_images(const evaluation::Evaluator& evaluator, const io::IdxImages& images,
                                 int threads, Views& views);

/// Samples 0, 1, ... of the seed as bytes, as a data set has them.  labels: asked of a conditional model
[[nodiscard]] Status generate_bytes(const Model& model, std::uint64_t seed, std::span<const int> labels,
                                    int threads, io::IdxImages& images);

/// `count` of 0 .. size - 1, evenly spread; all where there are no more.
[[nodiscard]] std::vector<std::size_t> spread(std::size_t count, std::size_t size);

/// `count` images (fewer where there are not enough) in the proportions of `like`, evenly spread over each
/// class of `data`.
[[nodiscard]] io::IdxImages pick_like(const io::LabelledImages& data, std::span<const std::uint8_t> like,
                                      std::size_t count);

[[nodiscard]] io::IdxImages pick(const io::IdxImages& images, std::span<const std::size_t> places);

}  // namespace sgan::cli
