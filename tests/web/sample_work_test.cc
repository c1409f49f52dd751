// What stands behind the tab Sample: making its digits, its links, enlarged pictures.

#include "work/sample_work.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "sgan/latent.h"
#include "sgan/random.h"
#include "support/random_model.h"
#include "ui/sample_view.h"
#include "work/enlarge.h"
#include "work/link.h"

namespace sgan::app {
namespace {

using Kind = SampleChoice::Kind;

Model small_model(const Metadata& metadata) {
  Model model;
  const Status status = load_model(test::random_weights_file({}, 4, DType::kF32, metadata), model);
  EXPECT_TRUE(status.ok()) << status.message();
  return model;
}

/// Runs to the end; returns how many frames that took.
int finish(const Model& model, SampleState& sample, double budget_ms) {
  SampleWork work;
  Workspace workspace;
  int frames = 0;
  while (sample.busy() && ++frames < 100'000) (void)work.advance(model, workspace, sample, budget_ms);
  return frames;
}

TEST(SampleWork, MakesTheSamplesOfTheSeedALittleInEachFrame) {
  const Model model = small_model({});
  SampleState sample;
  sample.side = 3;
  EXPECT_EQ(finish(model, sample, 0), 9) << "one a frame where there is no time";
  std::vector<float> latents(9 * 6), images(9 * 256);
  sample_latents(7, 0, LatentPrior::kUniform01, 6, latents);
  Workspace workspace;
  ASSERT_TRUE(generate(model, latents, {}, workspace, images).ok());
  EXPECT_TRUE(std::equal(images.begin(), images.end(), sample.images.begin()));
  sample.restart = true;
  EXPECT_EQ(finish(model, sample, 1e9), 1);
}

TEST(SampleWork, ShowsOneStyleInAColumnAndOneClassInARow) {
  const Model model = small_model({{"conditional", "embed_mul"}});
  SampleState sample;
  sample.choice = {Kind::kRows, 0};
  sample.side = 4;
  sample.variety = 0.5F;
  finish(model, sample, 0);
  ASSERT_EQ(sample.done, 40);
  std::vector<float> latent(6), image(256);
  sample_latents(7, 2, LatentPrior::kUniform01, 6, latent);
  truncate_latents(LatentPrior::kUniform01, 0.5F, latent);
  const int label = 8;
  Workspace workspace;
  ASSERT_TRUE(generate(model, latent, {&label, 1}, workspace, image).ok());
  EXPECT_TRUE(std::equal(image.begin(), image.end(), sample.images.begin() + (8 * 4 + 2) * 256));
}

TEST(SampleWork, SearchesUnconditionalModelsForADigitAndGivesUp) {
  const Model model = small_model({});
  SampleState any;
  any.side = 10;
  finish(model, any, 1e9);
  const int common = any.tiles[0].verdict.digit;
  SampleState sample;
  sample.side = 2;
  sample.choice = {Kind::kOne, common};
  finish(model, sample, 1e9);
  ASSERT_EQ(sample.done, 4);
  std::vector<std::uint64_t> found, wanted;
  for (const SampleTile& tile : sample.tiles) found.push_back(tile.index);
  for (const SampleTile& tile : any.tiles)
    if (tile.verdict.digit == common && wanted.size() < 4) wanted.push_back(tile.index);
  EXPECT_EQ(found, wanted) << "not the first ones of the seed";
  // A classifier of random weights never reads some digit.
  const auto seen = class_counts(any);
  const auto never = std::find(seen.begin(), seen.begin() + 10, 0) - seen.begin();
  ASSERT_LT(never, 10);
  sample.choice.digit = static_cast<int>(never);
  sample.restart = true;
  finish(model, sample, 1e9);
  EXPECT_TRUE(sample.exhausted);
  EXPECT_FALSE(sample.busy());
  EXPECT_EQ(sample.tried, 2000U);
  EXPECT_NE(sample_summary(sample).find("Only"), std::string::npos);
}

TEST(Link, BringsTheViewOfSampleBack) {
  UiState state;
  SampleState& sample = state.sample;
  sample.seed = ~std::uint64_t{0};
  sample.choice = {Kind::kRows, 0};
  sample.side = 20;
  sample.variety = 0.07F;
  sample.order = SampleOrder::kLeastSure;
  sample.least = 0.9F;
  sample.chosen = 199;
  const std::string link = view_link(state);
  EXPECT_EQ(link.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.&=-_"), std::string::npos) << link;
  UiState other;
  EXPECT_EQ(open_link(other, link), "");
  EXPECT_EQ(view_link(other), link);
  EXPECT_EQ(other.sample.seed, sample.seed);
  EXPECT_EQ(other.sample.choice, sample.choice);
  EXPECT_FLOAT_EQ(other.sample.variety, 0.07F);
  EXPECT_EQ(other.sample.chosen, 199);
  EXPECT_TRUE(other.sample.restart);
}

TEST(Link, IgnoresWhatItDoesNotUnderstandAndSaysSo) {
  struct Case {
    const char *link, *problem;
  };
  for (const auto& [link, problem] : {Case{"tab=sample&side=21", "side is ignored: \"21\""},
                                      {"tab=sample&side=0", "side"},
                                      {"tab=sample&seed=18446744073709551616", "seed is ignored"},
                                      {"tab=sample&seed=-1", "seed"},
                                      {"tab=sample&variety=nan", "variety is ignored: \"nan\""},
                                      {"tab=sample&variety=1e9", "variety"},
                                      {"tab=sample&variety=", "variety is ignored: \"\""},
                                      {"tab=sample&least=1", "least"},
                                      {"tab=sample&class=11", "class"},
                                      {"tab=sample&order=%00", "order"},
                                      {"tab=sample&tile=25", "tile"},
                                      {"tab=nowhere", "tab is ignored: \"nowhere\""},
                                      {"<script>", "unknown part: \"<script>\""},
                                      {"tab=sample&\xff\xfe=1", "unknown part: \"??\""},
                                      {"&&=&&", "unknown part"},
                                      {"a=b=c", "unknown"}}) {
    UiState state, untouched;
    const std::string line = open_link(state, link);
    EXPECT_NE(line.find(problem), std::string::npos) << link << ": " << line;
    EXPECT_LT(line.size(), 100U);
    EXPECT_EQ(view_link(state), view_link(untouched)) << link;
  }
  UiState state;
  EXPECT_NE(open_link(state, std::string(9000, 'a')).find("too long"), std::string::npos);
  EXPECT_EQ(open_link(state, ""), "");
  EXPECT_EQ(open_link(state, "tab=sample&side=3&seed=x&variety=0.5").find("The link\u2019s seed"), 0U);
  EXPECT_EQ(state.sample.side, 3) << "the good parts count";
}

TEST(Enlarge, KeepsFlatAreasAndSlopesAndTheRange) {
  const std::vector<float> flat(16, 0.25F);
  for (const float value : enlarge(flat, 4, 3)) EXPECT_NEAR(value, 0.25F, 1e-6);
  std::vector<float> slope(64);
  for (int i = 0; i < 64; ++i) slope[static_cast<std::size_t>(i)] = static_cast<float>(i % 8) / 10;
  const std::vector<float> large = enlarge(slope, 8, 4);
  ASSERT_EQ(large.size(), 32U * 32U);
  for (int x = 8; x < 24; ++x) {
    const float wanted = ((static_cast<float>(x) + 0.5F) / 4 - 0.5F) / 10;
    EXPECT_NEAR(large[static_cast<std::size_t>(16 * 32 + x)], wanted, 1e-5) << x;
  }
  std::vector<float> edge(64, -1.0F);
  std::fill(edge.begin() + 32, edge.end(), 1.0F);
  const std::vector<float> crisp = enlarge(edge, 8, 8);
  const auto [least, most] = std::minmax_element(crisp.begin(), crisp.end());
  EXPECT_EQ(*least, -1);
  EXPECT_EQ(*most, 1);
  EXPECT_EQ(enlarge(edge, 8, 1), edge);
}

}  // namespace
}  // namespace sgan::app
