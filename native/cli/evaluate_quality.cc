#include "evaluate_quality.h"

#include <algorithm>
#include <mutex>

#include "batch.h"
#include "entropy.h"
#include "evaluate_memory.h"
#include "evaluate_selection.h"
#include "sgan/image.h"
#include "sgan_evaluate/frechet.h"

namespace sgan::cli {
namespace {

using evaluation::Balls;
using evaluation::Evaluator;
using evaluation::Gaussian;
using evaluation::kDensityNeighbours;
using evaluation::OverlapCounts;
using evaluation::PointSet;

/// Points with all that comparisons need of them.
struct Cloud {
  std::span<const float> points;
  PointSet set;
  Balls balls;
  Gaussian gaussian;

  Cloud(std::span<const float> features, std::size_t dim, int threads)
      : points(features),
        set(features, dim),
        balls{std::vector<float>(set.count()), std::vector<float>(set.count())},
        gaussian(evaluation::fit_gaussian(features, dim)) {
    (void)for_chunks(set.count(), threads, [&](std::size_t first, std::size_t n, Workspace&) {
      std::vector<float> nearest(n * kDensityNeighbours);
      evaluation::nearest_others(set, points, first, kDensityNeighbours, nearest);
      evaluation::set_radii(nearest, first, balls);
      return Status();
    });
  }
  [[nodiscard]] std::span<const float> rows(std::size_t first, std::size_t n) const {
    return points.subspan(first * set.dim(), n * set.dim());
  }
};

evaluation::Overlap overlap(const Cloud& generated, const Cloud& real, int threads) {
  std::mutex mutex;
  OverlapCounts counts;
  const auto add = [&](const OverlapCounts& more) {
    const std::lock_guard lock(mutex);
    counts += more;
    return Status();
  };
  (void)for_chunks(generated.set.count(), threads, [&](std::size_t first, std::size_t n, Workspace&) {
    return add(evaluation::count_generated(generated.rows(first, n), real.set, real.balls));
  });
  (void)for_chunks(real.set.count(), threads, [&](std::size_t first, std::size_t n, Workspace&) {
    return add(
        evaluation::count_real(real.rows(first, n), first, real.balls, generated.set, generated.balls));
  });
  return evaluation::overlap_of(counts, generated.set.count(), real.set.count());
}

double class_entropy(const Views& views) {
  std::array<double, Evaluator::kClasses> mean{};
  for (std::size_t i = 0; i < views.class_probs.size(); ++i)
    mean[i % mean.size()] += static_cast<double>(views.class_probs[i]) / static_cast<double>(views.count());
  return entropy_bits(mean);
}

Likeness compare(const Views& views, const Cloud& test, int threads) {
  const Cloud cloud(views.features, test.set.dim(), threads);
  return {evaluation::frechet_distance(cloud.gaussian, test.gaussian), overlap(cloud, test, threads),
          class_entropy(views)};
}

RequestedFigures count_requested(const Views& views, std::span<const int> labels) {
  RequestedFigures figures;
  std::array<std::size_t, kDigitClasses> asked{}, shown{};
  std::size_t right = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const auto digit = static_cast<std::size_t>(labels[i]);
    const bool obeyed = views.digit(i) == labels[i];
    ++asked[digit];
    shown[digit] += obeyed ? 1 : 0;
    right += obeyed ? 1 : 0;
  }
  figures.accuracy = static_cast<double>(right) / static_cast<double>(labels.size());
  for (std::size_t d = 0; d < asked.size(); ++d) {
    if (asked[d] > 0) figures.per_class[d] = static_cast<double>(shown[d]) / static_cast<double>(asked[d]);
  }
  return figures;
}

double accuracy(const Views& views, std::span<const std::uint8_t> labels) {
  std::size_t right = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) right += views.digit(i) == labels[i] ? 1 : 0;
  return static_cast<double>(right) / static_cast<double>(labels.size());
}

/// Samples 0, 1, ... of the seed as bytes, as a data set has them.  labels: asked of a conditional model
Status generate_bytes(const Model& model, std::uint64_t seed, std::span<const int> labels, int threads,
                      io::IdxImages& images) {
  const std::size_t pixels = image_pixels(model.info);
  images = {static_cast<int>(labels.size()), model.info.image_size, model.info.image_size,
            std::vector<std::uint8_t>(labels.size() * pixels)};
  return for_chunks(labels.size(), threads, [&](std::size_t first, std::size_t n, Workspace& workspace) {
    std::vector<float> values;
    Status status = draw_chunk(model, seed, first, labels.subspan(first, n), workspace, values);
    std::transform(values.begin(), values.end(),
                   images.pixels.begin() + static_cast<std::ptrdiff_t>(first * pixels), to_byte);
    return status;
  });
}

}  // namespace

Status measure_quality(const Model& model, const Evaluator& evaluator, const io::LabelledImages& test,
                       const io::LabelledImages* training, std::size_t samples, std::uint64_t seed,
                       int threads, QualityFigures& figures, std::vector<std::string>& left_out) {
  figures = {};
  figures.samples = samples;
  Views test_views;
  if (Status status = view_images(evaluator, test.images, threads, test_views); !status.ok()) return status;
  figures.evaluator_accuracy = accuracy(test_views, test.labels);
  if (samples == 0) return {};
  if (std::min(samples, test.labels.size()) <= kDensityNeighbours) {
    left_out.push_back("quality, floor: at least 6 samples and test images are needed");
    return {};
  }
  const Cloud test_cloud(test_views.features, evaluator.features(), threads);

  const std::vector<int> labels = labels_like(test.labels, samples);
  io::IdxImages images;
  if (Status status = generate_bytes(model, seed, labels, threads, images); !status.ok()) return status;
  Views views;
  if (Status status = view_images(evaluator, images, threads, views); !status.ok()) return status;
  figures.generated = compare(views, test_cloud, threads);
  if (model.info.conditional != Conditioning::kNone) figures.requested = count_requested(views, labels);

  if (training == nullptr) {
    left_out.push_back("floor, nearest_distance_ratio: the data folder has no training images");
    return {};
  }
  const io::IdxImages like_test = pick_like(*training, labels);
  if (static_cast<std::size_t>(like_test.count) <= kDensityNeighbours) {
    left_out.push_back("floor: at least 6 training images of the test images' classes are needed");
  } else {
    Views training_views;
    if (Status status = view_images(evaluator, like_test, threads, training_views); !status.ok())
      return status;
    figures.floor = compare(training_views, test_cloud, threads);
  }
  figures.nearest_distance_ratio = nearest_distance_ratio(images, test.images, training->images, threads);
  if (!figures.nearest_distance_ratio)
    left_out.push_back("nearest_distance_ratio: most test images are training images");
  return {};
}

}  // namespace sgan::cli
