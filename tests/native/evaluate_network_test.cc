// The evaluation network's file: what is refused, and why; and the pictures that are no digits.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "sgan/image.h"
#include "sgan/strokes.h"
#include "sgan_evaluate/evaluator.h"
#include "sgan_evaluate/non_digits.h"

namespace sgan::evaluation {
namespace {

/// A file of the program's own network, with one tensor changed or left out.
class EvaluatorFile : public testing::Test {
 protected:
  struct Tensor {
    Shape shape;
    std::vector<float> values;
  };

  void SetUp() override {
    SafetensorsView view;
    ASSERT_TRUE(SafetensorsView::parse(embedded_evaluator(), view).ok());
    for (const TensorView& tensor : view.tensors()) {
      std::vector<float> values(tensor.element_count());
      ASSERT_TRUE(read_f32(tensor, values).ok());
      tensors_[tensor.name] = {tensor.shape, std::move(values)};
    }
  }
  [[nodiscard]] std::vector<std::byte> bytes() const {
    SafetensorsWriter writer;
    for (const auto& [name, tensor] : tensors_) writer.add_f32(name, tensor.shape, tensor.values);
    return writer.finish();
  }
  void expect_refused(const std::string& reason) const {
    Evaluator evaluator;
    const Status status = Evaluator::load(bytes(), evaluator);
    EXPECT_FALSE(status.ok());
    EXPECT_NE(status.message().find(reason), std::string::npos) << status.message();
    EXPECT_EQ(status.message().find('\n'), std::string::npos);
  }

  std::map<std::string, Tensor> tensors_;
};

TEST_F(EvaluatorFile, OfTheProgramIsRead) {
  Evaluator evaluator;
  ASSERT_TRUE(Evaluator::load(embedded_evaluator(), evaluator).ok());
  EXPECT_EQ(evaluator.features(), 128U);
  EXPECT_LE(embedded_evaluator().size(), 1'000'000U);
  EXPECT_GE(std::stod(evaluator.metadata().at("test_accuracy")), 0.995);
  EXPECT_TRUE(Evaluator::load(bytes(), evaluator).ok()) << "the copy that the other tests spoil";
}

TEST_F(EvaluatorFile, CutOffAnywhereIsRefused) {
  const auto whole = embedded_evaluator();
  for (std::size_t size = 0; size < whole.size(); size = size * 3 / 2 + 1) {
    Evaluator evaluator;
    EXPECT_FALSE(Evaluator::load(whole.first(size), evaluator).ok()) << size << " bytes";
  }
}

TEST_F(EvaluatorFile, WithoutATensorIsRefused) {
  const auto all = tensors_;
  for (const auto& [name, tensor] : all) {
    tensors_.erase(name);
    Evaluator evaluator;
    EXPECT_FALSE(Evaluator::load(bytes(), evaluator).ok()) << name;
    tensors_ = all;
  }
  tensors_.erase("evaluator.features.norm.bias");
  expect_refused("tensor evaluator.features.norm.bias is missing");
}

TEST_F(EvaluatorFile, OfAnotherShapeIsRefused) {
  tensors_["evaluator.1.conv.weight"].shape = {32, 48, 1, 3};
  expect_refused("tensor evaluator.1.conv.weight has shape [32, 48, 1, 3]");
}

TEST_F(EvaluatorFile, WithANegativeVarianceIsRefused) {
  tensors_["evaluator.2.norm.running_var"].values[3] = -1;
  expect_refused("evaluator.2.norm.running_var is negative at element 3");
}

TEST_F(EvaluatorFile, WithWhatIsNoNumberIsRefused) {
  tensors_["evaluator.classes.bias"].values[0] = std::numeric_limits<float>::quiet_NaN();
  expect_refused("evaluator.classes.bias");
}

TEST_F(EvaluatorFile, WithATensorTooManyIsRefused) {
  tensors_["evaluator.classes.scale"] = {{1}, {1}};
  expect_refused("tensor evaluator.classes.scale is not part of an evaluator");
}

bool same(const Drawing& a, const Drawing& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Stroke& s, const Stroke& t) {
    return std::equal(s.begin(), s.end(), t.begin(), t.end(),
                      [](const PenPoint& p, const PenPoint& q) { return p.x == q.x && p.y == q.y; });
  });
}

