#include <gtest/gtest.h>

#include "options.h"
#include "sgan_io/file.h"
#include "temporary_folder.h"

namespace sgan::train {
namespace {

struct Parsed {
  std::optional<int> status;  // none: go on
  std::string error;
  Options options;
};

Parsed parse(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "sgan-train");
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  Parsed parsed;
  testing::internal::CaptureStderr();
  parsed.status = parse_options(static_cast<int>(argv.size()), argv.data(), parsed.options);
  parsed.error = testing::internal::GetCapturedStderr();
  return parsed;
}

TEST(Options, DefaultsOfThePresets) {
  const Parsed parsed = parse({"--data", "d", "--out", "o"});
  ASSERT_FALSE(parsed.status.has_value()) << parsed.error;
  const Options& options = parsed.options;
  EXPECT_EQ(options.preset, "conditional");
  EXPECT_EQ(options.latent_prior, "normal");
  EXPECT_EQ(options.adam.beta1, 0);
  EXPECT_EQ(options.decay, 0.25);
  EXPECT_EQ(options.discriminator_width, 32);
  EXPECT_EQ(options.discriminator_norm, "none");
  EXPECT_EQ(options.shift, 2);
  EXPECT_GT(options.gradient_penalty, 0);
  EXPECT_EQ(options.ema_decay, 0.999);
  EXPECT_EQ(options.label_count(), 0);
  EXPECT_EQ(options.validation_count(60000), 5000);
  EXPECT_EQ(options.validation_count(1200), 100);
  EXPECT_EQ(options.checkpoint_every, 1000);

  const Parsed plain = parse({"--data", "d", "--out", "o", "--preset", "sgan"});
  ASSERT_FALSE(plain.status.has_value()) << plain.error;
  EXPECT_EQ(plain.options.latent_prior, "normal");
  EXPECT_EQ(plain.options.real_target, 0.9);
  EXPECT_EQ(plain.options.adam.beta1, 0.5);
  EXPECT_EQ(plain.options.decay, 0);
  EXPECT_EQ(plain.options.class_weight, 1);
  EXPECT_EQ(plain.options.generator_class_weight, 1);
  EXPECT_EQ(plain.options.discriminator_width, 16);
  EXPECT_EQ(plain.options.discriminator_norm, "batch");
  EXPECT_EQ(plain.options.dropout, 0.25);
  EXPECT_EQ(plain.options.shift, 0);
  EXPECT_EQ(plain.options.gradient_penalty, 0);

  const Parsed reference = parse({"--data", "d", "--out", "o", "--preset", "reference"});
  ASSERT_FALSE(reference.status.has_value()) << reference.error;
  const Options& article = reference.options;
  EXPECT_EQ(article.epochs, 50);
  EXPECT_EQ(article.batch_size, 64);
  EXPECT_EQ(article.adam.learning_rate, 2e-4);
  EXPECT_EQ(article.adam.beta1, 0.5);
  EXPECT_EQ(article.adam.beta2, 0.999);
  EXPECT_EQ(article.sample_every, 400);
  EXPECT_EQ(article.device, "auto");
  EXPECT_EQ(article.precision, "auto");
  EXPECT_EQ(article.latent_prior, "uniform01");
  EXPECT_EQ(article.ema_decay, 0);
  EXPECT_EQ(article.validation_count(60000), 0);
  EXPECT_FALSE(article.resume);
}

TEST(Options, LeadingZerosMakeNoNumberOctal) {
  const Parsed parsed =
      parse({"--data", "d", "--out", "o", "--seed", "010", "--batch-size", "064", "--labels", "0100"});
  ASSERT_FALSE(parsed.status.has_value()) << parsed.error;
  EXPECT_EQ(parsed.options.seed, 10U);
  EXPECT_EQ(parsed.options.batch_size, 64);
  EXPECT_EQ(parsed.options.label_count(), 100);
  EXPECT_EQ(parse({"--data", "d", "--out", "o", "--seed", "08"}).options.seed, 8U);
}

TEST(Options, TheReferenceTakesNothingThatTheArticleLacks) {
  for (const std::vector<std::string>& more :
       std::vector<std::vector<std::string>>{{"--labels", "100"},
                                             {"--baseline"},
                                             {"--latent-prior", "normal"},
                                             {"--feature-weight", "1"},
                                             {"--gradient-penalty", "1"},
                                             {"--shift", "2"},
                                             {"--drawn-share", "0.5"},
                                             {"--discriminator-width", "32"},
                                             {"--discriminator-norm", "none"},
                                             {"--dropout", "0"},
                                             {"--decay", "0.5"},
                                             {"--generator-class-weight", "0.1"}}) {
    std::vector<std::string> arguments{"--data", "d", "--out", "o", "--preset", "reference"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Parsed parsed = parse(arguments);
    EXPECT_EQ(parsed.status, 2);
    EXPECT_NE(parsed.error.find(more.front()), std::string::npos) << parsed.error;
  }
}

TEST(Options, TheClassifierNeedsAGeneratorAndNoOtherPresetTakesOne) {
  const std::vector<std::string> usual{"--data", "d", "--out", "o"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.end(), usual.begin(), usual.end());
    return parse(more);
  };
  const Parsed good = with({"--preset", "classifier", "--generator", "g.safetensors"});
  ASSERT_FALSE(good.status.has_value()) << good.error;
  EXPECT_EQ(good.options.generator, "g.safetensors");
  EXPECT_EQ(good.options.adam.beta1, 0.9);
  EXPECT_EQ(good.options.adam.learning_rate, 2e-3);
  EXPECT_EQ(good.options.decay, 1);
  EXPECT_EQ(good.options.discriminator_norm, "batch");
  EXPECT_EQ(with({"--preset", "classifier", "--generator", "g", "--drawn-share", "0.5"}).options.drawn_share,
            0.5);
  for (const std::vector<std::string>& bad :
       std::vector<std::vector<std::string>>{{"--preset", "classifier"},
                                             {"--preset", "sgan", "--generator", "g.safetensors"},
                                             {"--preset", "reference", "--generator", "g.safetensors"}}) {
    const Parsed parsed = with(bad);
    EXPECT_EQ(parsed.status, 2);
    EXPECT_NE(parsed.error.find("--generator"), std::string::npos) << parsed.error;
  }
}

TEST(Options, TheClassifierMayHaveTeachers) {
  const std::vector<std::string> taught{"--data",      "d", "--out",     "o",   "--preset",  "classifier",
                                        "--generator", "g", "--teacher", "one", "--teacher", "another"};
  const Parsed good = parse(taught);
  ASSERT_FALSE(good.status.has_value()) << good.error;
  EXPECT_EQ(good.options.teachers, (std::vector<std::filesystem::path>{"one", "another"}));
  std::vector<std::string> few = taught;
  few.insert(few.end(), {"--labels", "100"});
  const Parsed bad = parse(few);
  EXPECT_EQ(bad.status, 2);
  EXPECT_EQ(bad.error.rfind("sgan-train: --teacher", 0), 0U) << bad.error;
}

TEST(Options, WhatAPresetDoesNotUseIsRefused) {
  for (const std::vector<std::string>& bad : std::vector<std::vector<std::string>>{
           {"--shift", "1", "--preset", "classifier", "--generator", "g"},
           {"--latent-prior", "uniform01", "--preset", "classifier", "--generator", "g"},
           {"--drawn-share", "0.5", "--preset", "conditional"},
           {"--teacher", "t", "--preset", "conditional"},
           {"--class-weight", "2", "--preset", "dcgan"},
           {"--labels", "100", "--preset", "dcgan"}}) {
    std::vector<std::string> arguments{"--data", "d", "--out", "o"};
    arguments.insert(arguments.end(), bad.begin(), bad.end());
    const Parsed parsed = parse(arguments);
    EXPECT_EQ(parsed.status, 2);
    EXPECT_EQ(parsed.error.rfind("sgan-train: " + bad.front(), 0), 0U) << parsed.error;
    EXPECT_NE(parsed.error.find("has no use for it"), std::string::npos) << parsed.error;
  }
}

TEST(Options, AnyRunButTheArticlesMayStartWithGivenWeights) {
  const Parsed good = parse({"--data", "d", "--out", "o", "--start", "s.safetensors"});
  ASSERT_FALSE(good.status.has_value()) << good.error;
  EXPECT_EQ(good.options.start, "s.safetensors");
  const Parsed bad =
      parse({"--data", "d", "--out", "o", "--preset", "reference", "--start", "s.safetensors"});
  EXPECT_EQ(bad.status, 2);
  EXPECT_NE(bad.error.find("--start"), std::string::npos) << bad.error;
}

TEST(Options, AreTakenFromTheCommandLine) {
  const Parsed parsed = parse({"--data",
                               "d",
                               "--out=o",
                               "--epochs",
                               "3",
                               "--batch-size",
                               "32",
                               "--learning-rate",
                               "1e-3",
                               "--beta1",
                               "0",
                               "--seed",
                               "18446744073709551615",
                               "--device",
                               "cpu",
                               "--precision",
                               "bf16",
                               "--threads",
                               "7",
                               "--log-every",
                               "1",
                               "--sample-every",
                               "0"});
  ASSERT_FALSE(parsed.status.has_value()) << parsed.error;
  const Options& options = parsed.options;
  EXPECT_EQ(options.data, "d");
  EXPECT_EQ(options.out, "o");
  EXPECT_EQ(options.epochs, 3);
  EXPECT_EQ(options.batch_size, 32);
  EXPECT_EQ(options.adam.learning_rate, 1e-3);
  EXPECT_EQ(options.adam.beta1, 0);
  EXPECT_EQ(options.seed, UINT64_MAX);
  EXPECT_EQ(options.device, "cpu");
  EXPECT_EQ(options.precision, "bf16");
  EXPECT_EQ(options.threads, 7);
  EXPECT_EQ(options.log_every, 1);
  EXPECT_EQ(options.sample_every, 0);
}

TEST(Options, TheirConfigurationReadsAgainAndTheCommandLineWins) {
  const test::TemporaryFolder folder;
  const Parsed first = parse({"--data", "some data", "--out", "o", "--epochs", "3", "--learning-rate",
                              "0.00031", "--seed", "12345678901234567890", "--precision", "fp32"});
  ASSERT_FALSE(first.status.has_value()) << first.error;
  ASSERT_TRUE(io::write_file(folder / "config.toml", first.options.config).ok());
  const Parsed second = parse({"--config", (folder / "config.toml").string(), "--epochs", "9"});
  ASSERT_FALSE(second.status.has_value()) << second.error;
  EXPECT_EQ(second.options.data, "some data");
  EXPECT_EQ(second.options.epochs, 9);
  EXPECT_EQ(second.options.adam.learning_rate, 0.00031);
  EXPECT_EQ(second.options.seed, 12345678901234567890U);
  EXPECT_EQ(second.options.precision, "fp32");
}

TEST(Options, ResumingTakesTheRunsOwn) {
  const test::TemporaryFolder folder;
  const std::string run = folder.root().string();
  const Parsed first = parse({"--data", "d", "--out", run, "--epochs", "3", "--batch-size", "16"});
  ASSERT_TRUE(io::write_file(folder / "config.toml", first.options.config).ok());
  std::filesystem::create_directory(folder / "checkpoint");
  ASSERT_TRUE(io::write_file(folder / "checkpoint/step_000000000000.ckpt", "").ok());
  const Parsed resumed = parse({"--resume", "--out", run, "--epochs", "5"});
  ASSERT_FALSE(resumed.status.has_value()) << resumed.error;
  EXPECT_TRUE(resumed.options.resume);
  EXPECT_EQ(resumed.options.data, "d");
  EXPECT_EQ(resumed.options.batch_size, 16);
  EXPECT_EQ(resumed.options.epochs, 5);
}

TEST(Options, RefuseWhatTheyCannotMean) {
  const std::vector<std::pair<std::string, std::string>> cases{{"--batch-size", "1"},
                                                               {"--batch-size", "many"},
                                                               {"--batch-size", "64.5"},
                                                               {"--batch-size", ""},
                                                               {"--preset", "better"},
                                                               {"--device", "tpu"},
                                                               {"--precision", "fp8"},
                                                               {"--learning-rate", "-1"},
                                                               {"--learning-rate", "0"},
                                                               {"--learning-rate", "nan"},
                                                               {"--learning-rate", "inf"},
                                                               {"--decay", "1.1"},
                                                               {"--beta1", "1"},
                                                               {"--beta2", "-0.1"},
                                                               {"--seed", "-1"},
                                                               {"--seed", "18446744073709551616"},
                                                               {"--threads", "-2"},
                                                               {"--log-every", "0"},
                                                               {"--sample-every", "-1"},
                                                               {"--epochs", "0"},
                                                               {"--epochs", "1e3"},
                                                               {"--labels", "0"},
                                                               {"--labels", "none"},
                                                               {"--validation", "-1"},
                                                               {"--ema-decay", "1"},
                                                               {"--real-target", "0.4"},
                                                               {"--latent-prior", "cauchy"},
                                                               {"--shift", "9"},
                                                               {"--drawn-share", "5"},
                                                               {"--gradient-penalty", "-1"},
                                                               {"--generator-class-weight", "-1"},
                                                               {"--discriminator-width", "0"},
                                                               {"--discriminator-width", "513"},
                                                               {"--discriminator-norm", "layer"},
                                                               {"--dropout", "1"},
                                                               {"--checkpoint-every", "0"}};
  for (const auto& [option, value] : cases) {
    const Parsed parsed = parse({"--data", "d", "--out", "o", option, value});
    EXPECT_EQ(parsed.status, 2) << option << " " << value;
    EXPECT_NE(parsed.error.find(option), std::string::npos) << parsed.error;
    EXPECT_EQ(parsed.error.find('\n') + 1, parsed.error.size()) << parsed.error;
  }
}

TEST(Options, UnknownArgumentsAreNamed) {
  EXPECT_EQ(parse({"--data", "d", "--out", "o", "--epohcs", "3"}).error,
            "sgan-train: unknown argument \"--epohcs\" (--help lists the options)\n");
  EXPECT_EQ(parse({"--data", "d", "--out", "o", "stray"}).error,
            "sgan-train: unknown argument \"stray\" (--help lists the options)\n");
}

}  // namespace
}  // namespace sgan::train
