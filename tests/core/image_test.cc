#include "sgan/image.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "sgan/random.h"

namespace sgan {
namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes noise(int width, int height, std::uint64_t seed) {
  std::vector<float> values(static_cast<std::size_t>(width * height));
  sample_latents(seed, 0, LatentPrior::kUniform01, static_cast<int>(values.size()), values);
  Bytes bytes(values.size());
  std::transform(values.begin(), values.end(), bytes.begin(),
                 [](float v) { return static_cast<std::uint8_t>(v * 256.0F); });
  return bytes;
}

Bytes resize(const Bytes& source, int width, int height, int target_width, int target_height) {
  Bytes target(static_cast<std::size_t>(target_width * target_height), 0xAA);
  resize_bilinear(source, width, height, target, target_width, target_height);
  return target;
}

TEST(PixelValues, GoThereAndBack) {
  for (int pixel = 0; pixel < 256; ++pixel) {
    const auto byte = static_cast<std::uint8_t>(pixel);
    EXPECT_EQ(from_byte(byte), static_cast<float>(pixel) / 127.5F - 1.0F);
    EXPECT_EQ(to_byte(from_byte(byte)), byte);
  }
}

TEST(PixelValues, AreRoundedAndClamped) {
  EXPECT_EQ(to_byte(-1.0F), 0);
  EXPECT_EQ(to_byte(1.0F), 255);
  EXPECT_EQ(to_byte(-7.0F), 0);
  EXPECT_EQ(to_byte(1e30F), 255);
  EXPECT_EQ(to_byte(std::nanf("")), 0);
  EXPECT_EQ(to_byte(-1.0F + 1.4F / 127.5F), 1);
  EXPECT_EQ(to_byte(-1.0F + 1.6F / 127.5F), 2);
}

TEST(ResizeBilinear, SameSizeIsTheSamePicture) {
  const Bytes source = noise(13, 7, 1);
  EXPECT_EQ(resize(source, 13, 7, 13, 7), source);
}

TEST(ResizeBilinear, KeepsEvenGreyAtEverySize) {
  for (const int level : {0, 1, 127, 254, 255}) {
    const Bytes source(5 * 9, static_cast<std::uint8_t>(level));
    for (const int size : {1, 2, 5, 9, 28, 32, 63}) {
      const Bytes target = resize(source, 5, 9, size, size);
      EXPECT_TRUE(std::all_of(target.begin(), target.end(), [&](int v) { return v == level; })) << size;
    }
  }
}

TEST(ResizeBilinear, DoublesWithHalfPixelCentresAndClampedEdges) {
  EXPECT_EQ(resize({0, 100, 200}, 3, 1, 6, 1), (Bytes{0, 25, 75, 125, 175, 200}));
  EXPECT_EQ(resize({0, 100, 200}, 1, 3, 1, 6), (Bytes{0, 25, 75, 125, 175, 200}));
}

TEST(ResizeBilinear, ShrinkingPassesNoPixelOver) {
  for (std::size_t i = 0; i < 64; ++i) {
    Bytes source(64, 0);
    source[i] = 255;
    const Bytes target = resize(source, 64, 1, 8, 1);
    EXPECT_GT(std::count_if(target.begin(), target.end(), [](int v) { return v > 0; }), 0) << i;
  }
}

/// Bilinear interpolation in floating point, written from the definition.
double interpolate(const Bytes& source, int size, double x, double y) {
  const auto at = [&](int u, int v) {
    u = std::clamp(u, 0, size - 1);
    v = std::clamp(v, 0, size - 1);
    return static_cast<double>(source[static_cast<std::size_t>(v * size + u)]);
  };
  const int u = static_cast<int>(std::floor(x - 0.5)), v = static_cast<int>(std::floor(y - 0.5));
  const double s = x - 0.5 - u, t = y - 0.5 - v;
  return (1 - t) * ((1 - s) * at(u, v) + s * at(u + 1, v)) +
         t * ((1 - s) * at(u, v + 1) + s * at(u + 1, v + 1));
}

TEST(ResizeBilinear, AgreesWithTheDefinitionFrom28To32) {
  const Bytes source = noise(28, 28, 2);
  const Bytes target = resize(source, 28, 28, 32, 32);
  for (int y = 0; y < 32; ++y) {
    for (int x = 0; x < 32; ++x) {
      const double exact = interpolate(source, 28, (x + 0.5) * 28 / 32, (y + 0.5) * 28 / 32);
      // Half a level for each of the two passes.
      EXPECT_NEAR(target[static_cast<std::size_t>(y * 32 + x)], exact, 1.0) << x << ',' << y;
    }
  }
}

// Bytes of Pillow: Image.frombytes("L", (28, 28), source).resize((32, 32), Image.BILINEAR), source[i] = i * i
// * 7 % 256.
TEST(ResizeBilinear, GivesPillowsBytesFrom28To32) {
  Bytes source(28 * 28);
  for (std::size_t i = 0; i < source.size(); ++i) source[i] = static_cast<std::uint8_t>(i * i * 7 % 256);
  const Bytes target = resize(source, 28, 28, 32, 32);
  std::uint64_t hash = 14695981039346656037ULL;
  for (const std::uint8_t pixel : target) hash = (hash ^ pixel) * 1099511628211ULL;
  EXPECT_EQ(hash, 0x472ebb711226b405ULL);
  const Bytes first_row = {0,  6,  21, 48,  84,  132, 189, 242, 97, 172, 98,  130, 140, 129, 225, 155,
                           96, 49, 12, 130, 226, 221, 226, 226, 29, 52,  101, 160, 118, 55,  146, 239};
  EXPECT_TRUE(std::equal(first_row.begin(), first_row.end(), target.begin()));
}

TEST(ComposeGrid, PlacesImagesInRows) {
  std::vector<float> images;
  for (int i = 0; i < 3; ++i)
    images.insert(images.end(), 4, from_byte(static_cast<std::uint8_t>(50 * (i + 1))));
  const GreyImage grid = compose_grid(images, 2, 2, 1);
  EXPECT_EQ(grid.width, 7);
  EXPECT_EQ(grid.height, 7);
  const Bytes expected = {0, 0,   0,   0, 0,   0,   0,  //
                          0, 50,  50,  0, 100, 100, 0,  //
                          0, 50,  50,  0, 100, 100, 0,  //
                          0, 0,   0,   0, 0,   0,   0,  //
                          0, 150, 150, 0, 0,   0,   0,  //
                          0, 150, 150, 0, 0,   0,   0,  //
                          0, 0,   0,   0, 0,   0,   0};
  EXPECT_EQ(grid.pixels, expected);
  const Bytes grey = {50, 50, 50, 50, 100, 100, 100, 100, 150, 150, 150, 150};
  EXPECT_EQ(compose_grid(grey, 2, 2, 1).pixels, expected);
}

TEST(ComposeGrid, IsNoWiderThanItsImages) {
  const std::vector<float> images(2 * 16, 1.0F);
  const GreyImage grid = compose_grid(images, 4, 10);
  EXPECT_EQ(grid.width, 2 * 6 + 2);
  EXPECT_EQ(grid.height, 8);
}

}  // namespace
}  // namespace sgan
