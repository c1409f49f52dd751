// The tab Model, what it tells of a file, and what a file must be to come into use: without GL and without a
// browser.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "sgan/generator.h"
#include "sgan/weights.h"
#include "support/random_model.h"
#include "ui/model_parts.h"
#include "ui_page.h"
#include "work/session.h"
#include "work/weights_files.h"

namespace sgan::app {
namespace {

TEST(LayerTable, CountsWhatTheModelCounts) {
  const std::vector<std::byte> bytes = test::random_weights_file({}, 1);
  Model model;
  ASSERT_TRUE(load_model(bytes, model).ok());
  const LayerTable table = layer_table(bytes);
  const auto sum = [](const std::vector<LayerRow>& rows) {
    std::size_t parameters = 0;
    for (const LayerRow& row : rows) parameters += row.parameters;
    return parameters;
  };
  EXPECT_EQ(sum(table.generator), model.info.generator_parameters);
  EXPECT_EQ(sum(table.discriminator), model.info.discriminator_parameters);
  const auto row = [&](const std::string& name) {
    for (const LayerRow& one : table.generator) {
      if (one.name == name) return one;
    }
    return LayerRow{};
  };
  EXPECT_EQ(row("conv_blocks.2").kind, "convolution");
  EXPECT_EQ(row("conv_blocks.2").shape, "[4, 5, 3, 3]");
  EXPECT_EQ(row("conv_blocks.2").parameters, 4U * 5 * 9 + 4);
  EXPECT_EQ(row("conv_blocks.3").kind, "batch norm");
  EXPECT_EQ(row("l1.0").kind, "linear");
  EXPECT_EQ(row("label_emb").kind, "embedding");
  const LayerTable small = layer_table(test::random_weights_file({}, 1, DType::kI8));
  EXPECT_EQ(small.generator.size(), table.generator.size()) << "scales belong to their layer";
  EXPECT_EQ(sum(small.generator), model.info.generator_parameters);
}

TEST(ReadShipped, TakesAListOfFilesBesideIt) {
  std::vector<ShippedWeights> shipped;
  ASSERT_TRUE(read_shipped(R"([{"file": "a.safetensors", "title": "A"}, {"file": "b"}])", shipped).ok());
  EXPECT_EQ(shipped[0].path, "weights/a.safetensors");
  EXPECT_EQ(shipped[1].title, "b");
  for (const char* refused :
       {"", "{}", "[{}]", R"([{"file": "../a"}])", R"([{"file": ".."}])", R"([{"file": "http://x/a"}])"}) {
    EXPECT_FALSE(read_shipped(refused, shipped).ok()) << refused;
  }
  EXPECT_EQ(shipped.size(), 2U);
}

TEST(Numbers, HaveSeparators) {
  EXPECT_EQ(thousands(7), "7");
  EXPECT_EQ(thousands(1049089), "1,049,089");
  EXPECT_EQ(megabytes(2338060), "2.34 MB");
}

TEST(ModelTab, ACardHoldsItsRowsWhereTheyAreRounded) {
  Page page(1440, 900, 1.25F);
  constexpr int kOfEveryFile = 7, kMore = 256;
  for (int i = 0; i < kMore; ++i) page.info.metadata.emplace(std::to_string(i), "value");
  page.press("tab.model");
  EXPECT_GE(page.state.widgets.at("model.facts").h, (kOfEveryFile + kMore) * 33) << "26 CSS pixels each";
}

TEST(ModelTab, FitsEveryWidthAndAsksForWhatIsPressed) {
  for (const float width : {320.0F, 390.0F, 720.0F, 820.0F, 1440.0F}) {
    Page page(width, 900, 1);
    ModelState& model = page.state.model_tab;
    model.name = "mine.safetensors";
    model.layers = layer_table(test::random_weights_file({}, 1));
    model.shipped = {{"weights/a", "First", "A note that is rather long and needs more than a line."},
                     {"weights/b", "Second", ""}};
    model.message =
        "something is refused: tensor generator.l1.0.weight holds NaN. The model before stays in use.";
    page.press("tab.model");
    for (int i = 0; i < 30; ++i) {
      page.state.pointer.scroll = 60;
      page.frame();
      expect_sound_layout(page, "model " + std::to_string(width));
    }
    page.state.pointer.scroll = -9999;
    for (int i = 0; i < 3; ++i) page.frame();
    page.press("model.shipped_1");
    EXPECT_EQ(model.want_path, "weights/b");
    page.press("model.open");
    EXPECT_TRUE(model.want_pick);
  }
}

TEST(Session, RefusesWeightsWhoseImagesAreNoNumbersAndKeepsTheModel) {
  test::NetworkSizes sizes;
  sizes.batch_norms = false;
  UiState state;
  Session session;
  ASSERT_TRUE(session.load(test::random_weights_file(sizes, 7), state).ok());
  const Model* before = session.model();
  Weights weights = test::random_weights(sizes, 8);
  for (float& weight : test::tensor_named(weights, "generator.l1.0.weight").values) weight = 3e38F;
  std::vector<std::byte> bytes;
  ASSERT_TRUE(write_weights(weights, DType::kF32, bytes).ok());
  const Status status = session.load(bytes, state);
  EXPECT_NE(status.message().find("generator gives no numbers"), std::string::npos) << status.message();
  ASSERT_EQ(session.model(), before);
  Workspace workspace;
  std::vector<float> image(image_pixels(before->info));
  const std::vector<float> latent(static_cast<std::size_t>(before->info.latent_dim), 0.5F);
  EXPECT_TRUE(generate(*before, latent, {}, workspace, image).ok()) << "the model before";
}

}  // namespace
}  // namespace sgan::app
