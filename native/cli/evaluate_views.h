#pragma once

#include <string>
#include <vector>

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

/// On several threads; images of other sizes are resized as for training. Refuses an evaluator whose features
/// are no numbers or so large that their distances would be none.
[[nodiscard]] Status view_images(const evaluation::Evaluator& evaluator, const io::IdxImages& images,
                                 int threads, Views& views);

}  // namespace sgan::cli
