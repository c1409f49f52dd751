#include "options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

#include "run_folder.h"

namespace sgan::train {
namespace {

constexpr int kBadUsage = 2;
constexpr int kMaxThreads = 4096;
constexpr int kMaxEpochs = 1'000'000;
constexpr int kMaxBatchSize = 65'536;

constexpr const char* kDescription =
    "Trains a semi-supervised GAN on handwritten digits and writes it as one weights file.\n"
    "RUN receives config.toml, metrics.jsonl, samples/*.png, checkpoint/ and model.safetensors, the last one "
    "after\n"
    "every epoch. Ctrl-C stops after the step in hand; --resume goes on from there.";

void add_learning_options(CLI::App& app, Options& options) {
  app.add_option("--preset", options.preset, "training recipe; reference is the article's")
      ->check(CLI::IsMember({"reference"}));
  app.add_option("--epochs", options.epochs, "passes over the training images")
      ->check(CLI::Range(1, kMaxEpochs));
  app.add_option("--batch-size", options.batch_size,
                 "images per step; the last step of an epoch may have fewer")
      ->check(CLI::Range(2, kMaxBatchSize));
  app.add_option("--learning-rate", options.adam.learning_rate, "Adam's step size, for both networks")
      ->check(CLI::Range(1e-12, 10.0));
  app.add_option("--beta1", options.adam.beta1, "Adam's decay of the mean gradient")
      ->check(CLI::Range(0.0, 0.999999));
  app.add_option("--beta2", options.adam.beta2, "Adam's decay of the squared gradient")
      ->check(CLI::Range(0.0, 0.999999));
  app.add_option("--seed", options.seed, "of initial weights, latents, dropout and the order of the images");
}

void add_machine_options(CLI::App& app, Options& options) {
  app.add_option("--device", options.device, "where to calculate; auto takes CUDA where there is some")
      ->check(CLI::IsMember({"auto", "cpu", "cuda"}));
  app.add_option("--precision", options.precision,
                 "type of the convolutions' activations; auto takes bf16 on CPUs with instructions for it, "
                 "fp32 elsewhere")
      ->check(CLI::IsMember({"auto", "fp32", "bf16"}));
  app.add_option("--threads", options.threads, "CPU threads; 0 takes one per core")
      ->check(CLI::Range(0, kMaxThreads));
}

void add_options(CLI::App& app, Options& options) {
  app.option_defaults()->always_capture_default();
  app.add_option("--data", options.data,
                 "folder of MNIST's four IDX files, raw or .gz (or of others of that layout)")
      ->type_name("DIR")
      ->always_capture_default(false);
  app.add_option("--out", options.out, "folder of the run; created, and must be empty without --resume")
      ->type_name("RUN")
      ->always_capture_default(false);
  add_learning_options(app, options);
  add_machine_options(app, options);
  app.add_option("--log-every", options.log_every, "steps between two log lines")
      ->check(CLI::Range(1, 1'000'000));
  app.add_option("--sample-every", options.sample_every,
                 "steps between two pictures of 25 samples; 0 draws none")
      ->check(CLI::Range(0, 1'000'000));
  app.add_flag("--resume", options.resume,
               "go on with the run in RUN, with its options unless others are given")
      ->configurable(false);
  app.allow_config_extras(CLI::config_extras_mode::error);
  app.set_config("--config", "", "options as TOML, such as a run's config.toml; the command line wins");
  app.set_version_flag("--version", "sgan-train " SGAN_VERSION ", LibTorch " TORCH_VERSION);
}

/// One line, as every error has it.
int refuse(std::string message) {
  message = message.substr(0, message.find('\n'));
  std::fprintf(stderr, "sgan-train: %s (--help lists the options)\n", message.c_str());
  return kBadUsage;
}

std::optional<int> parse(std::vector<std::string> arguments, Options& options) {
  CLI::App app(kDescription, "sgan-train");
  add_options(app, options);
  std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back
  try {
    app.parse(arguments);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) return app.exit(error);
    return refuse(error.what());
  }
  options.config = app.config_to_str(/*default_also=*/true, /*write_description=*/true);
  return std::nullopt;
}

}  // namespace

std::optional<int> parse_options(int argc, char** argv, Options& options) {
  std::vector<std::string> arguments(argv + 1, argv + argc);
  if (const auto status = parse(arguments, options)) return status;
  if (options.out.empty()) return refuse("--out RUN is needed");
  const std::filesystem::path config = RunFolder(options.out).config();
  std::error_code ignored;
  if (options.resume && std::filesystem::exists(config, ignored)) {
    const bool has_config = std::any_of(arguments.begin(), arguments.end(), [](const std::string& argument) {
      return argument.rfind("--config", 0) == 0;
    });
    if (has_config) return refuse("--resume takes the run's own config.toml; leave --config out");
    arguments.insert(arguments.end(), {"--config", config.string()});
    options = {};
    if (const auto status = parse(arguments, options)) return status;
  }
  if (options.data.empty()) return refuse("--data DIR is needed");
  return std::nullopt;
}

}  // namespace sgan::train
