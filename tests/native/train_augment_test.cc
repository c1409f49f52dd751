#include <gtest/gtest.h>

#include <set>
#include <utility>

#include "augment.h"

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

}  // namespace
}  // namespace sgan::train
