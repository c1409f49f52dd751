#include "engine.h"

#include <cstdlib>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "info_json.h"
#include "sgan/discriminator.h"
#include "sgan/generator.h"
#include "sgan/kernels.h"
#include "sgan/model.h"
#include "sgan/random.h"
#include "sgan/strokes.h"

namespace {

using sgan::Status;

/// A module instance is one engine; JavaScript makes an instance for each that it wants.
struct Engine {
  sgan::Model model;
  bool loaded = false;
  std::string info;
  sgan::Workspace workspace;
  std::string error;
  std::string kernel;
};

Engine& engine() {
  static Engine instance;
  return instance;
}

int report(const Status& status) {
  engine().error = status.message();
  return static_cast<int>(status.code());
}

/// 0 if a model is loaded.
int need_model() {
  if (engine().loaded) return 0;
  engine().error = "no model is loaded";
  return kSganNoModel;
}

std::size_t pixels() {
  const auto size = static_cast<std::size_t>(engine().model.info.image_size);
  return size * size;
}

std::size_t latent_dim() { return static_cast<std::size_t>(engine().model.info.latent_dim); }

std::uint64_t join(std::uint32_t low, std::uint32_t high) { return (std::uint64_t{high} << 32) | low; }

}  // namespace

void* sgan_alloc(std::size_t bytes) { return std::malloc(bytes); }

void sgan_free(void* memory) { std::free(memory); }

int sgan_load(const std::byte* bytes, std::size_t size) {
  Engine& self = engine();
  const Status status = sgan::load_model({bytes, size}, self.model);
  if (!status.ok()) return report(status);
  self.loaded = true;
  self.info = sgan::info_json(self.model.info);
  return 0;
}

const char* sgan_info() { return engine().loaded ? engine().info.c_str() : nullptr; }

int sgan_generate(const float* latents, const std::int32_t* labels, std::size_t n, float* images) {
  if (const int code = need_model()) return code;
  const std::span<const int> label_span = labels ? std::span<const int>{labels, n} : std::span<const int>{};
  return report(sgan::generate(engine().model, {latents, n * latent_dim()}, label_span, engine().workspace,
                               {images, n * pixels()}));
}

int sgan_judge(const float* images, std::size_t n, float* validity, float* class_probs) {
  if (const int code = need_model()) return code;
  return report(sgan::judge(engine().model, {images, n * pixels()}, engine().workspace, {validity, n},
                            {class_probs, n * sgan::kJudgedClasses}));
}

int sgan_sample_latents(std::uint32_t seed_low, std::uint32_t seed_high, std::uint32_t first_low,
                        std::uint32_t first_high, std::size_t n, float* latents) {
  if (const int code = need_model()) return code;
  const sgan::ModelInfo& info = engine().model.info;
  sgan::sample_latents(join(seed_low, seed_high), join(first_low, first_high), info.latent_prior,
                       info.latent_dim, {latents, n * latent_dim()});
  return 0;
}

int sgan_sample_labels(std::uint32_t seed_low, std::uint32_t seed_high, std::uint32_t first_low,
                       std::uint32_t first_high, std::size_t n, std::int32_t* labels) {
  sgan::sample_labels(join(seed_low, seed_high), join(first_low, first_high), {labels, n});
  return 0;
}

int sgan_rasterize(const char* json, std::size_t size, float* image) {
  if (const int code = need_model()) return code;
  std::vector<sgan::Drawing> drawings;
  if (const Status status = sgan::parse_drawings({json, size}, drawings); !status.ok()) return report(status);
  if (drawings.size() != 1) {
    return report({sgan::StatusCode::kInvalidArgument,
                   "one drawing is expected, not " + std::to_string(drawings.size())});
  }
  return report(sgan::rasterize(drawings.front(), engine().model.info.image_size, {image, pixels()}));
}

const char* sgan_error() { return engine().error.c_str(); }

const char* sgan_kernel() {
  engine().kernel = sgan::kernel_name();
  return engine().kernel.c_str();
}
