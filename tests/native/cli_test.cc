// The built program as a user runs it: what each command prints and writes when all is well.

#include <algorithm>
#include <cmath>
#include <set>

#include "cli_fixture.h"
#include "sgan/directions.h"
#include "sgan/discriminator.h"
#include "sgan/strokes.h"
#include "sgan_io/file.h"
#include "sgan_io/png.h"
#include "support/random_model.h"

namespace sgan::test {
namespace {

void expect_verdict(const nlohmann::json& line, const Expected& e, std::size_t i) {
  const auto probs = std::span(e.class_probs).subspan(i * kJudgedClasses, kJudgedClasses);
  EXPECT_EQ(line.at("digit"), most_probable_digit(probs));
  ASSERT_EQ(line.at("probs").size(), std::size_t{kJudgedClasses});
  for (std::size_t c = 0; c < probs.size(); ++c) EXPECT_EQ(line["probs"][c].get<float>(), probs[c]);
  EXPECT_EQ(line.at("validity").get<float>(), e.validity[i]);
}

TEST_F(CliTest, InfoShowsATableOfEverything) {
  const std::string out = must({"info", model_path});
  for (const char* part : {"16 x 16", "6 values, uniform01", "preset", "test",
                           "generator.conv_blocks.2.weight", "[4, 5, 3, 3]", "F32"}) {
    EXPECT_NE(out.find(part), std::string::npos) << part << " is missing in\n" << out;
  }
}

TEST_F(CliTest, InfoPrintsJson) {
  const nlohmann::json info = nlohmann::json::parse(must({"info", "--json", conditional_path}));
  EXPECT_EQ(info.at("conditional"), "embed_mul");
  EXPECT_EQ(info.at("file_bytes"), file_bytes(conditional_path).size());
  EXPECT_EQ(info.at("latent_dim"), 6);
  EXPECT_EQ(info.at("image_size"), 16);
  EXPECT_EQ(info.at("class_names").size(), 10U);
  EXPECT_EQ(info.at("generator_parameters"), conditional.info.generator_parameters);
  EXPECT_EQ(info.at("metadata").at("epochs"), "3");
  std::size_t elements = 0;
  for (const auto& tensor : info.at("tensors")) {
    EXPECT_EQ(tensor.at("dtype"), "F32");
    if (tensor["name"].get<std::string>().find("running_") != std::string::npos) continue;
    std::size_t product = 1;
    for (const auto& size : tensor["shape"]) product *= size.get<std::size_t>();
    elements += product;
  }
  EXPECT_EQ(elements, info["generator_parameters"].get<std::size_t>() +
                          info["discriminator_parameters"].get<std::size_t>());
}

TEST_F(CliTest, RunTakesLatents) {
  const std::vector<float> latents = random_values(40 * kLatent, 1, 0, 1);
  SafetensorsWriter writer;
  writer.add_f32("latents", {40, kLatent}, latents);
  writer.add_i64("labels", {1}, std::vector<std::int64_t>{77});  // not this model's business
  ASSERT_TRUE(io::write_file(path("x"), writer.finish()).ok());
  must({"run", "--model", model_path, "--in", path("x"), "--out", path("y"), "--threads", "3"});
  const Expected e = generated(model, latents, {});
  EXPECT_EQ(tensor_of(path("y"), "images"), e.images);
  EXPECT_EQ(tensor_of(path("y"), "validity"), e.validity);
  EXPECT_EQ(tensor_of(path("y"), "class_probs"), e.class_probs);

  const std::vector<std::byte> bytes = file_bytes(path("y"));
  SafetensorsView file;
  ASSERT_TRUE(SafetensorsView::parse(bytes, file).ok());
  EXPECT_EQ(file.find("images")->shape, (Shape{40, 1, 16, 16}));
  EXPECT_EQ(file.find("validity")->shape, (Shape{40}));
  EXPECT_EQ(file.find("class_probs")->shape, (Shape{40, 11}));
}

TEST_F(CliTest, RunTakesLabelsForAConditionalModel) {
  const std::vector<float> latents = random_values(12 * kLatent, 2, 0, 1);
  const std::vector<std::int64_t> labels = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 0};
  SafetensorsWriter writer;
  writer.add_f32("latents", {12, kLatent}, latents);
  writer.add_i64("labels", {12}, labels);
  ASSERT_TRUE(io::write_file(path("x"), writer.finish()).ok());
  must({"run", "--model", conditional_path, "--in", path("x"), "--out", path("y")});
  const Expected e = generated(conditional, latents, {labels.begin(), labels.end()});
  EXPECT_EQ(tensor_of(path("y"), "images"), e.images);
  EXPECT_NE(e.images, generated(conditional, latents, std::vector<int>(12, 3)).images);
}

TEST_F(CliTest, RunTakesImages) {
  const std::vector<float> images = random_values(17 * kPixels, 3);
  SafetensorsWriter writer;
  writer.add_f32("images", {17, 1, 16, 16}, images);
  ASSERT_TRUE(io::write_file(path("x"), writer.finish()).ok());
  must({"run", "--model", model_path, "--in", path("x"), "--out", path("y")});
  const Expected e = judged(model, images);
  EXPECT_EQ(tensor_of(path("y"), "validity"), e.validity);
  EXPECT_EQ(tensor_of(path("y"), "class_probs"), e.class_probs);

  SafetensorsWriter bright;
  bright.add_f32("images", {1, 1, 16, 16}, std::vector<float>(kPixels, 255.0F));
  ASSERT_TRUE(io::write_file(path("x"), bright.finish()).ok());
  const Outcome warned = run_sgan({"run", "--model", model_path, "--in", path("x"), "--out", path("y")});
  EXPECT_EQ(warned.status, 0);
  EXPECT_NE(warned.err.find("outside [-1, 1]"), std::string::npos);
}

TEST_F(CliTest, ClassifyReadsDataSets) {
  const io::IdxImages data = random_images(37, 28, 28, 4);
  ASSERT_TRUE(io::write_idx_images(path("images"), data).ok());
  const auto lines = json_lines(must({"classify", "--model", model_path, "--idx", path("images")}));
  ASSERT_EQ(lines.size(), 37U);
  const Expected e = judged(model, as_network_input(data, 16));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    EXPECT_EQ(lines[i].at("index"), i);
    expect_verdict(lines[i], e, i);
  }
}

