#include "sgan/strokes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "sgan/image.h"

namespace sgan {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

const Drawing kSeven = {{{2, 1}, {12, 1}, {6, 21}}};
const Drawing kFour = {{{8, 0}, {0, 14}, {14, 14}}, {{10, 4}, {10, 24}}};

std::vector<float> draw(const Drawing& drawing, int size = 28) {
  std::vector<float> image(static_cast<std::size_t>(size * size), kNan);
  const Status status = rasterize(drawing, size, image);
  EXPECT_TRUE(status.ok()) << status.message();
  return image;
}

/// Ink 0..1 of the pixel (x, y).
double ink(const std::vector<float>& image, int x, int y, int size = 28) {
  return (image[static_cast<std::size_t>(y * size + x)] + 1.0) / 2;
}

struct Extent {
  double mass = 0, x = 0, y = 0;  // sum of ink and its centre
  int left = 99, right = -1, top = 99, bottom = -1;
};

Extent measure(const std::vector<float>& image, int size = 28) {
  Extent e;
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      const double value = ink(image, x, y, size);
      if (value <= 0) continue;
      e.mass += value;
      e.x += value * (x + 0.5);
      e.y += value * (y + 0.5);
      e.left = std::min(e.left, x);
      e.right = std::max(e.right, x);
      e.top = std::min(e.top, y);
      e.bottom = std::max(e.bottom, y);
    }
  }
  e.x /= e.mass;
  e.y /= e.mass;
  return e;
}

Drawing moved(const Drawing& drawing, float scale, float dx, float dy) {
  Drawing result = drawing;
  for (Stroke& stroke : result) {
    for (PenPoint& point : stroke) point = {point.x * scale + dx, point.y * scale + dy};
  }
  return result;
}

double largest_difference(const std::vector<float>& a, const std::vector<float>& b) {
  double largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i) largest = std::max(largest, std::abs(double{a[i]} - b[i]));
  return largest;
}

TEST(Rasterize, FillsEveryPixelWithValuesInRange) {
  for (const int size : {1, 20, 28, 32, 64}) {
    const std::vector<float> image = draw(kFour, size);
    EXPECT_TRUE(std::all_of(image.begin(), image.end(), [](float v) { return v >= -1.0F && v <= 1.0F; }))
        << size;
  }
}

TEST(Rasterize, FitsTheInkIntoTwentyPixelsAndCentresItsMass) {
  for (const Drawing& drawing :
       {kSeven, kFour, Drawing{{{0, 0}, {5, 0}}}, Drawing{{{0, 0}, {0, 5}, {1, 5}}}}) {
    const Extent e = measure(draw(drawing));
    const int longer = std::max(e.right - e.left, e.bottom - e.top) + 1;
    // The box rarely falls on whole pixels after centring.
    EXPECT_GE(longer, 20);
    EXPECT_LE(longer, 21);
    EXPECT_NEAR(e.x, 14.0, 0.1);
    EXPECT_NEAR(e.y, 14.0, 0.1);
  }
}

TEST(Rasterize, KeepsTheAspect) {
  const Extent e = measure(draw({{{0, 0}, {10, 0}, {10, 20}, {0, 20}, {0, 0}}}));
  const double width = e.right - e.left + 1, height = e.bottom - e.top + 1;
  EXPECT_NEAR(height, 20, 1);
  EXPECT_NEAR(width, (20 - 3.5) / 2 + 3.5, 1.6);
}

TEST(Rasterize, PlaceAndScaleDoNotMatter) {
  const std::vector<float> image = draw(kFour, 32);
  for (const Drawing& other : {moved(kFour, 1, 1000, -77), moved(kFour, 1024, 0, 0),
                               moved(kFour, 0x1p-20F, 0, 0), moved(kFour, 0x1p100F, 0, 0)}) {
    EXPECT_LE(largest_difference(image, draw(other, 32)), 2.0 / 255);
  }
}

TEST(Rasterize, DrawsStrokesAsWideAsMnistsWhateverTheScale) {
  for (const float length : {1e-3F, 1.0F, 1e6F}) {
    const std::vector<float> image = draw({{{0, 0}, {0, length}}});
    double width = 0;
    for (int x = 0; x < 28; ++x) width += ink(image, x, 14);
    EXPECT_GT(width, 2.0) << length;
    EXPECT_LT(width, 3.5) << length;
  }
}

TEST(Rasterize, HasSoftEdges) {
  const std::vector<float> image = draw(kSeven);
  const auto grey = std::count_if(image.begin(), image.end(), [](float v) { return v > -0.9F && v < 0.9F; });
  const auto black = std::count_if(image.begin(), image.end(), [](float v) { return v > 0.9F; });
  EXPECT_GT(grey, 20);
  EXPECT_GT(black, 20);
}

TEST(Rasterize, AStraightLineIsUprightAndCentred) {
  const Extent upright = measure(draw({{{3, 0}, {3, 9}}}));
  EXPECT_EQ(upright.bottom - upright.top + 1, 20);
  EXPECT_LE(upright.right - upright.left + 1, 4);
  const Extent level = measure(draw({{{0, 3}, {9, 3}}}));
  EXPECT_EQ(level.right - level.left + 1, 20);
  EXPECT_LE(level.bottom - level.top + 1, 4);
}

