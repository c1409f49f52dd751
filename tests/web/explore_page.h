#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "sgan/latent.h"
#include "sgan/model.h"
#include "support/random_model.h"
#include "ui/explore_path.h"
#include "ui_page.h"
#include "work/explore_work.h"

namespace sgan::app {

inline constexpr int kLatent = 6;

inline Model small_model(const Metadata& metadata) {
  Model model;
  const Status status = load_model(test::random_weights_file({}, 4, DType::kF32, metadata), model);
  EXPECT_TRUE(status.ok()) << status.message();
  return model;
}

inline const Metadata kConditional{{"conditional", "embed_mul"}, {"latent_prior", "normal"}};

/// A page with the tab Explore open on a small model.
class Explore : public testing::Test {
 protected:
  void open(float width, float height, const Metadata& metadata = kConditional) {
    model = small_model(metadata);
    page = std::make_unique<Page>(width, height, 1.0F);
    page->state.model = &model.info;
    page->press("tab.explore");
    EXPECT_TRUE(explore().want_begin);
    ExploreWork work;
    Workspace workspace;
    while (!explore().directed) work.search(model, workspace, explore(), 0);
    ExploreWork::begin(model, explore());
    explore().large = {reinterpret_cast<ImTextureID>(3), 32, 1};
    explore().small = {reinterpret_cast<ImTextureID>(4), 32, 8};
    page->frame();
    page->frame();
  }
  ExploreState& explore() { return page->state.explore; }
  float coordinate_of(int k) {
    return coordinate(explore().directions, k, model.info.latent_prior, explore().point.latent);
  }
  /// Presses at a part of the widget's width and height.
  void press_at(const std::string& name, float x, float y = 0.5F) {
    const Rect rect = page->state.widgets.at(name);
    const ImVec2 at{rect.x + rect.w * x, rect.y + rect.h * y};
    page->pointer.push(PointerAction::kDown, at, false);
    page->pointer.push(PointerAction::kUp, at, false);
    for (int i = 0; i < 4; ++i) page->frame();
  }

  Model model;
  std::unique_ptr<Page> page;
};

}  // namespace sgan::app