TEST_F(CliTest, ClassifyReadsPictures) {
  GreyImage photo{60, 90, std::vector<std::uint8_t>(60 * 90, 240)};
  for (int y = 10; y < 80; ++y) {
    for (int x = 25; x < 33; ++x) photo.pixels[static_cast<std::size_t>(y * 60 + x)] = 20;
  }
  GreyImage small{28, 28, std::vector<std::uint8_t>(28 * 28, 0)};
  for (std::size_t y = 5; y < 23; ++y) small.pixels[y * 28 + 14] = small.pixels[y * 28 + 15] = 255;
  ASSERT_TRUE(io::write_png(path("photo.png"), photo).ok());
  ASSERT_TRUE(io::write_png(path("small.png"), small).ok());
  const auto lines =
      json_lines(must({"classify", "--model", model_path, path("photo.png"), path("small.png")}));
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].at("file"), path("photo.png"));
  EXPECT_EQ(lines[1].at("file"), path("small.png"));
  std::vector<float> images(2 * kPixels);
  ASSERT_TRUE(normalize_picture(photo, 16, std::span(images).first(kPixels)).ok());
  ASSERT_TRUE(normalize_picture(small, 16, std::span(images).last(kPixels)).ok());
  const Expected e = judged(model, images);
  for (std::size_t i = 0; i < 2; ++i) expect_verdict(lines[i], e, i);
}

TEST_F(CliTest, ClassifyReadsStrokes) {
  ASSERT_TRUE(
      io::write_file(path("s.json"),
                     R"([{"strokes": [[[0, 0], [5, 20]]]}, {"strokes": [[[0, 0], [9, 0], [4, 20]]]}])")
          .ok());
  const auto lines = json_lines(must({"classify", "--model", model_path, "--strokes", path("s.json")}));
  ASSERT_EQ(lines.size(), 2U);
  std::vector<float> images(2 * kPixels);
  const Drawing one = {{{0, 0}, {5, 20}}}, seven = {{{0, 0}, {9, 0}, {4, 20}}};
  ASSERT_TRUE(rasterize(one, 16, std::span(images).first(kPixels)).ok());
  ASSERT_TRUE(rasterize(seven, 16, std::span(images).last(kPixels)).ok());
  const Expected e = judged(model, images);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(lines[i].at("index"), i);
    expect_verdict(lines[i], e, i);
  }
}

