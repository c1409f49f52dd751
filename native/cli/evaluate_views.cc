#include "evaluate_views.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "batch.h"
#include "sgan_io/file.h"

namespace sgan::cli {
namespace {

using evaluation::Evaluator;

constexpr std::size_t kMaxEvaluatorBytes = std::size_t{64} << 20;
constexpr float kMaxFeature = 1e15F;  // squared distances of larger ones could go beyond F32

/// False for NaN as well.
bool all_within(std::span<const float> values, float most) {
  return std::all_of(values.begin(), values.end(), [most](float value) { return std::abs(value) <= most; });
}

}  // namespace

int Views::digit(std::size_t i) const {
  const auto row = std::span(class_probs).subspan(i * Evaluator::kClasses, Evaluator::kClasses);
  return static_cast<int>(std::max_element(row.begin(), row.end()) - row.begin());
}

Status load_evaluator(const std::string& path, Evaluator& evaluator) {
  if (path.empty())
    return located("the evaluator of this program",
                   Evaluator::load(evaluation::embedded_evaluator(), evaluator));
  std::vector<std::byte> bytes;
  if (Status status = io::read_file(path, bytes, kMaxEvaluatorBytes); !status.ok()) return status;
  return located(path, Evaluator::load(bytes, evaluator));
}

Status view_images(const Evaluator& evaluator, const io::IdxImages& images, int threads, Views& views) {
  const auto count = static_cast<std::size_t>(images.count);
  const std::size_t width = evaluator.features();
  views.features.resize(count * width);
  views.class_probs.resize(count * Evaluator::kClasses);
  return for_chunks(count, threads, [&](std::size_t first, std::size_t n, sgan::Workspace&) {
    std::vector<float> inputs(n * Evaluator::kPixels);
    to_values(images, first, Evaluator::kImageSize, inputs);
    const auto features = std::span(views.features).subspan(first * width, n * width);
    const auto class_probs =
        std::span(views.class_probs).subspan(first * Evaluator::kClasses, n * Evaluator::kClasses);
    thread_local Evaluator::Workspace workspace;
    evaluator.run(inputs, workspace, features, class_probs);
    if (all_within(features, kMaxFeature) && all_within(class_probs, 1)) return Status();
    return Status(StatusCode::kWrongModel,
                  "the evaluator gives no numbers, or numbers too large to be compared");
  });
}

}  // namespace sgan::cli
