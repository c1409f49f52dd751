// Links to the tab Explore: what they say, and what hostile ones say.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "explore_page.h"
#include "work/link.h"

namespace sgan::app {
namespace {

TEST_F(Explore, ALinkBringsTheDigitBack) {
  open(1440, 900);
  press_at("explore.direction_3", 0.2F);
  explore().digit = 4;
  const std::string link = view_link(page->state);
  EXPECT_EQ(link.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.&=-_"),
            std::string::npos);
  UiState other;
  other.model = &model.info;
  ASSERT_EQ(open_link(other, link), "");
  EXPECT_EQ(other.tab, Tab::kExplore);
  ASSERT_TRUE(other.explore.want_begin);
  ExploreWork::begin(model, other.explore);
  EXPECT_EQ(other.explore.digit, 4);
  ASSERT_EQ(other.explore.point.latent.size(), static_cast<std::size_t>(kLatent));
  for (std::size_t i = 0; i < kLatent; ++i)
    EXPECT_NEAR(other.explore.point.latent[i], explore().point.latent[i], 1e-4);
}

TEST_F(Explore, ALinkBringsTheWayBack) {
  open(1440, 900);
  const ExplorePoint first = explore().point;
  press_at("explore.direction_3", 0.2F);
  page->press("explore.set_end");
  const int other_digit = (digit_of(first) + 5) % kDigitClasses;
  explore().to.mixture = mixture_of(other_digit);
  show_part(explore(), model.info.latent_prior, 0.2537F);
  const std::string link = view_link(page->state);
  EXPECT_EQ(link.find("from="), std::string::npos) << "it begins where the link does: " << link;
  UiState other;
  other.model = &model.info;
  ASSERT_EQ(open_link(other, link), "");
  ExploreWork::begin(model, other.explore);
  EXPECT_EQ(other.explore.from, first);
  EXPECT_EQ(digit_of(other.explore.to), other_digit);
  EXPECT_FLOAT_EQ(other.explore.part, 0.2537F);
  for (std::size_t i = 0; i < kLatent; ++i)
    EXPECT_NEAR(other.explore.point.latent[i], explore().point.latent[i], 1e-4);
  EXPECT_NEAR(other.explore.point.mixture[static_cast<std::size_t>(other_digit)], 0.2537, 1e-3);

  page->press("explore.set_start");  // in the middle of the way
  UiState third;
  third.model = &model.info;
  ASSERT_EQ(open_link(third, view_link(page->state)), "");
  ExploreWork::begin(model, third.explore);
  for (std::size_t c = 0; c < kDigitClasses; ++c)
    EXPECT_NEAR(third.explore.from.mixture[c], explore().from.mixture[c], 1e-3) << c;
}

TEST_F(Explore, WhatIsAskedForReplacesALinkThatStillWaits) {
  open(1440, 900);
  press_at("explore.direction_3", 0.2F);
  page->press("explore.set_end");
  show_part(explore(), model.info.latent_prior, 0.5F);
  UiState other;
  other.model = &model.info;
  ASSERT_EQ(open_link(other, view_link(page->state)), "");
  ASSERT_TRUE(other.explore.want_to.has_value());
  ASSERT_EQ(other.explore.want_part, 0.5F);
  ask_begin(other.explore, 9, 2, 4);
  ExploreWork::begin(model, other.explore);
  EXPECT_EQ(other.explore.point, sample_point(model.info, 9, 2, 4));
  EXPECT_EQ(other.explore.from, other.explore.point);
  EXPECT_EQ(other.explore.to, next_point(model.info, 9, 2, 4));
  EXPECT_EQ(other.explore.part, 0);
}

TEST_F(Explore, EndsOfAnotherModelsWayAreLeft) {
  open(1440, 900);
  const ExplorePoint start = explore().start;
  explore().want_from = ExplorePoint{std::vector<float>(kLatent + 1, 1.0F), mixture_of(1)};
  explore().want_to = ExplorePoint{std::vector<float>(kLatent - 1, 1.0F), mixture_of(1)};
  explore().want_part = 0.5F;
  ExploreWork::begin(model, explore());
  EXPECT_EQ(explore().from, start);
  EXPECT_EQ(explore().to.latent.size(), static_cast<std::size_t>(kLatent));
}

TEST_F(Explore, LinksOfLongLatentsStayShortEnough) {
  open(1440, 900);
  ModelInfo large = model.info;
  large.latent_dim = 1024;
  UiState state;
  state.tab = Tab::kExplore;
  state.model = &large;
  state.explore.ready = true;
  for (ExplorePoint* point : {&state.explore.point, &state.explore.from, &state.explore.to})
    *point = {std::vector<float>(1024, 1.0F), mixture_of(1)};
  state.explore.digit = 1;
  state.explore.from.latent[0] = 2;
  const std::string link = view_link(state);
  EXPECT_LE(link.size(), 8192U);
  EXPECT_NE(link.find("&latent="), std::string::npos);
  UiState other;
  other.model = &large;
  EXPECT_EQ(open_link(other, link), "");
  EXPECT_EQ(other.explore.want_latent.size(), 1024U);
}

TEST_F(Explore, HostileLinksAreIgnoredWithAMessage) {
  open(1440, 900);
  for (const char* link : {"tab=explore&latent=AAAA", "tab=explore&latent=%%%%%%%%%%%%%%%%%%",
                           "tab=explore&from=AAAA", "tab=explore&to=%", "tab=explore&part=2",
                           "tab=explore&index=-1", "tab=explore&index=99999999999999999999",
                           "tab=explore&class=10", "tab=explore&class=x", "tab=explore&side=3"}) {
    UiState state;
    state.model = &model.info;
    EXPECT_NE(open_link(state, link), "") << link;
    ExploreWork::begin(model, state.explore);
    EXPECT_EQ(state.explore.point.latent, explore().start.latent) << link;
  }
}

}  // namespace
}  // namespace sgan::app
