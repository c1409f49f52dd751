#pragma once

namespace sgan::app {

/// The tab Training: how the shipped model was trained.
struct TrainingState {};

}  // namespace sgan::app
