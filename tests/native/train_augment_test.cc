#include <gtest/gtest.h>

#include <set>
#include <utility>

#include "augment.h"
#include "non_digits.h"

namespace sgan::train {
namespace {

using torch::Tensor;

TEST(RandomShift, OfNothingLeavesTheImages) {
  const Tensor images = torch::rand({3, 1, 8, 8});
  EXPECT_TRUE(torch::equal(random_shift(images, 0), images));
}

TEST(RandomShift, ReachesEveryPlaceAndNoOther) {
  torch::manual_seed(1);
  Tensor images = torch::full({2000, 1, 9, 7}, -1.0F);
  images.select(2, 4).select(2, 3).fill_(0.5);  // one dot in each, at row 4 and column 3
  const Tensor moved = random_shift(images, 2);
  ASSERT_EQ(moved.sizes(), images.sizes());
  EXPECT_TRUE(moved.eq(0.5).sum({1, 2, 3}).eq(1).all().item<bool>());
  EXPECT_TRUE(moved.eq(-1).sum({1, 2, 3}).eq(9 * 7 - 1).all().item<bool>());
  std::set<std::pair<std::int64_t, std::int64_t>> places;
  const Tensor dots = moved.eq(0.5).nonzero();
  for (std::int64_t i = 0; i < dots.size(0); ++i)
    places.insert({dots[i][2].item<std::int64_t>() - 4, dots[i][3].item<std::int64_t>() - 3});
  EXPECT_EQ(places.size(), 25U);
  EXPECT_EQ(*places.begin(), (std::pair<std::int64_t, std::int64_t>{-2, -2}));
  EXPECT_EQ(*places.rbegin(), (std::pair<std::int64_t, std::int64_t>{2, 2}));
}

TEST(RandomShift, BringsInBackgroundAndPassesGradients) {
  torch::manual_seed(2);
  const Tensor images = torch::ones({500, 1, 8, 8}).requires_grad_();
  const Tensor moved = random_shift(images, 3);
  EXPECT_EQ(moved.min().item<float>(), -1);
  moved.sum().backward();
  EXPECT_TRUE(torch::equal(images.grad().sum({1, 2, 3}), moved.eq(1).sum({1, 2, 3}).to(torch::kFloat)))
      << "a pixel that is still to be seen has a gradient of one";
}

/// One upright bar in the middle of each image.
Tensor bars(std::int64_t count) {
  Tensor images = torch::full({count, 1, 32, 32}, -1.0F);
  images.narrow(2, 8, 16).narrow(3, 14, 4).fill_(1);
  return images;
}

double ink(const Tensor& images) { return (images + 1).sum().item<double>() / 2; }

TEST(RandomAffine, OfNoRangeLeavesTheImages) {
  const Tensor images = torch::rand({3, 1, 32, 32}) * 2 - 1;
  EXPECT_TRUE(torch::allclose(random_affine(images, {0, 0, 0, 0, 0, 0}), images, 1e-4, 1e-4));
}

TEST(RandomAffine, EachRangeDoesItsPart) {
  torch::manual_seed(3);
  const Tensor images = bars(200);
  const Tensor first_row = (images[0][0] + 1).sum(1), first_column = (images[0][0] + 1).sum(0);
  const auto rows_and_columns_change = [&](const AffineRanges& ranges) {
    const Tensor changed = random_affine(images, ranges);
    EXPECT_GE(changed.min().item<float>(), -1.001);
    EXPECT_LE(changed.max().item<float>(), 1.001);
    const Tensor rows = (changed + 1).sum({1, 3}), columns = (changed + 1).sum({1, 2});
    return std::pair((rows - first_row).abs().max().item<double>() > 0.5,
                     (columns - first_column).abs().max().item<double>() > 0.5);
  };
  EXPECT_EQ(rows_and_columns_change(
                {.rotation = 0.3, .scale = 0, .shear = 0, .shift = 0, .thinner = 0, .thicker = 0}),
            std::pair(true, true));
  EXPECT_EQ(rows_and_columns_change(
                {.rotation = 0, .scale = 0, .shear = 0.3, .shift = 0, .thinner = 0, .thicker = 0}),
            std::pair(false, true))
      << "sideways only";
  EXPECT_EQ(rows_and_columns_change(
                {.rotation = 0, .scale = 0.2, .shear = 0, .shift = 0, .thinner = 0, .thicker = 0}),
            std::pair(true, true));
  EXPECT_EQ(rows_and_columns_change(
                {.rotation = 0, .scale = 0, .shear = 0, .shift = 3, .thinner = 0, .thicker = 0}),
            std::pair(true, true));
  EXPECT_EQ(
      rows_and_columns_change(
          {.rotation = 0, .scale = 0, .shear = 0, .shift = 0, .thinner = 0, .thicker = 0, .elastic = 1}),
      std::pair(true, true));
}

TEST(RandomAffine, ElasticPlacesMoveEachTheirOwnWay) {
  torch::manual_seed(8);
  const AffineRanges elastic{
      .rotation = 0, .scale = 0, .shear = 0, .shift = 0, .thinner = 0, .thicker = 0, .elastic = 1};
  // A ramp tells where each pixel is from; an affine map leaves its second differences at zero.
  const Tensor ramp = (torch::arange(32) / 16.0 - 1).view({1, 1, 1, 32}).expand({100, 1, 32, 32});
  const Tensor moved = random_affine(ramp, elastic).slice(2, 4, 28).slice(3, 4, 28);
  EXPECT_GT(moved.diff(1, 3).diff(1, 3).abs().mean().item<double>(), 1e-3);
  const Tensor way = (moved - ramp.slice(2, 4, 28).slice(3, 4, 28)) * 16;
  EXPECT_GT(way.abs().mean().item<double>(), 0.3);
  EXPECT_LT(way.abs().mean().item<double>(), 1.2);
}

TEST(RandomAffine, StrokesGetThinnerOrThicker) {
  torch::manual_seed(4);
  const Tensor images = bars(100);
  const AffineRanges still{0, 0, 0, 0, 0, 0};
  AffineRanges thinner = still, thicker = still;
  thinner.thinner = thicker.thicker = 0.5;
  EXPECT_LT(ink(random_affine(images, thinner)), 0.95 * ink(images));
  EXPECT_GT(ink(random_affine(images, thicker)), 1.05 * ink(images));
}

TEST(RandomAffine, ThicknessStaysBetweenThatOfErodedAndDilatedImages) {
  torch::manual_seed(9);
  const Tensor images = torch::rand({50, 1, 9, 12}) * 2 - 1;
  const AffineRanges most{.rotation = 0, .scale = 0, .shear = 0, .shift = 0, .thinner = 1, .thicker = 1};
  const Tensor changed = random_affine(images, most);
  const Tensor dilated = torch::max_pool2d(images, 3, 1, 1), eroded = -torch::max_pool2d(-images, 3, 1, 1);
  EXPECT_TRUE((changed - dilated).lt(1e-5).all().item<bool>());
  EXPECT_TRUE((eroded - changed).lt(1e-5).all().item<bool>());
  // Almost as far as there is to go, for one of the images.
  EXPECT_LT((dilated - changed).flatten(1).amax(1).min().item<double>(), 0.25);
  EXPECT_LT((changed - eroded).flatten(1).amax(1).min().item<double>(), 0.25);
}

TEST(RandomAffine, LeavesTheWantedShareAsItIs) {
  torch::manual_seed(8);
  const Tensor images = bars(3000);
  const Tensor deformed = random_affine(images, {.elastic = 1, .untouched = 1.0 / 3});
  const auto same = deformed.eq(images).flatten(1).all(1).sum().item<std::int64_t>();
  EXPECT_NEAR(static_cast<double>(same) / 3000, 1.0 / 3, 0.04);
}

TEST(NonDigits, AreOfEveryKindAndInRange) {
  torch::manual_seed(5);
  const Tensor digits = bars(60);
  const Tensor others = make_non_digits(digits);
  ASSERT_EQ(others.sizes(), digits.sizes());
  EXPECT_GE(others.min().item<float>(), -1);
  EXPECT_LE(others.max().item<float>(), 1);
  for (int i = 10; i < 40; ++i) EXPECT_GT(ink(others[i]), 10) << "a blot, a scribble or a sign shows, " << i;
  for (int i = 10; i < 39; ++i) EXPECT_FALSE(torch::equal(others[i], others[i + 1])) << i;
  EXPECT_TRUE(torch::equal(others.narrow(0, 50, 10), -digits.narrow(0, 50, 10))) << "in negative";
}

TEST(NonDigits, PartsLackAPartAndMayBeEnlarged) {
  torch::manual_seed(7);
  Tensor digits = torch::full({600, 1, 32, 32}, -1.0F);
  digits.narrow(2, 6, 20).narrow(3, 6, 20).fill_(1);  // a square of 20 in the middle
  const Tensor parts = make_non_digits(digits).narrow(0, 400, 100);
  const Tensor shares = (parts + 1).sum({1, 2, 3}) / ink(digits[0]) / 2;
  EXPECT_GT(shares.min().item<float>(), 0.3);
  EXPECT_LT(shares.max().item<float>(), 0.7 * 1.5 * 1.5);
  EXPECT_GT(shares.gt(0.75).sum().item<std::int64_t>(), 10) << "some are enlarged";
  EXPECT_GT(shares.lt(0.65).sum().item<std::int64_t>(), 20) << "some are not";
  const Tensor middle = parts.narrow(2, 14, 4).narrow(3, 14, 4).amax({1, 2, 3});
  EXPECT_GT(middle.gt(0).sum().item<std::int64_t>(), 90) << "ink is near the middle";
}

TEST(NonDigits, OverlaidOnesShowBoth) {
  torch::manual_seed(6);
  Tensor digits = torch::full({12, 1, 32, 32}, -1.0F);
  for (int i = 0; i < 12; ++i) digits[i][0][i][i] = 1;
  const Tensor others = make_non_digits(digits);
  EXPECT_NEAR(ink(others[0]), 2, 1e-4);
  EXPECT_NEAR(ink(others[1]), 2, 1e-4);
  EXPECT_NEAR(ink(make_non_digits(digits.narrow(0, 0, 6))[0]), 2, 1e-4) << "the only one of its kind, too";
}

TEST(NonDigits, TakeAnyNumberOfImages) {
  for (const int count : {1, 2, 8}) EXPECT_EQ(make_non_digits(bars(count)).size(0), count);
}

}  // namespace
}  // namespace sgan::train
