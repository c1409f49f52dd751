#include "batch.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "sgan/image.h"

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
  return for_chunks(images.size() / pixels, threads,
                    [&](std::size_t first, std::size_t count, Workspace& workspace) {
                      return generate(model, latents.subspan(first * dim, count * dim),
                                      labels.empty() ? labels : labels.subspan(first, count), workspace,
                                      images.subspan(first * pixels, count * pixels));
                    });
}

Status judge_all(const Model& model, std::span<const float> images, int threads, Judgements& judgements) {
  const std::size_t pixels = image_pixels(model.info);
  const std::size_t n = images.size() / pixels;
  judgements.validity.resize(n);
  judgements.class_probs.resize(n * kJudgedClasses);
  return for_chunks(n, threads, [&](std::size_t first, std::size_t count, Workspace& workspace) {
    return judge(model, images.subspan(first * pixels, count * pixels), workspace,
                 std::span(judgements.validity).subspan(first, count),
                 std::span(judgements.class_probs).subspan(first * kJudgedClasses, count * kJudgedClasses));
  });
}

Status judge_data(const Model& model, const io::IdxImages& data, int threads, Judgements& judgements) {
  const auto n = static_cast<std::size_t>(data.count);
  const std::size_t source_pixels =
      static_cast<std::size_t>(data.width) * static_cast<std::size_t>(data.height);
  const std::size_t pixels = image_pixels(model.info);
  judgements.validity.resize(n);
  judgements.class_probs.resize(n * kJudgedClasses);
  return for_chunks(n, threads, [&](std::size_t first, std::size_t count, Workspace& workspace) {
    std::vector<float> images(count * pixels);
    for (std::size_t i = 0; i < count; ++i) {
      bytes_to_image(std::span(data.pixels).subspan((first + i) * source_pixels, source_pixels), data.width,
                     data.height, model.info.image_size, std::span(images).subspan(i * pixels, pixels));
    }
    return judge(model, images, workspace, std::span(judgements.validity).subspan(first, count),
                 std::span(judgements.class_probs).subspan(first * kJudgedClasses, count * kJudgedClasses));
  });
}

}  // namespace sgan::cli
