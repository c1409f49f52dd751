// normalize_picture of image.h: photographs and drawings of a digit to the network's own form.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "sgan/image.h"
#include "sgan/random.h"

namespace sgan {
namespace {

constexpr int kSize = 32;

GreyImage blank(int width, int height, std::uint8_t level) {
  return {width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(width * height), level)};
}

void fill(GreyImage& picture, int x0, int y0, int x1, int y1, std::uint8_t level) {
  for (int y = y0; y < y1; ++y) {
    for (int x = x0; x < x1; ++x) picture.pixels[static_cast<std::size_t>(y * picture.width + x)] = level;
  }
}

/// The strokes of a 7 in a box of `side` pixels at (left, top), `pen` pixels wide.
void write_seven(GreyImage& picture, int left, int top, int side, int pen, std::uint8_t level) {
  fill(picture, left, top, left + side * 6 / 10, top + pen, level);
  for (int y = 0; y < side; ++y) {
    const int x = left + side * 6 / 10 - pen - y * 3 / 10;
    fill(picture, x, top + y, x + pen, top + y + 1, level);
  }
}

std::vector<float> normalize(const GreyImage& picture, int size = kSize) {
  std::vector<float> image(static_cast<std::size_t>(size * size), std::nanf(""));
  const Status status = normalize_picture(picture, size, image);
  EXPECT_TRUE(status.ok()) << status.message();
  return image;
}

double mean_difference(const std::vector<float>& a, const std::vector<float>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += std::abs(double{a[i]} - b[i]);
  return sum / static_cast<double>(a.size());
}

std::vector<float> clean_seven() {
  GreyImage picture = blank(200, 200, 0);
  write_seven(picture, 60, 30, 140, 18, 255);
  return normalize(picture);
}

struct Extent {
  double x = 0, y = 0;
  int left = 99, right = -1, top = 99, bottom = -1;
};

Extent measure(const std::vector<float>& image, int size) {
  Extent e;
  double mass = 0;
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      const double ink = (image[static_cast<std::size_t>(y * size + x)] + 1.0) / 2;
      mass += ink;
      e.x += ink * (x + 0.5);
      e.y += ink * (y + 0.5);
      if (ink < 0.5) continue;
      e.left = std::min(e.left, x);
      e.right = std::max(e.right, x);
      e.top = std::min(e.top, y);
      e.bottom = std::max(e.bottom, y);
    }
  }
  e.x /= mass;
  e.y /= mass;
  return e;
}

TEST(NormalizePicture, FitsTwentyPixelsAndCentresTheMass) {
  GreyImage picture = blank(200, 200, 0);
  write_seven(picture, 60, 30, 140, 18, 255);
  const std::vector<float> image = normalize(picture, 28);
  const Extent e = measure(image, 28);
  EXPECT_NEAR(e.x, 14.0, 0.05);
  EXPECT_NEAR(e.y, 14.0, 0.05);
  EXPECT_GE(e.bottom - e.top + 1, 19);
  EXPECT_LE(e.bottom - e.top + 1, 21);
  EXPECT_TRUE(std::all_of(image.begin(), image.end(), [](float v) { return v >= -1.0F && v <= 1.0F; }));
  EXPECT_GT(*std::max_element(image.begin(), image.end()), 0.95F);
  EXPECT_EQ(image[0], -1.0F);
}

TEST(NormalizePicture, InkMayBeDarkOrBright) {
  GreyImage picture = blank(200, 200, 255);
  write_seven(picture, 60, 30, 140, 18, 0);
  EXPECT_LT(mean_difference(normalize(picture), clean_seven()), 0.01);
}

TEST(NormalizePicture, PlaceSizeAndContrastDoNotMatter) {
  GreyImage place = blank(300, 260, 0);
  write_seven(place, 100, 110, 140, 18, 255);
  EXPECT_LT(mean_difference(normalize(place), clean_seven()), 0.02);
  GreyImage large = blank(1600, 1200, 0);
  write_seven(large, 300, 100, 980, 126, 255);
  EXPECT_LT(mean_difference(normalize(large), clean_seven()), 0.03);
  GreyImage pale = blank(200, 200, 190);
  write_seven(pale, 60, 30, 140, 18, 110);
  EXPECT_LT(mean_difference(normalize(pale), clean_seven()), 0.02);
}

/// A pale 7 on dark paper with normal noise.
std::vector<float> noisy_seven(float deviation) {
  GreyImage picture = blank(150, 110, 60);
  write_seven(picture, 40, 20, 70, 9, 200);
  std::vector<float> noise(picture.pixels.size());
  sample_latents(5, 0, LatentPrior::kNormal, static_cast<int>(noise.size()), noise);
  for (std::size_t i = 0; i < noise.size(); ++i) {
    const float value = static_cast<float>(picture.pixels[i]) + deviation * noise[i];
    picture.pixels[i] = static_cast<std::uint8_t>(std::clamp(value, 0.0F, 255.0F));
  }
  fill(picture, 5, 100, 9, 103, 255);
  fill(picture, 140, 3, 143, 6, 255);
  return normalize(picture);
}

TEST(NormalizePicture, NoiseAndSpecksOfTheGroundAreDropped) {
  EXPECT_LT(mean_difference(noisy_seven(0), clean_seven()), 0.02);
  EXPECT_LT(mean_difference(noisy_seven(10), clean_seven()), 0.03);
  EXPECT_LT(mean_difference(noisy_seven(20), clean_seven()), 0.04);
  EXPECT_LT(mean_difference(noisy_seven(32), clean_seven()), 0.04);
}

