#include "batch.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <string>
#include <thread>

#include "sgan/image.h"
#include "sgan/random.h"

namespace sgan::cli {
namespace {

constexpr std::size_t kChunk = 16;  // images: little to wait for at the end, few locks on the way

/// The failure, or exception, of the lowest chunk so far.
class FirstFailure {
 public:
  void note(std::size_t chunk, Status status, std::exception_ptr exception = nullptr) {
    const std::lock_guard lock(mutex_);
    if (failed_.load() && chunk > chunk_) return;
    chunk_ = chunk;
    status_ = std::move(status);
    exception_ = std::move(exception);
    failed_ = true;
  }
  [[nodiscard]] bool failed() const { return failed_.load(); }
  [[nodiscard]] Status result() const {
    if (exception_) std::rethrow_exception(exception_);
    return status_;
  }

 private:
  std::mutex mutex_;
  std::atomic<bool> failed_ = false;
  std::size_t chunk_ = 0;
  Status status_;
  std::exception_ptr exception_;
};

}  // namespace

Status for_chunks(std::size_t n, int threads, const ChunkWork& work) {
  const std::size_t chunks = (n + kChunk - 1) / kChunk;
  std::atomic<std::size_t> next = 0;
  FirstFailure failure;
  const auto serve = [&] {
    Workspace workspace;
    while (!failure.failed()) {
      const std::size_t chunk = next.fetch_add(1);
      if (chunk >= chunks) return;
      try {
        const std::size_t first = chunk * kChunk;
        Status status = work(first, std::min(kChunk, n - first), workspace);
        if (!status.ok()) failure.note(chunk, std::move(status));
      } catch (...) {
        failure.note(chunk, {}, std::current_exception());
      }
    }
  };
  const std::size_t wanted =
      threads > 0 ? static_cast<std::size_t>(threads) : std::max(1U, std::thread::hardware_concurrency());
  {
    std::vector<std::jthread> helpers;
    for (std::size_t i = 1; i < std::min(wanted, chunks); ++i) helpers.emplace_back(serve);
    serve();
  }
  return failure.result();
}

Status generate_all(const Model& model, std::span<const float> latents, std::span<const int> labels,
                    int threads, std::span<float> images) {
  const std::size_t pixels = image_pixels(model.info);
  const auto dim = static_cast<std::size_t>(model.info.latent_dim);
  const auto generate_some = [&](std::size_t first, std::size_t count, Workspace& workspace) {
    return generate(model, latents.subspan(first * dim, count * dim),
                    labels.empty() ? labels : labels.subspan(first, count), workspace,
                    images.subspan(first * pixels, count * pixels));
  };
  return for_chunks(images.size() / pixels, threads, generate_some);
}

Status draw_chunk(const Model& model, std::uint64_t seed, std::size_t first, std::span<const int> labels,
                  Workspace& workspace, std::vector<float>& images) {
  std::vector<float> latents(labels.size() * static_cast<std::size_t>(model.info.latent_dim));
  sample_latents(seed, first, model.info.latent_prior, model.info.latent_dim, latents);
  images.resize(labels.size() * image_pixels(model.info));
  return generate(model, latents, labels, workspace, images);
}

Status judge_chunk(const Model& model, std::span<const float> images, std::size_t first, Workspace& workspace,
                   Judgements& judgements) {
  const std::size_t count = images.size() / image_pixels(model.info);
  return judge(model, images, workspace, std::span(judgements.validity).subspan(first, count),
               std::span(judgements.class_probs).subspan(first * kJudgedClasses, count * kJudgedClasses));
}

Status judge_all(const Model& model, std::span<const float> images, int threads, Judgements& judgements) {
  const std::size_t pixels = image_pixels(model.info);
  const std::size_t n = images.size() / pixels;
  judgements = Judgements(n);
  return for_chunks(n, threads, [&](std::size_t first, std::size_t count, Workspace& workspace) {
    return judge_chunk(model, images.subspan(first * pixels, count * pixels), first, workspace, judgements);
  });
}

Status judge_data(const Model& model, const io::IdxImages& data, int threads, Judgements& judgements) {
  const auto n = static_cast<std::size_t>(data.count);
  judgements = Judgements(n);
  return for_chunks(n, threads, [&](std::size_t first, std::size_t count, Workspace& workspace) {
    std::vector<float> images(count * image_pixels(model.info));
    to_values(data, first, model.info.image_size, images);
    return judge_chunk(model, images, first, workspace, judgements);
  });
}

void to_values(const io::IdxImages& images, std::size_t first, int size, std::span<float> values) {
  const std::size_t source = static_cast<std::size_t>(images.width) * static_cast<std::size_t>(images.height);
  const std::size_t pixels = static_cast<std::size_t>(size) * static_cast<std::size_t>(size);
  for (std::size_t i = 0; i < values.size() / pixels; ++i) {
    bytes_to_image(std::span(images.pixels).subspan((first + i) * source, source), images.width,
                   images.height, size, values.subspan(i * pixels, pixels));
  }
}

}  // namespace sgan::cli
