#include "options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <vector>

#include "option_checks.h"
#include "run_folder.h"

namespace sgan::train {
namespace {

constexpr int kBadUsage = 2;
constexpr int kMaxThreads = 4096;
constexpr int kMaxEpochs = 1'000'000;
constexpr int kMaxBatchSize = 65'536;
constexpr int kMaxInterval = 1'000'000;

constexpr const char* kDescription =
    "Trains a semi-supervised GAN on handwritten digits and writes it as one weights file.\n"
    "RUN receives config.toml, metrics.jsonl, samples/*.png, checkpoint/ and model.safetensors, the last one "
    "after\n"
    "every epoch. Ctrl-C stops after the step in hand; --resume goes on from there.";

/// kind: what the help calls the value.
template <typename Value>
void add(CLI::App& app, const std::string& name, Value& value, const std::string& kind,
         const std::string& description, const CLI::Validator& check) {
  CLI::Option* option = app.add_option(name, value, description)->capture_default_str()->check(check);
  option->option_text(kind + " [" + option->get_default_str() + "]");
}

void add_learning_options(CLI::App& app, Options& options) {
  add(app, "--preset", options.preset, "reference", "training recipe; reference is the article's",
      one_of({"reference"}));
  add(app, "--epochs", options.epochs, "N", "passes over the training images", whole_number(1, kMaxEpochs));
  add(app, "--batch-size", options.batch_size, "N",
      "images per step; the last step of an epoch may have fewer", whole_number(2, kMaxBatchSize));
  add(app, "--learning-rate", options.adam.learning_rate, "X", "Adam's step size, for both networks",
      number(1e-12, 10));
  add(app, "--beta1", options.adam.beta1, "X", "Adam's decay of the mean gradient, per step",
      number(0, 0.999999));
  add(app, "--beta2", options.adam.beta2, "X", "Adam's decay of the squared gradient, per step",
      number(0, 0.999999));
  add(app, "--seed", options.seed, "S", "of initial weights, latents, dropout and the order of the images",
      whole_number(0, UINT64_MAX));
}

void add_machine_options(CLI::App& app, Options& options) {
  add(app, "--device", options.device, "auto|cpu|cuda",
      "where to calculate; auto takes CUDA where there is some", one_of({"auto", "cpu", "cuda"}));
  add(app, "--precision", options.precision, "auto|fp32|bf16",
      "type of the convolutions' activations; auto takes bf16 on CPUs with instructions for it, fp32 "
      "elsewhere",
      one_of({"auto", "fp32", "bf16"}));
  add(app, "--threads", options.threads, "N", "CPU threads; 0: one per core", whole_number(0, kMaxThreads));
}

void add_options(CLI::App& app, Options& options) {
  app.add_option("--data", options.data,
                 "folder of MNIST's four IDX files, raw or .gz, or of others of that layout")
      ->option_text("DIR");
  app.add_option("--out", options.out, "folder of the run; created, and must be empty without --resume")
      ->option_text("RUN");
  add_learning_options(app, options);
  add_machine_options(app, options);
  add(app, "--log-every", options.log_every, "N", "steps between two log lines",
      whole_number(1, kMaxInterval));
  add(app, "--sample-every", options.sample_every, "N", "steps between two pictures of 25 samples; 0: none",
      whole_number(0, kMaxInterval));
  app.add_flag("--resume", options.resume,
               "go on with the run in RUN, with its options unless others are given")
      ->configurable(false);
  app.allow_config_extras(CLI::config_extras_mode::error);
  app.set_config("--config", "", "options as TOML, such as a run's config.toml; the command line wins")
      ->option_text("FILE");
  app.set_version_flag("--version", "sgan-train " SGAN_VERSION ", LibTorch " TORCH_VERSION);
}

/// One line, as every error has it.
int refuse(std::string message) {
  message = message.substr(0, message.find('\n'));
  std::fprintf(stderr, "sgan-train: %s (--help lists the options)\n", message.c_str());
  return kBadUsage;
}

/// Of the arguments that CLI11 did not expect, the one to blame: an option before what may have been its
/// value.
std::string first_unknown(const CLI::App& app) {
  const std::vector<std::string> unknown = app.remaining();
  for (const std::string& argument : unknown) {
    if (argument.starts_with("-")) return argument;
  }
  return unknown.empty() ? "" : unknown.front();
}

std::optional<int> parse(std::vector<std::string> arguments, Options& options) {
  CLI::App app(kDescription, "sgan-train");
  add_options(app, options);
  std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back
  try {
    app.parse(arguments);
  } catch (const CLI::ExtrasError&) {
    return refuse("unknown argument \"" + first_unknown(app) + "\"");
  } catch (const CLI::ConfigError& error) {
    return refuse(std::string("--config: ") + error.what());
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
      return argument.starts_with("--config");
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
