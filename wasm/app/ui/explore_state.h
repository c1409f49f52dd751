#pragma once

namespace sgan::app {

/// The tab Explore: a walk among the generator's latents.
struct ExploreState {};

}  // namespace sgan::app
