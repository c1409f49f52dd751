#pragma once

#include <gtest/gtest.h>

#include <cmath>

#include "ui/draw_ink.h"

namespace sgan::app {

/// A stroke of two points at full pressure.
inline InkStroke line(PenPoint from, PenPoint to) { return {{from, to}, {1, 1}}; }

/// The sum of all strokes, in the units of their points.
inline float length(const Ink& ink) {
  float sum = 0;
  for (const InkStroke& stroke : ink) {
    EXPECT_EQ(stroke.points.size(), stroke.pressure.size());
    for (std::size_t i = 1; i < stroke.points.size(); ++i) {
      sum += std::hypot(stroke.points[i].x - stroke.points[i - 1].x,
                        stroke.points[i].y - stroke.points[i - 1].y);
    }
  }
  return sum;
}

}  // namespace sgan::app