TEST(Rasterize, ADotIsAPenPointInTheMiddle) {
  const std::vector<float> dot = draw({{{123, 456}}});
  const Extent e = measure(dot);
  EXPECT_NEAR(e.x, 14.0, 0.01);
  EXPECT_NEAR(e.y, 14.0, 0.01);
  EXPECT_LE(e.right - e.left + 1, 4);
  EXPECT_GT(ink(dot, 14, 14), 0.9);
  EXPECT_EQ(draw({{{5, 5}, {5, 5}, {5, 5}}}), dot);
  EXPECT_EQ(draw({{}, {{5, 5}}, {}}), dot);
}

TEST(Rasterize, RepeatedPointsAndCrossingsAddNoInk) {
  const Drawing once = {{{0, 0}, {10, 20}}};
  EXPECT_EQ(draw({{{0, 0}, {0, 0}, {10, 20}, {10, 20}, {10, 20}}}), draw(once));
  EXPECT_EQ(draw({once[0], once[0], once[0]}), draw(once));
}

TEST(Rasterize, InkIsNotMovedOutOfTheFrame) {
  // A broad bar on the left with a tail: its centre of mass lies more than 4 pixels left of its box's middle,
  // and only 4 are free. The tip of the tail must keep its soft edge.
  Drawing drawing = {{{0, 50}, {100, 50}}};
  for (int x = 0; x < 20; x += 4)
    drawing.push_back({{static_cast<float>(x), 0}, {static_cast<float>(x), 100}});
  const std::vector<float> image = draw(drawing);
  const Extent e = measure(image);
  EXPECT_LT(e.x, 13.9);
  EXPECT_GT(ink(image, 26, 13), 0.7);
  EXPECT_LT(ink(image, 27, 13), 0.6);
  EXPECT_GT(ink(image, 27, 13), 0.1);
}

TEST(Rasterize, TakesExtremeCoordinates) {
  constexpr float kMost = std::numeric_limits<float>::max();
  const std::vector<float> normal = draw({{{-1, -1}, {1, 1}}});
  EXPECT_LE(largest_difference(draw({{{-kMost, -kMost}, {kMost, kMost}}}), normal), 1.0 / 255);
  constexpr float kLeast = std::numeric_limits<float>::denorm_min();
  EXPECT_LE(largest_difference(draw({{{-kLeast, -kLeast}, {kLeast, kLeast}}}), normal), 1.0 / 255);
}

TEST(Rasterize, RefusesWhatIsNoDrawing) {
  std::vector<float> image(28 * 28);
  const auto refusal = [&](const Drawing& drawing) { return rasterize(drawing, 28, image); };
  EXPECT_EQ(refusal({}).code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(refusal({{}, {}}).code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(refusal({{{0, 0}}, {{1, kNan}}}).message(), "stroke 1 has a point that is not finite");
  EXPECT_EQ(refusal({{{kInfinity, 0}}}).code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(refusal({{{0, -kInfinity}}}).code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(refusal({Stroke(kMaxPointsPerDrawing + 1)}).code(), StatusCode::kTooLarge);
  EXPECT_TRUE(refusal({Stroke(kMaxPointsPerDrawing)}).ok());
}

TEST(RasterizeBox, FillsTheBoxWithTheSameInkBeforeItIsCentred) {
  std::vector<float> box(kStrokeBox * kStrokeBox, kNan);
  for (const Drawing& drawing : {kSeven, moved(kSeven, 1024, 50, -7), Drawing{{{0, 0}, {5, 0}}}}) {
    ASSERT_TRUE(rasterize_box(drawing, box).ok());
    const Extent e = measure(box, kStrokeBox);
    const Extent centred = measure(draw(drawing));
    EXPECT_EQ(std::max(e.right - e.left, e.bottom - e.top) + 1, kStrokeBox);
    EXPECT_NEAR(e.left, kStrokeBox - 1 - e.right, 1) << "the box is not about its middle";
    EXPECT_NEAR(e.mass, centred.mass, 0.03 * centred.mass);
    EXPECT_TRUE(std::all_of(box.begin(), box.end(), [](float v) { return v >= -1.0F && v <= 1.0F; }));
  }
  ASSERT_TRUE(rasterize_box(kSeven, box).ok());
  EXPECT_LT(measure(box, kStrokeBox).y, 9.5) << "a 7 is heavy at the top, and not yet moved";
  EXPECT_EQ(rasterize_box({}, box).code(), StatusCode::kInvalidArgument);
}

// Every build must draw this picture, natively and in WebAssembly, to the bit.
TEST(Rasterize, HasAGoldenPicture) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const float value : draw(kFour, 32)) hash = (hash ^ to_byte(value)) * 1099511628211ULL;
  EXPECT_EQ(hash, 0x33ad81879a9e51b2ULL) << std::hex << hash;
}

}  // namespace
}  // namespace sgan
