#include "evaluate_views.h"

#include <algorithm>
#include <array>

#include "batch.h"
#include "model_file.h"
#include "sgan/image.h"
#include "sgan/random.h"
#include "sgan_io/file.h"

namespace sgan::cli {
namespace {

using evaluation::Evaluator;

constexpr std::size_t kMaxEvaluatorBytes = std::size_t{64} << 20;

std::size_t pixels_of(const io::IdxImages& images) {
  return static_cast<std::size_t>(images.width) * static_cast<std::size_t>(images.height);
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
  const std::size_t source = pixels_of(images), width = evaluator.features();
  views.features.resize(count * width);
  views.class_probs.resize(count * Evaluator::kClasses);
  return for_chunks(count, threads, [&](std::size_t first, std::size_t n, sgan::Workspace&) {
    std::vector<float> inputs(n * Evaluator::kPixels);
    for (std::size_t i = 0; i < n; ++i) {
      bytes_to_image(std::span(images.pixels).subspan((first + i) * source, source), images.width,
                     images.height, Evaluator::kImageSize,
                     std::span(inputs).subspan(i * Evaluator::kPixels, Evaluator::kPixels));
    }
    thread_local Evaluator::Workspace workspace;
    evaluator.run(inputs, workspace, std::span(views.features).subspan(first * width, n * width),
                  std::span(views.class_probs).subspan(first * Evaluator::kClasses, n * Evaluator::kClasses));
    return Status();
  });
}

Status generate_bytes(const Model& model, std::uint64_t seed, std::span<const int> labels, int threads,
                      io::IdxImages& images) {
  const std::size_t pixels = image_pixels(model.info);
  const auto dim = static_cast<std::size_t>(model.info.latent_dim);
  images = {static_cast<int>(labels.size()), model.info.image_size, model.info.image_size,
            std::vector<std::uint8_t>(labels.size() * pixels)};
  return for_chunks(
      labels.size(), threads, [&](std::size_t first, std::size_t n, sgan::Workspace& workspace) {
        std::vector<float> latents(n * dim), values(n * pixels);
        sample_latents(seed, first, model.info.latent_prior, model.info.latent_dim, latents);
        Status status = generate(model, latents, labels.subspan(first, n), workspace, values);
        std::transform(values.begin(), values.end(),
                       images.pixels.begin() + static_cast<std::ptrdiff_t>(first * pixels), to_byte);
        return status;
      });
}

std::vector<std::size_t> spread(std::size_t count, std::size_t size) {
  std::vector<std::size_t> places(std::min(count, size));
  for (std::size_t i = 0; i < places.size(); ++i) places[i] = i * size / places.size();
  return places;
}

io::IdxImages pick(const io::IdxImages& images, std::span<const std::size_t> places) {
  const std::size_t pixels = pixels_of(images);
  io::IdxImages picked{static_cast<int>(places.size()), images.height, images.width, {}};
  picked.pixels.reserve(places.size() * pixels);
  for (const std::size_t place : places) {
    const auto image = std::span(images.pixels).subspan(place * pixels, pixels);
    picked.pixels.insert(picked.pixels.end(), image.begin(), image.end());
  }
  return picked;
}

io::IdxImages pick_like(const io::LabelledImages& data, std::span<const std::uint8_t> like,
                        std::size_t count) {
  std::array<std::vector<std::size_t>, kDigitClasses> of_class;
  for (std::size_t i = 0; i < data.labels.size(); ++i) of_class[data.labels[i]].push_back(i);
  std::array<std::size_t, kDigitClasses> wanted{};
  for (const std::size_t place : spread(count, like.size())) ++wanted[like[place]];
  std::vector<std::size_t> places;
  for (std::size_t digit = 0; digit < of_class.size(); ++digit) {
    for (const std::size_t i : spread(wanted[digit], of_class[digit].size()))
      places.push_back(of_class[digit][i]);
  }
  return pick(data.images, places);
}

}  // namespace sgan::cli
