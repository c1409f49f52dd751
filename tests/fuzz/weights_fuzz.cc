// A weights file: refused with a reason, or a model that generates and judges.

#include <algorithm>
#include <vector>

#include "fuzz.h"
#include "sgan/discriminator.h"
#include "sgan/generator.h"
#include "sgan/image.h"
#include "sgan/model.h"
#include "sgan/weights.h"

using namespace sgan;

namespace {

void run(const Model& model) {
  const auto pixels =
      static_cast<std::size_t>(model.info.image_size) * static_cast<std::size_t>(model.info.image_size);
  constexpr std::size_t kMostWork = 1U << 12;  // what is larger takes too long to be run often
  const auto channels = std::max(model.info.generator_channels[0], model.info.discriminator_channels[3]);
  if (pixels > kMostWork || channels > 64) return;
  const std::vector<float> latents(static_cast<std::size_t>(model.info.latent_dim), 0.5F);
  const std::vector<int> labels{3};
  std::vector<float> image(pixels), validity(1), probabilities(kJudgedClasses);
  Workspace workspace;
  fuzz::require_reason(generate(model, latents, labels, workspace, image));
  for (const float value : image) static_cast<void>(to_byte(value));
  std::fill(image.begin(), image.end(), -1.0F);
  fuzz::require_reason(judge(model, image, workspace, validity, probabilities));
  static_cast<void>(most_probable_digit(probabilities));
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = fuzz::as_bytes(data, size);
  Model model;
  const Status loaded = load_model(bytes, model);
  fuzz::require_reason(loaded);
  if (!loaded.ok()) fuzz::require(model.info.image_size == 0, "a refused file leaves the model as it was");
  Weights weights;
  const Status read = read_weights(bytes, weights);
  fuzz::require_reason(read);
  if (!loaded.ok()) return 0;
  fuzz::require(read.ok(), "what loads as a model can be converted");
  run(model);
  return 0;
}
