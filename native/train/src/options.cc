#include "options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "console.h"
#include "preset.h"
#include "run_folder.h"
#include "sgan_options/checks.h"

namespace sgan::train {
namespace {

using options::number;
using options::one_of;
using options::whole_number;
using options::word_or;

constexpr int kMaxThreads = 4096;
constexpr int kMaxEpochs = 1'000'000;
constexpr int kMaxBatchSize = 65'536;
constexpr int kMaxWidth = 512;
constexpr int kMaxInterval = 1'000'000;
constexpr int kMaxImages = 100'000'000;
constexpr std::int64_t kValidationImages = 5000, kValidationShare = 12;

constexpr const char* kDescription =
    "Trains a semi-supervised GAN on handwritten digits and writes it as one weights file.\n"
    "RUN receives config.toml, metrics.jsonl, timing.jsonl, samples/*.png, checkpoint/, history.json and\n"
    "model.safetensors, the last two after every epoch. Ctrl-C stops after the step in hand; --resume goes "
    "on from there.\n"
    "sgan-train report RUN makes a page of it.";

/// kind: what the help calls the value.
template <typename Value>
void add(CLI::App& app, const std::string& name, Value& value, const std::string& kind,
         const std::string& description, const CLI::Validator& check) {
  CLI::Option* option = app.add_option(name, value, description)->capture_default_str()->transform(check);
  option->option_text(kind + " [" + option->get_default_str() + "]");
}

void add_learning_options(CLI::App& app, Options& options) {
  add(app, "--preset", options.preset, CLI::detail::join(preset_names(), "|"),
      "training recipe: with digits to ask for, without, without classes, the classifier against a generator "
      "that is done, the network that `sgan evaluate` compares images in, or the article's as it stands",
      one_of(preset_names()));
  app.add_option("--generator", options.generator,
                 "weights file whose generator the preset classifier trains against and keeps")
      ->option_text("FILE");
  app.add_option("--start", options.start,
                 "weights file of a run of the same preset to begin with, instead of random weights")
      ->option_text("FILE");
  app.add_option(
         "--teacher", options.teachers,
         "model of a run of the preset evaluator, whose probabilities the preset classifier learns beside "
         "the labels; may be given several times, for their mean")
      ->option_text("FILE")
      ->allow_extra_args(false);
  add(app, "--epochs", options.epochs, "N", "passes over the training images", whole_number(1, kMaxEpochs));
  add(app, "--batch-size", options.batch_size, "N",
      "images per step and process; the last step of an epoch may have fewer",
      whole_number(2, kMaxBatchSize));
  add(app, "--learning-rate", options.adam.learning_rate, "X", "Adam's step size, for both networks",
      number(1e-12, 10));
  add(app, "--decay", options.decay, "X",
      "share of the epochs, the last ones, over which the learning rate falls to zero", number(0, 1));
  add(app, "--beta1", options.adam.beta1, "X", "Adam's decay of the mean gradient, per step",
      number(0, 0.999999));
  add(app, "--beta2", options.adam.beta2, "X", "Adam's decay of the squared gradient, per step",
      number(0, 0.999999));
  add(app, "--seed", options.seed, "S", "of initial weights, latents, dropout and the order of the images",
      whole_number(0, UINT64_MAX));
  add(app, "--ema-decay", options.ema_decay, "X",
      "decay per step of the averaged weights that are evaluated and written; 0: the weights themselves",
      number(0, 0.999999));
}

void add_label_options(CLI::App& app, Options& options) {
  add(app, "--labels", options.labels, "all|N",
      "how many training images keep their label, as many of each class as can be; the others are used "
      "without",
      word_or("all", whole_number(1, kMaxImages)));
  add(app, "--label-seed", options.label_seed, "S", "decides which images keep their label",
      whole_number(0, UINT64_MAX));
  app.add_flag("--baseline", options.baseline,
               "train the classifier alone, on the labelled images, for comparison");
  add(app, "--validation", options.validation, "auto|N",
      "training images held out to choose by; auto: 5000, of small data sets a twelfth",
      word_or("auto", whole_number(0, kMaxImages)));
}

void add_recipe_options(CLI::App& app, Options& options) {
  add(app, "--latent-prior", options.latent_prior, "normal|uniform01", "distribution of latents",
      one_of({"normal", "uniform01"}));
  add(app, "--real-target", options.real_target, "X",
      "validity that real images are trained towards; below 1 smooths", number(0.5, 1));
  add(app, "--class-weight", options.class_weight, "X",
      "weight of the classes' losses beside the validity's, for the discriminator", number(0, 1000));
  add(app, "--generator-class-weight", options.generator_class_weight, "X", "the same, for the generator",
      number(0, 1000));
  add(app, "--feature-weight", options.feature_weight, "X",
      "weight of feature matching in the generator's loss", number(0, 1000));
  add(app, "--gradient-penalty", options.gradient_penalty, "X",
      "weight of the squared gradient of real images' validity in the discriminator's loss (R1)",
      number(0, 1000));
  add(app, "--shift", options.shift, "N",
      "pixels by which images are moved at random, at most, before the discriminator sees them",
      whole_number(0, kImageSize / 4));
  add(app, "--drawn-share", options.drawn_share, "X",
      "of the preset classifier: digits drawn with a pen in ways that are built in, for each labelled image",
      number(0, 4));
}

void add_discriminator_options(CLI::App& app, Options& options) {
  add(app, "--discriminator-width", options.discriminator_width, "N",
      "channels of the discriminator's first block; the next three have 2, 4 and 8 times as many",
      whole_number(1, kMaxWidth));
  add(app, "--discriminator-norm", options.discriminator_norm, "batch|none",
      "normalisation after the discriminator's second to fourth block", one_of({"batch", "none"}));
  add(app, "--dropout", options.dropout, "X",
      "share of channels that training leaves out after each block of the discriminator", number(0, 0.9));
}

void add_machine_options(CLI::App& app, Options& options) {
  add(app, "--device", options.device, "auto|cpu|cuda",
      "where to calculate; auto takes CUDA where there is some", one_of({"auto", "cpu", "cuda"}));
  add(app, "--precision", options.precision, "auto|fp32|tf32|bf16",
      "type of the convolutions' products; auto takes bf16 on CPUs where it is faster, tf32 on CUDA, "
      "else fp32",
      one_of({"auto", "fp32", "tf32", "bf16"}));
  add(app, "--threads", options.threads, "N", "CPU threads; 0: one per core", whole_number(0, kMaxThreads));
}

void add_record_options(CLI::App& app, Options& options) {
  add(app, "--log-every", options.log_every, "N", "steps between two log lines",
      whole_number(1, kMaxInterval));
  add(app, "--sample-every", options.sample_every, "N", "steps between two pictures of 25 samples; 0: none",
      whole_number(0, kMaxInterval));
  add(app, "--checkpoint-every", options.checkpoint_every, "N",
      "steps between two checkpoints; each epoch has one too", whole_number(1, kMaxInterval));
  add(app, "--max-steps", options.max_steps, "N",
      "steps of the whole run, after which it stops; 0: all epochs", whole_number(0, INT64_MAX));
}

void add_options(CLI::App& app, Options& options) {
  app.add_option("--data", options.data,
                 "folder of MNIST's four IDX files, raw or .gz, or of others of that layout")
      ->option_text("DIR");
  app.add_option("--out", options.out,
                 "folder of the run; created, and must be empty without --resume or --overwrite")
      ->option_text("RUN");
  add_learning_options(app, options);
  add_label_options(app, options);
  add_recipe_options(app, options);
  add_discriminator_options(app, options);
  add_machine_options(app, options);
  add_record_options(app, options);
  CLI::Option* resume = app.add_flag("--resume", options.resume,
                                     "go on with the run in RUN, with its options unless others are given");
  resume->configurable(false);
  app.add_flag("--overwrite", options.overwrite, "begin anew in a folder that holds a run, which is lost")
      ->configurable(false)
      ->excludes(resume);
  app.allow_config_extras(CLI::config_extras_mode::error);
  app.set_config("--config", "", "options as TOML, such as a run's config.toml; the command line wins")
      ->option_text("FILE");
  app.set_version_flag("--version", "sgan-train " SGAN_VERSION ", LibTorch " TORCH_VERSION);
}

int refuse(std::string_view reason) {
  complain(reason, " (--help lists the options)");
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
  std::erase(options.teachers, std::filesystem::path());  // as a config.toml has it where none is given
  options.config = app.config_to_str(/*default_also=*/true, /*write_description=*/true);
  return std::nullopt;
}

/// What a preset has no place for.
std::optional<int> check_preset(const Options& options) {
  const bool reference = is_reference(options), evaluator = is_evaluator(options);
  const bool classifier = is_classifier(options), gan = !reference && !evaluator && !classifier;
  const bool classes = learns_classes(options);
  if (classifier == options.generator.empty())
    return refuse("--generator: the preset classifier needs it, and no other takes it");
  if (classifier && options.baseline)
    return refuse("--baseline: the preset classifier has a generator; another --preset takes it");
  if (!classes && options.baseline) return refuse("--baseline: the preset dcgan has no classifier");
  if (!options.teachers.empty() && options.labels != "all")
    return refuse("--teacher: an evaluator has seen the labels that --labels takes away");
  if (evaluator && options.resume)
    return refuse("--resume: the preset evaluator keeps no checkpoints; its few minutes start anew");
  const Options own = preset_defaults(options.preset);
  const struct {
    const char* name;
    bool has_place, given;
  } choices[]{
      {"--start", gan || classifier, !options.start.empty()},
      {"--labels", (gan && classes) || classifier, options.labels != own.labels},
      {"--baseline", gan, options.baseline},
      {"--decay", !reference, options.decay != own.decay},
      {"--latent-prior", gan, options.latent_prior != own.latent_prior},
      {"--real-target", gan, options.real_target != own.real_target},
      {"--class-weight", gan && classes, options.class_weight != own.class_weight},
      {"--generator-class-weight", gan && classes,
       options.generator_class_weight != own.generator_class_weight},
      {"--feature-weight", gan, options.feature_weight != own.feature_weight},
      {"--gradient-penalty", gan, options.gradient_penalty != own.gradient_penalty},
      {"--shift", gan, options.shift != own.shift},
      {"--teacher", classifier, !options.teachers.empty()},
      {"--drawn-share", classifier, options.drawn_share != own.drawn_share},
      {"--discriminator-width", gan || classifier, options.discriminator_width != own.discriminator_width},
      {"--discriminator-norm", gan || classifier, options.discriminator_norm != own.discriminator_norm},
      {"--dropout", gan || classifier, options.dropout != own.dropout}};
  const std::string why = reference   ? " is the article's recipe as it stands"
                          : evaluator ? " trains no GAN"
                                      : " has no use for it";
  for (const auto& choice : choices) {
    if (choice.given && !choice.has_place)
      return refuse(std::string(choice.name) + ": the preset " + options.preset + why +
                    "; another --preset takes it");
  }
  return std::nullopt;
}

/// Reads the arguments onto the defaults of the preset that they, or the configuration file they name, ask
/// for.
std::optional<int> parse_onto_preset(const std::vector<std::string>& arguments, Options& options) {
  options = {};
  if (const auto status = parse(arguments, options)) return status;
  options = preset_defaults(options.preset);
  return parse(arguments, options);
}

}  // namespace

std::int64_t Options::label_count() const { return labels == "all" ? 0 : std::stoll(labels); }

std::int64_t Options::validation_count(std::int64_t size) const {
  return validation == "auto" ? std::min(kValidationImages, size / kValidationShare) : std::stoll(validation);
}

void settle_precision(const std::string& precision, Options& options) {
  const std::string open = "precision=\"" + options.precision + '"';
  if (const std::size_t place = options.config.find(open); place != std::string::npos)
    options.config.replace(place, open.size(), "precision=\"" + precision + '"');
  options.precision = precision;
}

std::optional<int> parse_options(int argc, char** argv, Options& options) {
  std::vector<std::string> arguments(argv + 1, argv + argc);
  if (const auto status = parse_onto_preset(arguments, options)) return status;
  if (options.out.empty()) return refuse("--out RUN is needed");
  const std::filesystem::path config = RunFolder(options.out).config();
  std::error_code ignored;
  if (options.resume && std::filesystem::exists(config, ignored)) {
    const bool has_config = std::any_of(arguments.begin(), arguments.end(), [](const std::string& argument) {
      return argument.starts_with("--config");
    });
    if (has_config) return refuse("--resume takes the run's own config.toml; leave --config out");
    arguments.insert(arguments.end(), {"--config", config.string()});
    if (const auto status = parse_onto_preset(arguments, options)) return status;
  }
  if (const auto status = check_preset(options)) return status;
  if (options.resume) {
    if (const Status status = RunFolder(options.out).check_resumable(); !status.ok()) {
      complain(status.message());
      return kFailure;
    }
  }
  if (options.data.empty()) return refuse("--data DIR is needed");
  return std::nullopt;
}

}  // namespace sgan::train