TEST_F(CliTest, ConvertChangesTheNumberFormatAlone) {
  const std::string name = "generator.l1.0.weight";
  const std::vector<float> exact = tensor_of(model_path, name);
  float scale = 0;
  for (const float value : exact) scale = std::max(scale, std::abs(value));
  struct Case {
    std::string dtype, shown;
    float least_error, largest_error;
  };
  const std::vector<Case> cases = {{"f32", "F32", 0, 0},
                                   {"f16", "F16", 1e-8F, scale * 0x1p-11F},
                                   {"i8", "I8", scale * 0x1p-11F, scale / 250}};
  for (const Case& c : cases) {
    must({"convert", "--model", model_path, "--dtype", c.dtype, "--out", path(c.dtype)});
    const nlohmann::json info = nlohmann::json::parse(must({"info", "--json", path(c.dtype)}));
    EXPECT_EQ(info.at("metadata").at("preset"), "test");
    EXPECT_EQ(info.at("generator_parameters"), model.info.generator_parameters);
    for (const auto& tensor : info.at("tensors")) {
      if (tensor["name"] == name) {
        EXPECT_EQ(tensor["dtype"], c.shown);
      }
    }
    must({"convert", "--model", path(c.dtype), "--dtype", "f32", "--out", path("back")});
    const std::vector<float> back = tensor_of(path("back"), name);
    ASSERT_EQ(back.size(), exact.size());
    float error = 0;
    for (std::size_t i = 0; i < back.size(); ++i) error = std::max(error, std::abs(back[i] - exact[i]));
    EXPECT_GE(error, c.least_error) << c.dtype;
    EXPECT_LE(error, c.largest_error) << c.dtype;
  }
  EXPECT_EQ(file_bytes(path("f32")), file_bytes(model_path));
}

TEST_F(CliTest, ConvertStoresDirectionsAndKeepsThem) {
  const auto convert = [&](const std::string& from, const std::string& to, std::vector<std::string> more) {
    std::vector<std::string> arguments{"convert", "--model", from, "--dtype", "f32", "--out", path(to)};
    arguments.insert(arguments.end(), more.begin(), more.end());
    must(arguments);
    return file_bytes(path(to));
  };
  convert(conditional_path, "with", {"--directions", "3"});
  const Directions wanted = principal_directions(conditional, 3);
  EXPECT_EQ(tensor_of(path("with"), "generator.directions"), wanted.vectors);
  EXPECT_EQ(tensor_of(path("with"), "generator.directions_scale"), wanted.scales);
  EXPECT_EQ(convert(path("with"), "kept", {}), file_bytes(path("with")));
  convert(path("with"), "other", {"--directions", "2"});
  EXPECT_EQ(tensor_of(path("other"), "generator.directions").size(), 2 * kLatent);
  EXPECT_EQ(convert(path("with"), "without", {"--directions", "0"}), convert(conditional_path, "plain", {}));
  const Outcome many = run_sgan(
      {"convert", "--model", model_path, "--dtype", "f32", "--out", path("many"), "--directions", "7"});
  EXPECT_EQ(many.status, 1);
  EXPECT_NE(many.err.find("--directions 7 is too many for latents of 6 values"), std::string::npos)
      << many.err;
}

TEST_F(CliTest, HelpAndVersion) {
  EXPECT_NE(must({"--version"}).find("sgan "), std::string::npos);
  for (const char* command : {"info", "run", "sample", "classify", "evaluate", "convert"}) {
    EXPECT_NE(must({"--help"}).find(command), std::string::npos);
    EXPECT_NE(must({command, "--help"}).find(std::string("sgan ") + command), std::string::npos);
  }
}

}  // namespace
}  // namespace sgan::test