TEST(NormalizePicture, LightFromOneSideIsLevelled) {
  GreyImage picture = blank(200, 200, 180);
  write_seven(picture, 60, 30, 140, 18, 80);
  for (int y = 0; y < 200; ++y) {
    for (int x = 0; x < 200; ++x) {
      // Up to 70 levels more or less: the paper's darkest corner is darker than the ink in the brightest
      // could be.
      auto& pixel = picture.pixels[static_cast<std::size_t>(y * 200 + x)];
      pixel = static_cast<std::uint8_t>(pixel + (x - 100) * 9 / 20 - (y - 100) / 4);
    }
  }
  EXPECT_LT(mean_difference(normalize(picture), clean_seven()), 0.03);
}

TEST(NormalizePicture, HairThinStrokesAreWidened) {
  GreyImage thin = blank(280, 280, 255);
  write_seven(thin, 60, 30, 220, 2, 0);
  const std::vector<float> image = normalize(thin, 28);
  const Extent e = measure(image, 28);
  EXPECT_NEAR(e.bottom - e.top + 1, 20, 1);
  double width = 0;  // of the stem in row 16
  for (int x = 0; x < 28; ++x) width += (image[static_cast<std::size_t>(16 * 28 + x)] + 1.0) / 2;
  EXPECT_GT(width, 1.4);
  EXPECT_LT(width, 3.0);
}

TEST(NormalizePicture, SmallPicturesAreEnlargedSmoothly) {
  GreyImage picture = blank(10, 10, 0);
  fill(picture, 4, 3, 6, 7, 255);  // a bar of 2 x 4 pixels, each of which becomes 5 x 5
  const std::vector<float> image = normalize(picture, 28);
  EXPECT_NEAR(measure(image, 28).bottom - measure(image, 28).top + 1, 20, 1);
  const auto row = image.begin() + 14 * 28;
  // The edges are ramps as wide as a pixel of the picture.
  EXPECT_GE(std::count_if(row, row + 28, [](float v) { return v > -0.9F && v < 0.9F; }), 6);
}

TEST(NormalizePicture, MnistsOwnFormIsOnlyResized) {
  GreyImage picture = blank(28, 28, 0);
  write_seven(picture, 9, 5, 12, 2, 200);  // smaller, paler and less centred than normal
  std::vector<std::uint8_t> resized(kSize * kSize);
  resize_bilinear(picture.pixels, 28, 28, resized, kSize, kSize);
  std::vector<float> expected(resized.size());
  std::transform(resized.begin(), resized.end(), expected.begin(), from_byte);
  EXPECT_EQ(normalize(picture), expected);

  const GreyImage ready{kSize, kSize, resized};
  EXPECT_EQ(normalize(ready), expected);

  for (std::uint8_t& pixel : picture.pixels) pixel = static_cast<std::uint8_t>(255 - pixel);
  EXPECT_LT(mean_difference(normalize(picture), clean_seven()), 0.2) << "a bright ground is normalised";
  EXPECT_NE(normalize(picture), expected);
}

TEST(NormalizePicture, InkAtTheEdgeOfThePictureIsKept) {
  GreyImage picture = blank(60, 100, 255);
  fill(picture, 25, 0, 35, 100, 0);
  const Extent e = measure(normalize(picture, 28), 28);
  EXPECT_EQ(e.bottom - e.top + 1, 20);
  EXPECT_LE(e.right - e.left + 1, 3);
}

TEST(NormalizePicture, RefusesAPictureWithoutInk) {
  std::vector<float> image(kSize * kSize);
  for (const int level : {0, 128, 255}) {
    for (const int side : {1, 28, 32, 100}) {
      const Status status =
          normalize_picture(blank(side, side, static_cast<std::uint8_t>(level)), kSize, image);
      EXPECT_EQ(status.code(), StatusCode::kInvalidArgument) << level << ' ' << side;
      EXPECT_NE(status.message().find("no ink"), std::string::npos);
    }
  }
  EXPECT_FALSE(normalize_picture({}, kSize, image).ok());
  EXPECT_FALSE(normalize_picture({5, 5, std::vector<std::uint8_t>(24)}, kSize, image).ok());
}

TEST(NormalizePicture, TakesOddShapes) {
  for (const auto& [width, height] :
       {std::pair{3, 3}, std::pair{5000, 3}, std::pair{3, 5000}, std::pair{5000, 1}, std::pair{1, 5000}}) {
    SCOPED_TRACE(std::to_string(width) + " x " + std::to_string(height));
    GreyImage picture = blank(width, height, 0);
    fill(picture, width / 3, height / 3, (2 * width + 2) / 3, (2 * height + 2) / 3, 255);
    const std::vector<float> image = normalize(picture);
    EXPECT_TRUE(std::all_of(image.begin(), image.end(), [](float v) { return v >= -1.0F && v <= 1.0F; }));
    EXPECT_GT(*std::max_element(image.begin(), image.end()), 0.5F) << "lines of one pixel come out grey";
  }
}

TEST(NormalizePicture, RefusesOddShapesWithASpeckOfInk) {
  for (const auto& [width, height] :
       {std::pair{2, 1}, std::pair{1, 2}, std::pair{5000, 3}, std::pair{3, 5000}}) {
    GreyImage picture = blank(width, height, 0);
    picture.pixels[0] = 255;
    std::vector<float> image(kSize * kSize);
    const Status status = normalize_picture(picture, kSize, image);
    EXPECT_EQ(status.code(), StatusCode::kInvalidArgument) << width << " x " << height;
    EXPECT_NE(status.message().find("no ink"), std::string::npos) << status.message();
  }
}

}  // namespace
}  // namespace sgan
