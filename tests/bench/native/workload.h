#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "sgan/generator.h"
#include "sgan/model.h"
#include "sgan/status.h"

namespace sgan::bench {

/// The core with a model, and inputs for it: what one caller of the library holds.
class Workload {
 public:
  /// Reads the weights file and prepares inputs for up to `most` images. Fails with a message that names the
  /// file.
  [[nodiscard]] Status load(const std::filesystem::path& path, std::size_t most);

  /// One call of the core over the first n images; n at most `most`.
  void generate(std::size_t n);
  void judge(std::size_t n);

  /// The whole weights file.
  [[nodiscard]] const std::vector<std::byte>& file() const { return file_; }
  [[nodiscard]] const Model& model() const { return model_; }
  [[nodiscard]] std::size_t pixels() const;

  /// latents: [most, latent_dim] of seed 1, multiplied by the label's row already where the model is
  /// conditional; for engines that know nothing of labels.
  [[nodiscard]] std::vector<float> embedded_latents() const;
  /// [most, image_size, image_size], what the core made of the latents
  [[nodiscard]] const std::vector<float>& images() const { return images_; }
  [[nodiscard]] const std::vector<float>& validity() const { return validity_; }  // [most], after judge(most)
  [[nodiscard]] const std::vector<float>& class_probs() const {
    return class_probs_;
  }  // [most, kJudgedClasses]

 private:
  std::vector<std::byte> file_;
  Model model_;
  Workspace workspace_;
  std::vector<float> latents_;  // [most, latent_dim]
  std::vector<int> labels_;     // [most]
  std::vector<float> images_, generated_, validity_, class_probs_;
};

}  // namespace sgan::bench
