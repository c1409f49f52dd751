#include "workload.h"

#include <cassert>
#include <cstdint>

#include "sgan/discriminator.h"
#include "sgan/random.h"
#include "sgan_io/file.h"

namespace sgan::bench {
namespace {

constexpr std::uint64_t kSeed = 1;  // as in page/cases.mjs

}  // namespace

Status Workload::load(const std::filesystem::path& path, std::size_t most) {
  if (Status status = io::read_file(path, file_); !status.ok()) return status;
  if (Status status = load_model(file_, model_); !status.ok()) {
    return {status.code(), path.string() + ": " + status.message()};
  }
  const ModelInfo& info = model_.info;
  latents_.resize(most * static_cast<std::size_t>(info.latent_dim));
  labels_.resize(most);
  images_.resize(most * pixels());
  generated_.resize(images_.size());
  validity_.resize(most);
  class_probs_.resize(most * kJudgedClasses);
  sample_latents(kSeed, 0, info.latent_prior, info.latent_dim, latents_);
  sample_labels(kSeed, 0, labels_);
  generate(most);
  images_ = generated_;
  return {};
}

void Workload::generate(std::size_t n) {
  const auto latent_dim = static_cast<std::size_t>(model_.info.latent_dim);
  [[maybe_unused]] const Status status =
      sgan::generate(model_, std::span(latents_).first(n * latent_dim), std::span(labels_).first(n),
                     workspace_, std::span(generated_).first(n * pixels()));
  assert(status.ok());
}

void Workload::judge(std::size_t n) {
  [[maybe_unused]] const Status status =
      sgan::judge(model_, std::span(images_).first(n * pixels()), workspace_, std::span(validity_).first(n),
                  std::span(class_probs_).first(n * kJudgedClasses));
  assert(status.ok());
}

std::size_t Workload::pixels() const {
  const auto size = static_cast<std::size_t>(model_.info.image_size);
  return size * size;
}

std::vector<float> Workload::embedded_latents() const {
  std::vector<float> embedded = latents_;
  if (model_.info.conditional == Conditioning::kNone) return embedded;
  const auto latent_dim = static_cast<std::size_t>(model_.info.latent_dim);
  for (std::size_t i = 0; i < embedded.size(); ++i) {
    const auto row = static_cast<std::size_t>(labels_[i / latent_dim]) * latent_dim;
    embedded[i] *= model_.generator.label_embedding[row + i % latent_dim];
  }
  return embedded;
}

}  // namespace sgan::bench
