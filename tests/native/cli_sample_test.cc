// sgan sample: the samples are the ones that the seed stands for, in every form of output.

#include <algorithm>
#include <set>

#include "cli_fixture.h"
#include "sgan/discriminator.h"
#include "sgan/random.h"
#include "sgan_io/png.h"

namespace sgan::test {
namespace {

/// Bytes of the first n samples of a seed.
std::vector<std::uint8_t> sampled_bytes(const Model& model, std::uint64_t seed, std::size_t n,
                                        const std::vector<int>& labels) {
  std::vector<float> latents(n * kLatent);
  sample_latents(seed, 0, LatentPrior::kUniform01, kLatent, latents);
  const Expected e = generated(model, latents, labels);
  std::vector<std::uint8_t> bytes(e.images.size());
  std::transform(e.images.begin(), e.images.end(), bytes.begin(), to_byte);
  return bytes;
}

struct DataSet {
  io::IdxImages images;
  std::vector<std::uint8_t> labels;
};

DataSet read_data_set(const std::string& prefix) {
  DataSet data;
  EXPECT_TRUE(io::read_idx_images(prefix + "-images-idx3-ubyte", data.images).ok());
  EXPECT_TRUE(io::read_idx_labels(prefix + "-labels-idx1-ubyte", data.labels).ok());
  return data;
}

TEST_F(CliTest, SampleDrawsTheEnginesSamples) {
  must({"sample", "--model", model_path, "--count", "70", "--seed", "7", "--idx", path("d"), "--threads",
        "2"});
  const DataSet data = read_data_set(path("d"));
  EXPECT_EQ(data.images.count, 70);
  EXPECT_EQ(data.images.height, 16);
  EXPECT_EQ(data.images.pixels, sampled_bytes(model, 7, 70, {}));

  // The labels are the classifier's own reading.
  std::vector<float> latents(70 * kLatent);
  sample_latents(7, 0, LatentPrior::kUniform01, kLatent, latents);
  const Expected e = generated(model, latents, {});
  for (std::size_t i = 0; i < 70; ++i) {
    EXPECT_EQ(data.labels[i], most_probable_digit(std::span(e.class_probs).subspan(i * 11, 11)));
  }
}

TEST_F(CliTest, SampleDependsOnTheSeedAlone) {
  const auto draw = [&](const std::string& seed, const std::string& threads) {
    must({"sample", "--model", model_path, "--seed", seed, "--png", path("g.png"), "--threads", threads});
    return file_bytes(path("g.png"));
  };
  const std::vector<std::byte> first = draw("18446744073709551615", "1");
  EXPECT_EQ(draw("18446744073709551615", "4"), first);
  EXPECT_NE(draw("18446744073709551614", "1"), first);
  // A leading zero makes no number octal.
  EXPECT_EQ(draw("010", "02"), draw("10", "2"));
  EXPECT_EQ(draw("08", "1"), draw("8", "1"));
}

TEST_F(CliTest, SampleWritesAGrid) {
  must({"sample", "--model", model_path, "--count", "10", "--seed", "3", "--png", path("g.png")});
  GreyImage grid;
  ASSERT_TRUE(io::read_png(path("g.png"), grid).ok());
  const std::vector<std::uint8_t> bytes = sampled_bytes(model, 3, 10, {});
  std::vector<float> images(bytes.size());
  std::transform(bytes.begin(), bytes.end(), images.begin(), from_byte);
  const GreyImage square = compose_grid(images, 16, 4), wide = compose_grid(images, 16, 5);
  EXPECT_EQ(grid.width, square.width);
  EXPECT_EQ(grid.pixels, square.pixels);
  must({"sample", "--model", model_path, "--count", "10", "--seed", "3", "--columns", "5", "--png",
        path("g.png")});
  ASSERT_TRUE(io::read_png(path("g.png"), grid).ok());
  EXPECT_EQ(grid.width, wide.width);
  EXPECT_EQ(grid.pixels, wide.pixels);
}

TEST_F(CliTest, SampleCountsInTens) {
  must({"sample", "--model", model_path, "--count", "010", "--idx", path("d")});
  EXPECT_EQ(read_data_set(path("d")).images.count, 10);
}

TEST_F(CliTest, SampleAsksAConditionalModelForItsClass) {
  const auto draw = [&](std::vector<std::string> choice) {
    std::vector<std::string> words = {"sample", "--model", conditional_path, "--count",
                                      "12",     "--idx",   path("d")};
    words.insert(words.end(), choice.begin(), choice.end());
    must(words);
    return read_data_set(path("d"));
  };
  const DataSet one = draw({"--class", "4"});
  EXPECT_EQ(one.labels, std::vector<std::uint8_t>(12, 4));
  EXPECT_EQ(one.images.pixels, sampled_bytes(conditional, 0, 12, std::vector<int>(12, 4)));
  const DataSet each = draw({"--class", "each"});
  EXPECT_EQ(each.labels, (std::vector<std::uint8_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1}));
  const DataSet any = draw({});
  std::vector<int> labels(12);
  sample_labels(0, 0, labels);
  EXPECT_TRUE(std::equal(labels.begin(), labels.end(), any.labels.begin()));
  EXPECT_EQ(any.images.pixels, sampled_bytes(conditional, 0, 12, labels));
}

TEST_F(CliTest, SampleGivesEachDigitAColumn) {
  must({"sample", "--model", conditional_path, "--count", "25", "--class", "each", "--png", path("g.png")});
  GreyImage grid;
  ASSERT_TRUE(io::read_png(path("g.png"), grid).ok());
  EXPECT_EQ(grid.width, 10 * 18 + 2);
  EXPECT_EQ(grid.height, 3 * 18 + 2);
}

TEST_F(CliTest, SampleSearchesAnUnconditionalModelForAClass) {
  must({"sample", "--model", model_path, "--count", "200", "--idx", path("all")});
  const DataSet all = read_data_set(path("all"));
  const std::set<std::uint8_t> seen(all.labels.begin(), all.labels.end());
  ASSERT_GE(seen.size(), 2U) << "the model of this test must tell some images apart";
  for (const std::uint8_t digit : seen) {
    must({"sample", "--model", model_path, "--count", "3", "--class", std::to_string(digit), "--idx",
          path("d")});
    const DataSet data = read_data_set(path("d"));
    EXPECT_EQ(data.labels, std::vector<std::uint8_t>(3, digit));
    // The first such samples of the seed, in order.
    const auto first =
        static_cast<std::size_t>(std::find(all.labels.begin(), all.labels.end(), digit) - all.labels.begin());
    EXPECT_TRUE(std::equal(data.images.pixels.begin(), data.images.pixels.begin() + kPixels,
                           all.images.pixels.begin() + static_cast<std::ptrdiff_t>(first * kPixels)));
  }
}

}  // namespace
}  // namespace sgan::test