TEST(NonDigits, AreFunctionsOfSeedAndIndex) {
  for (const auto& draw : {draw_scribble, draw_letter}) {
    EXPECT_TRUE(same(draw(1, 2), draw(1, 2)));
    EXPECT_FALSE(same(draw(1, 2), draw(1, 3)));
    EXPECT_FALSE(same(draw(1, 2), draw(2, 2)));
  }
}

std::vector<float> picture(const Drawing& drawing) {
  std::vector<float> image(32 * 32);
  EXPECT_TRUE(rasterize(drawing, 32, image).ok());
  return image;
}

// Published figures are of these very pictures.
TEST(NonDigits, HaveGoldenLetters) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (std::uint32_t i = 0; i < 100; ++i) {
    for (const float value : picture(draw_letter(1, i))) hash = (hash ^ to_byte(value)) * 1099511628211ULL;
  }
  EXPECT_EQ(hash, 0xe3102a21afb5f0c3ULL) << std::hex << hash;
}

// Not to the bit: they turn by the C library's sines.
TEST(NonDigits, HaveGoldenScribbles) {
  const std::vector<double> golden{111.816, 218.863, 201.063, 185.294, 216.882,
                                   246.263, 206.435, 221.259, 230.525, 208.769};
  for (std::uint32_t i = 0; i < golden.size(); ++i) {
    double ink = 0;
    for (const float value : picture(draw_scribble(1, i))) ink += (double{value} + 1) / 2;
    EXPECT_NEAR(ink, golden[i], 0.05) << i;
  }
}

TEST(NonDigits, ScribblesHaveSeveralStrokesOnThePaper) {
  std::set<std::size_t> counts;
  for (std::uint32_t i = 0; i < 100; ++i) {
    const Drawing drawing = draw_scribble(5, i);
    counts.insert(drawing.size());
    for (const Stroke& stroke : drawing) {
      EXPECT_GE(stroke.size(), 12U);
      for (const PenPoint& point : stroke) {
        EXPECT_GT(std::min(point.x, point.y), -0.1F);
        EXPECT_LT(std::max(point.x, point.y), 1.1F);
      }
    }
  }
  EXPECT_EQ(counts, (std::set<std::size_t>{3, 4, 5}));
}

/// 8 x 6: a bar from (1, 2) to (2, 5) and a dot at (3, 3); the middle of the ink is at (2.2, 3.9).
GreyImage bar_and_dot() {
  GreyImage image{8, 6, std::vector<std::uint8_t>(48)};
  for (const std::size_t y : {2U, 3U, 4U, 5U}) image.pixels[y * 8 + 1] = image.pixels[y * 8 + 2] = 200;
  image.pixels[3 * 8 + 3] = 250;
  return image;
}

TEST(NonDigits, ACutKeepsWhatIsOnOneSideOfTheMiddle) {
  const auto ink_of = [](const GreyImage& part) {
    std::vector<std::uint8_t> ink;
    std::copy_if(part.pixels.begin(), part.pixels.end(), std::back_inserter(ink),
                 [](int v) { return v > 0; });
    return ink;
  };
  EXPECT_EQ(ink_of(cut_off(bar_and_dot(), Side::kLeft)), std::vector<std::uint8_t>(4, 200));
  EXPECT_EQ(ink_of(cut_off(bar_and_dot(), Side::kRight)),
            (std::vector<std::uint8_t>{200, 200, 250, 200, 200}));
  EXPECT_EQ(ink_of(cut_off(bar_and_dot(), Side::kTop)), (std::vector<std::uint8_t>{200, 200, 200, 200, 250}));
  EXPECT_EQ(ink_of(cut_off(bar_and_dot(), Side::kBottom)), std::vector<std::uint8_t>(4, 200));
}

TEST(NonDigits, ACutHasADarkMarginAndOfNothingIsEmpty) {
  const GreyImage part = cut_off(bar_and_dot(), Side::kLeft);
  EXPECT_EQ(part.width, 1 + 2 * 3);
  EXPECT_EQ(part.height, 4 + 2 * 3);
  for (int x = 0; x < part.width; ++x) EXPECT_EQ(part.pixels[static_cast<std::size_t>(x)], 0);
  EXPECT_TRUE(cut_off({8, 6, std::vector<std::uint8_t>(48)}, Side::kLeft).pixels.empty());
}

}  // namespace
}  // namespace sgan::evaluation
