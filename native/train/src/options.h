#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "recipe.h"

namespace sgan::train {

/// What a run was asked to do. The defaults here are those of the preset `conditional`; preset.h has the
/// others'.
struct Options {
  std::filesystem::path data, out;
  std::string preset = "conditional";  // conditional, sgan, dcgan, classifier, evaluator or reference
  std::filesystem::path generator;     // of the preset classifier: a weights file
  std::filesystem::path start;         // a weights file to begin with, or none
  std::vector<std::filesystem::path> teachers;  // of the preset classifier: evaluators, or none
  bool generator_is_conditional = false;        // read from that file, as is latent_prior
  int epochs = 50;
  int batch_size = 64;  // of each process
  AdamSettings adam{.beta1 = 0};
  double decay = 0.25;  // share of the epochs, the last ones, over which the learning rate falls to zero
  std::uint64_t seed = 1;

  std::string labels = "all";  // or how many
  std::uint64_t label_seed = 1;
  bool baseline = false;                // the classifier alone
  std::string validation = "auto";      // or how many images
  std::string latent_prior = "normal";  // or uniform01
  double ema_decay = 0.999;             // 0: no average
  double real_target = 1, class_weight = 0.5, generator_class_weight = 0.1, feature_weight = 0;
  double gradient_penalty = 0.5;
  int shift = 2;  // pixels
  double drawn_share = 0.25;
  int discriminator_width = 32;
  std::string discriminator_norm = "none";  // or batch
  double dropout = 0;

  std::string device = "auto";     // auto, cpu or cuda
  std::string precision = "auto";  // auto, fp32, tf32 or bf16
  int threads = 0;                 // 0: all cores
  int log_every = 50;              // steps
  int sample_every = 400;          // steps; 0: never
  int checkpoint_every = 1000;     // steps; besides that every epoch
  std::int64_t max_steps = 0;      // of the whole run; 0: all epochs
  bool resume = false, overwrite = false;
  std::string config;  // all of the above as TOML, ready for config.toml

  /// 0: all
  [[nodiscard]] std::int64_t label_count() const;
  /// How many of `size` training images are held out.
  [[nodiscard]] std::int64_t validation_count(std::int64_t size) const;
};

/// Puts what `--precision auto` was decided to be in its place, in `config` too: a run goes on, and is
/// repeated, with the same bits.
void settle_precision(const std::string& precision, Options& options);

/// Reads the command line and, where given, a configuration file or that of the run to resume; the command
/// line wins. Returns the program's exit status if it should end here (help, or bad usage, which was then
/// said on stderr).
[[nodiscard]] std::optional<int> parse_options(int argc, char** argv, Options& options);

}  // namespace sgan::train
