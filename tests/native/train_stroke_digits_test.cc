// Digits drawn with a pen, as the preset classifier takes them.

#include <gtest/gtest.h>

#include "networks.h"
#include "stroke_digits.h"

namespace sgan::train {
namespace {

using torch::Tensor;

const StrokeDigits& stroke_digits() {
  static const StrokeDigits digits(torch::kCPU);
  return digits;
}

TEST(StrokeDigits, EachDigitIsAsFrequentAsAnother) {
  torch::manual_seed(1);
  const Tensor labels = stroke_digits().draw(2000).labels;
  const Tensor counts = torch::bincount(labels, {}, 10);
  ASSERT_EQ(counts.size(0), 10);
  EXPECT_GT(counts.min().item<int>(), 140);
  EXPECT_LT(counts.max().item<int>(), 260);
}

TEST(StrokeDigits, AreInkOnPaperAndNoTwoAlike) {
  torch::manual_seed(2);
  const Tensor images = stroke_digits().draw(200).images;
  ASSERT_EQ(images.sizes(), (std::vector<std::int64_t>{200, 1, kImageSize, kImageSize}));
  EXPECT_EQ(images.min().item<float>(), -1);
  EXPECT_EQ(images.amax({1, 2, 3}).min().item<float>(), 1) << "each has full ink somewhere";
  const Tensor ink = (images + 1).sum({1, 2, 3}) / 2;
  EXPECT_GT(ink.min().item<float>(), 20);
  EXPECT_LT(ink.max().item<float>(), 400);
  const Tensor distances = torch::cdist(images.flatten(1), images.flatten(1)) + 1e3 * torch::eye(200);
  EXPECT_GT(distances.min().item<float>(), 1);
}

TEST(StrokeDigits, FillTheirBoxAroundTheMiddle) {
  torch::manual_seed(3);
  const Tensor ink = (stroke_digits().draw(300).images + 1) / 2;
  const Tensor inked = ink.gt(0.25).to(torch::kFloat);
  const Tensor height = inked.amax({1, 3}).sum(1), width = inked.amax({1, 2}).sum(1);
  const Tensor side = torch::maximum(height, width);
  const double box = 20.0 * kImageSize / 28;
  EXPECT_GE(side.min().item<double>(), box - 2.5);
  EXPECT_LE(side.max().item<double>(), box + 1.5);
  const Tensor places = torch::arange(kImageSize) + 0.5 - kImageSize / 2.0;
  const Tensor mass = ink.sum({1, 2, 3});
  EXPECT_LT(((ink.sum({1, 3}) * places).sum(1) / mass).abs().max().item<double>(), 2);
  EXPECT_LT(((ink.sum({1, 2}) * places).sum(1) / mass).abs().max().item<double>(), 2);
}

TEST(StrokeDigits, OnesAndZerosHaveTheirShape) {
  torch::manual_seed(4);
  const StrokeDigits::Drawn drawn = stroke_digits().draw(500);
  // A zero has paper in its middle and ink around it; a one has less ink at its foot than a two.
  const Tensor ink = (drawn.images + 1) / 2;
  const Tensor middle = ink.slice(2, 14, 18).slice(3, 15, 17).amin({1, 2, 3});
  EXPECT_LT(middle.masked_select(drawn.labels.eq(0)).max().item<float>(), 0.9);
  const Tensor widest = ink.gt(0.5).to(torch::kFloat).sum(3).slice(2, 18, 24).amax({1, 2});
  const auto mean_of = [&](int digit) {
    return widest.masked_select(drawn.labels.eq(digit)).mean().item<float>();
  };
  EXPECT_LT(mean_of(1), mean_of(2) - 2);
}

TEST(StrokeDigits, NoneAreDrawnWhereNoneAreAsked) {
  const StrokeDigits::Drawn drawn = stroke_digits().draw(0);
  EXPECT_EQ(drawn.images.sizes(), (std::vector<std::int64_t>{0, 1, kImageSize, kImageSize}));
  EXPECT_EQ(drawn.labels.size(0), 0);
}

}  // namespace
}  // namespace sgan::train
