#include "ui/tabs.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace sgan::app {
namespace {

constexpr std::array kTabs{
    TabEntry{Tab::kSample, "sample", "Sample", draw_sample_tab},
    TabEntry{Tab::kExplore, "explore", "Explore", draw_explore_tab},
    TabEntry{Tab::kDraw, "draw", "Draw", draw_draw_tab},
    TabEntry{Tab::kTraining, "training", "Training", draw_training_tab},
    TabEntry{Tab::kModel, "model", "Model", draw_model_tab},
};

}  // namespace

std::span<const TabEntry> tabs() { return kTabs; }

const TabEntry& entry_of(Tab tab) {
  const auto* const found =
      std::find_if(kTabs.begin(), kTabs.end(), [&](const TabEntry& entry) { return entry.tab == tab; });
  assert(found != kTabs.end());
  return *found;
}

}  // namespace sgan::app
