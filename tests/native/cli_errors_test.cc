// What sgan does with bad input and wrong usage: one line on standard error, a status, and not a byte
// written.

#include <algorithm>
#include <limits>

#include "cli_fixture.h"
#include "sgan_io/file.h"
#include "sgan_io/png.h"
#include "support/random_model.h"

namespace sgan::test {
namespace {

constexpr int kFailed = 1, kBadUsage = 2;

class CliErrors : public CliTest {
 protected:
  /// Expects the status, one line that holds `words`, nothing on standard output and no file added or
  /// changed.
  void refused(int status, const std::string& words, const std::vector<std::string>& arguments) const {
    const std::vector<std::string> before = files();
    const Outcome outcome = run_sgan(arguments);
    EXPECT_EQ(outcome.status, status) << outcome.err;
    EXPECT_EQ(outcome.out, "");
    EXPECT_NE(outcome.err.find(words), std::string::npos)
        << "\"" << words << "\" is missing in " << outcome.err;
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    EXPECT_TRUE(outcome.err.starts_with("sgan")) << outcome.err;
    EXPECT_EQ(files(), before);
  }

  void write(const std::string& name, std::string_view text) const {
    ASSERT_TRUE(io::write_file(path(name), text).ok());
  }

  void write_tensors(const std::string& name, const SafetensorsWriter& writer) const {
    ASSERT_TRUE(io::write_file(path(name), writer.finish()).ok());
  }
};

TEST_F(CliErrors, WrongUsage) {
  const std::string out = path("out");
  refused(kBadUsage, "subcommand is required", {});
  refused(kBadUsage, "\"paint\"", {"paint"});
  refused(kBadUsage, "\"--bogus\"", {"--bogus"});
  refused(kBadUsage, "\"--bogus\"", {"sample", "--bogus"});
  refused(kBadUsage, "\"more\"", {"info", model_path, "more"});
  refused(kBadUsage, "--model is required", {"sample", "--png", out});
  refused(kBadUsage, "--png,--idx", {"sample", "--model", model_path});
  refused(kBadUsage, "--png,--idx", {"sample", "--model", model_path, "--png", out, "--idx", out});
  refused(kBadUsage, "--count", {"sample", "--model", model_path, "--png", out, "--count", "0"});
  refused(kBadUsage, "--count", {"sample", "--model", model_path, "--png", out, "--count", "-1"});
  refused(kBadUsage, "--count", {"sample", "--model", model_path, "--png", out, "--count", "many"});
  refused(kBadUsage, "--count", {"sample", "--model", model_path, "--png", out, "--count"});
  refused(kBadUsage, "--columns", {"sample", "--model", model_path, "--png", out, "--columns", "0"});
  refused(kBadUsage, "--threads", {"sample", "--model", model_path, "--png", out, "--threads", "-2"});
  refused(kBadUsage, "neither 0 to 9 nor each",
          {"sample", "--model", model_path, "--png", out, "--class", "10"});
  for (const char* seed : {"-1", "1.5", "0x10", "18446744073709551616", ""}) {
    refused(kBadUsage, "--seed", {"sample", "--model", model_path, "--png", out, "--seed", seed});
  }
  for (const char* count : {"0x19", "1000001", "-18446744073709551615"}) {
    refused(kBadUsage, "--count", {"sample", "--model", model_path, "--png", out, "--count", count});
  }
  refused(kBadUsage, "--columns requires --png",
          {"sample", "--model", model_path, "--idx", out, "--columns", "5"});
  refused(kBadUsage, "[image,--idx,--strokes]", {"classify", "--model", model_path});
  refused(kBadUsage, "2 were given", {"classify", "--model", model_path, "a.png", "--idx", "b"});
  refused(kBadUsage, "--in is required", {"run", "--model", model_path, "--out", out});
  refused(kBadUsage, "--data is required", {"evaluate", "--model", model_path});
  refused(kBadUsage, "--samples",
          {"evaluate", "--model", model_path, "--data", out, "--samples", "-18446744073709551615"});
  refused(kBadUsage, "--directions",
          {"convert", "--model", model_path, "--dtype", "f16", "--out", out, "--directions", "0x2"});
  refused(kBadUsage, "f64", {"convert", "--model", model_path, "--dtype", "f64", "--out", out});
}

TEST_F(CliErrors, ModelsThatAreNone) {
  const std::string out = path("out"), bad = path("bad");
  const auto every_command_refuses = [&](const std::string& words, const std::string& file) {
    refused(kFailed, words, {"info", file});
    refused(kFailed, words, {"run", "--model", file, "--in", model_path, "--out", out});
    refused(kFailed, words, {"sample", "--model", file, "--png", out});
    refused(kFailed, words, {"classify", "--model", file, "--strokes", "s.json"});
    refused(kFailed, words, {"evaluate", "--model", file, "--data", "."});
    refused(kFailed, words, {"convert", "--model", file, "--dtype", "f32", "--out", out});
  };
  every_command_refuses("No such file", path("none"));
  every_command_refuses("Is a directory", path("."));

  write("bad", "this is no weights file, only a line of text");
  every_command_refuses("bad: ", bad);

  std::vector<std::byte> bytes = file_bytes(model_path);
  bytes.resize(bytes.size() - 100);
  ASSERT_TRUE(io::write_file(bad, bytes).ok());
  every_command_refuses("bad: ", bad);

  Weights weights = random_weights({}, 1);
  tensor_named(weights, "generator.conv_blocks.9.weight").shape = {1, 3, 1, 9};
  ASSERT_TRUE(write_weights(weights, DType::kF32, bytes).ok());
  ASSERT_TRUE(io::write_file(bad, bytes).ok());
  every_command_refuses("tensor generator.conv_blocks.9.weight", bad);

  std::filesystem::resize_file(bad, (std::uintmax_t{1} << 30) + 1);
  every_command_refuses("bad: more than the 1073741824 bytes allowed here", bad);
}

TEST_F(CliErrors, ModelsWhoseAnswersAreNoNumbers) {
  NetworkSizes sizes;
  sizes.batch_norms = false;
  const auto write_weights_file = [&](const std::string& name, const Weights& weights) {
    std::vector<std::byte> bytes;
    ASSERT_TRUE(write_weights(weights, DType::kF32, bytes).ok());
    ASSERT_TRUE(io::write_file(path(name), bytes).ok());
  };
  Weights weights = random_weights(sizes, 7);
  for (float& bias : tensor_named(weights, "discriminator.conv_blocks.11.bias").values) bias = 100;
  tensor_named(weights, "discriminator.aux_layer.0.weight").values[0] = 3e38F;
  write_weights_file("judge", weights);
  weights = random_weights(sizes, 7);
  for (float& weight : tensor_named(weights, "generator.l1.0.weight").values) weight = 3e38F;
  write_weights_file("artist", weights);

  SafetensorsWriter images, latents;
  images.add_f32("images", {20, 1, 16, 16}, random_values(20 * kPixels, 1));
  write_tensors("images", images);
  latents.add_f32("latents", {20, kLatent}, random_values(20 * kLatent, 1, 0, 1));
  write_tensors("latents", latents);
  std::filesystem::create_directory(path("data"));
  const std::vector<std::uint8_t> labels(20, 1);
  ASSERT_TRUE(io::write_labelled_images(path("data/t10k"), {random_images(20, 28, 28, 1), labels}).ok());

  const std::string judge = "the model's discriminator gives no numbers", data = path("data"),
                    out = path("out");
  refused(kFailed, judge, {"classify", "--model", path("judge"), "--idx", data + "/t10k-images-idx3-ubyte"});
  refused(kFailed, judge, {"run", "--model", path("judge"), "--in", path("images"), "--out", out});
  refused(kFailed, judge, {"evaluate", "--model", path("judge"), "--data", data});
  refused(kFailed, judge, {"sample", "--model", path("judge"), "--idx", out});
  const std::string artist = "the model's generator gives no numbers";
  refused(kFailed, artist, {"run", "--model", path("artist"), "--in", path("latents"), "--out", out});
  refused(kFailed, artist, {"evaluate", "--model", path("artist"), "--data", data});
  refused(kFailed, artist, {"sample", "--model", path("artist"), "--png", out});
}

TEST_F(CliErrors, TensorsThatDoNotFitTheModel) {
  const auto run = [&](const std::string& words, const SafetensorsWriter& writer,
                       bool use_conditional = false) {
    write_tensors("x", writer);
    refused(kFailed, words,
            {"run", "--model", use_conditional ? conditional_path : model_path, "--in", path("x"), "--out",
             path("y")});
  };
  const auto with_f32 = [](const std::string& name, const Shape& shape, float value = 0) {
    SafetensorsWriter writer;
    std::size_t count = 1;
    for (const std::int64_t size : shape) count *= static_cast<std::size_t>(size);
    writer.add_f32(name, shape, std::vector<float>(count, value));
    return writer;
  };
  run("neither", with_f32("latent", {2, 6}));
  SafetensorsWriter both = with_f32("latents", {2, 6});
  both.add_f32("images", {1, 1, 16, 16}, std::vector<float>(256));
  run("both", both);
  run("tensor latents has shape [2, 7], this model takes [N, 6]", with_f32("latents", {2, 7}));
  run("tensor latents has shape [6]", with_f32("latents", {6}));
  run("tensor latents is empty", with_f32("latents", {0, 6}));
  run("tensor latents", with_f32("latents", {2, 6}, std::numeric_limits<float>::quiet_NaN()));
  run("tensor images has shape [1, 16, 16]", with_f32("images", {1, 16, 16}));
  run("tensor images has shape [1, 1, 32, 32]", with_f32("images", {1, 1, 32, 32}));
  run("tensor images is empty", with_f32("images", {0, 1, 16, 16}));
  run("tensor images", with_f32("images", {1, 1, 16, 16}, std::numeric_limits<float>::infinity()));
  SafetensorsWriter half;
  half.add_f16("latents", {1, 6}, std::vector<float>(6));
  run("tensor latents is F16, not F32", half);

  const auto with_labels = [&](std::vector<std::int64_t> labels) {
    SafetensorsWriter writer = with_f32("latents", {2, 6});
    writer.add_i64("labels", {static_cast<std::int64_t>(labels.size())}, labels);
    return writer;
  };
  run("tensor labels is missing", with_f32("latents", {2, 6}), true);
  run("3 labels for 2 latents", with_labels({1, 2, 3}), true);
  run("holds 10 at element 1", with_labels({1, 10}), true);
  run("holds -1 at element 0", with_labels({-1, 1}), true);
  SafetensorsWriter wrong_type = with_f32("latents", {2, 6});
  wrong_type.add_f32("labels", {2}, std::vector<float>(2));
  run("tensor labels is F32, not I64", wrong_type, true);
}

TEST_F(CliErrors, InputsThatAreNone) {
  const auto classify = [&](const std::string& words, const std::vector<std::string>& inputs) {
    std::vector<std::string> arguments = {"classify", "--model", model_path};
    arguments.insert(arguments.end(), inputs.begin(), inputs.end());
    refused(kFailed, words, arguments);
  };
  write("text.png", "not a picture");
  classify("text.png: not a PNG", {path("text.png")});
  classify("none.png: cannot open", {path("none.png")});
  ASSERT_TRUE(io::write_png(path("blank.png"), {40, 40, std::vector<std::uint8_t>(1600, 255)}).ok());
  classify("blank.png: the picture has no ink", {path("blank.png")});
  // A good picture before a bad one must not be half an answer.
  GreyImage good{40, 40, std::vector<std::uint8_t>(1600, 255)};
  std::fill(good.pixels.begin() + 410, good.pixels.begin() + 430, std::uint8_t{0});
  ASSERT_TRUE(io::write_png(path("good.png"), good).ok());
  classify("text.png", {path("good.png"), path("text.png")});

  classify("not an IDX file", {"--idx", path("text.png")});
  ASSERT_TRUE(io::write_idx_images(path("images"), random_images(3, 28, 28, 1)).ok());
  std::vector<std::byte> bytes = file_bytes(path("images"));
  bytes.pop_back();
  ASSERT_TRUE(io::write_file(path("short"), bytes).ok());
  classify("short: truncated", {"--idx", path("short")});
  classify("cannot open", {"--idx", ""});

  write("s.json", R"([{"strokes": [[[1, 2]]]}, {"strokes": []}])");
  classify("s.json: drawing 1: the drawing has no points", {"--strokes", path("s.json")});
  write("s.json", R"({"strokes": [[[1, "2"]]]})");
  classify("s.json: drawing 0, stroke 0: a string", {"--strokes", path("s.json")});
  write("s.json", "{");
  classify("s.json: not valid JSON", {"--strokes", path("s.json")});
}

TEST_F(CliErrors, DataThatIsNone) {
  const auto evaluate = [&](const std::string& words) {
    refused(kFailed, words, {"evaluate", "--model", model_path, "--data", path("data")});
  };
  evaluate("data: no such folder");
  std::filesystem::create_directory(path("data"));
  evaluate("t10k-images-idx3-ubyte is missing");
  const std::string prefix = path("data") + "/t10k";
  ASSERT_TRUE(io::write_idx_images(prefix + "-images-idx3-ubyte", random_images(4, 28, 28, 1)).ok());
  evaluate("t10k-labels-idx1-ubyte is missing");
  const std::vector<std::uint8_t> three = {1, 2, 3}, beyond = {1, 2, 3, 10};
  ASSERT_TRUE(io::write_idx_labels(prefix + "-labels-idx1-ubyte", three).ok());
  evaluate("3");
  ASSERT_TRUE(io::write_idx_labels(prefix + "-labels-idx1-ubyte", beyond).ok());
  evaluate("10");
}

TEST_F(CliErrors, OutputsThatCannotBeWritten) {
  SafetensorsWriter writer;
  writer.add_f32("latents", {1, 6}, std::vector<float>(6));
  write_tensors("x", writer);
  for (const std::string& out :
       {path("missing/file"), path("."), std::string("/proc/sgan-cannot-write-here")}) {
    refused(kFailed, "cannot write", {"run", "--model", model_path, "--in", path("x"), "--out", out});
    refused(kFailed, "cannot write", {"sample", "--model", model_path, "--png", out});
    refused(kFailed, "cannot write", {"convert", "--model", model_path, "--dtype", "f16", "--out", out});
  }
  refused(kFailed, "cannot write", {"sample", "--model", model_path, "--idx", path("missing/d")});
  // Of the two files of a data set, both are written or none.
  std::filesystem::create_directory(path("d-labels-idx1-ubyte"));
  refused(kFailed, "cannot write", {"sample", "--model", model_path, "--idx", path("d")});
  write("d-images-idx3-ubyte", "of an older set");
  refused(kFailed, "cannot write", {"sample", "--model", model_path, "--idx", path("d")});
  EXPECT_EQ(file_bytes(path("d-images-idx3-ubyte")).size(), std::string("of an older set").size());
}

TEST_F(CliErrors, MoreThanCanBeDone) {
  refused(kFailed, "64 million pixels",
          {"sample", "--model", model_path, "--count", "1000000", "--png", path("g.png")});
  NetworkSizes large;
  large.image_size = 64;
  ASSERT_TRUE(io::write_file(path("large"), random_weights_file(large, 1)).ok());
  refused(kFailed, "a data set of 1000000 samples would have more than 2^31 - 1 pixels",
          {"sample", "--model", path("large"), "--count", "1000000", "--idx", path("d")});

  // A classifier that only ever sees a 3 cannot be asked for a 5.
  Weights weights = random_weights({}, 7);
  tensor_named(weights, "discriminator.aux_layer.0.bias").values[3] = 100;
  std::vector<std::byte> bytes;
  ASSERT_TRUE(write_weights(weights, DType::kF32, bytes).ok());
  ASSERT_TRUE(io::write_file(path("three"), bytes).ok());
  refused(kFailed, "too few of 2000 samples as class 5: 2 missing",
          {"sample", "--model", path("three"), "--count", "2", "--class", "5", "--idx", path("d")});
  refused(kFailed, "as class 0: 1 missing",
          {"sample", "--model", path("three"), "--count", "10", "--class", "each", "--png", path("g.png")});
}

TEST_F(CliErrors, FullDiskBehindStandardOutput) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "no /dev/full here";
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {"info", model_path}, {"--version"}, {"--help"}, {"sample", "--help"}}) {
    const Outcome outcome = run_sgan(arguments, "/dev/full");
    EXPECT_EQ(outcome.status, kFailed) << arguments.front();
    EXPECT_NE(outcome.err.find("cannot write to standard output"), std::string::npos) << outcome.err;
  }
}

}  // namespace
}  // namespace sgan::test
