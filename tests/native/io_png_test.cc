#include <gtest/gtest.h>
#include <stb/stb_image_write.h>

#include "sgan_io/file.h"
#include "sgan_io/png.h"
#include "temporary_folder.h"

namespace sgan::io {
namespace {

using test::TemporaryFolder;

GreyImage gradient(int width, int height) {
  GreyImage image{width, height, {}};
  for (int i = 0; i < width * height; ++i) image.pixels.push_back(static_cast<std::uint8_t>(i * 37 % 256));
  return image;
}

void append(void* context, void* data, int size) {
  static_cast<std::string*>(context)->append(static_cast<const char*>(data), static_cast<std::size_t>(size));
}

/// One row of pixels as a PNG of 1 to 4 channels.
std::string encode(const std::vector<std::uint8_t>& pixels, int channels) {
  std::string png;
  const int width = static_cast<int>(pixels.size()) / channels;
  EXPECT_NE(stbi_write_png_to_func(append, &png, width, 1, channels, pixels.data(), width * channels), 0);
  return png;
}

class PngTest : public testing::Test {
 protected:
  Status read(const std::string& bytes) {
    EXPECT_TRUE(write_file(folder_ / "picture.png", bytes).ok());
    return read_png(folder_ / "picture.png", image_);
  }
  TemporaryFolder folder_;
  GreyImage image_;
};

TEST_F(PngTest, KeepsEveryPixel) {
  for (const auto& [width, height] : {std::pair{1, 1}, {3, 2}, {2, 3}, {171, 65}}) {
    const GreyImage image = gradient(width, height);
    ASSERT_TRUE(write_png(folder_ / "out.png", image).ok());
    ASSERT_TRUE(read_png(folder_ / "out.png", image_).ok());
    EXPECT_EQ(image_.width, width);
    EXPECT_EQ(image_.height, height);
    EXPECT_EQ(image_.pixels, image.pixels);
  }
}

TEST_F(PngTest, ColourBecomesGreyAndTransparencyPaper) {
  ASSERT_TRUE(read(encode({0, 0, 0, 255, 255, 255, 90, 90, 90}, 3)).ok());
  EXPECT_EQ(image_.pixels, (std::vector<std::uint8_t>{0, 255, 90}));
  ASSERT_TRUE(read(encode({0, 255, 0, 0, 0, 51, 200, 255}, 2)).ok());
  EXPECT_EQ(image_.pixels, (std::vector<std::uint8_t>{0, 255, 204, 200}));
  ASSERT_TRUE(read(encode({0, 0, 0, 0, 0, 0, 0, 255}, 4)).ok());
  EXPECT_EQ(image_.pixels, (std::vector<std::uint8_t>{255, 0}));
}

TEST_F(PngTest, RefusesWhatIsNoPng) {
  const std::string png = encode(gradient(40, 1).pixels, 1);
  EXPECT_NE(read("not a picture").message().find("picture.png: not a PNG file"), std::string::npos);
  EXPECT_NE(read("").message().find("not a PNG file"), std::string::npos);
  EXPECT_NE(read("GIF89a" + png).message().find("not a PNG file"), std::string::npos);
  EXPECT_NE(read(png.substr(0, 30)).message().find("damaged PNG file"), std::string::npos);
  EXPECT_FALSE(read_png(folder_ / "none.png", image_).ok());
  EXPECT_FALSE(read_png(folder_.root(), image_).ok());
}

TEST_F(PngTest, RefusesHugePicturesBeforeMakingRoomForThem) {
  std::string png = encode({1, 2, 3}, 1);
  png.replace(16, 8, std::string("\0\0\x40\0\0\0\x40\0", 8));  // 16384 x 16384
  EXPECT_EQ(read(png).code(), StatusCode::kTooLarge);
}

TEST_F(PngTest, RefusesChunksThatClaimWhatIsNotThere) {
  std::string png = encode({1, 2, 3}, 1);
  png.replace(png.find("IDAT") - 4, 4, std::string("\x40\0\0\0", 4));  // a gibibyte
  const Status status = read(png);
  EXPECT_NE(status.message().find("damaged PNG file"), std::string::npos) << status.message();
}

TEST_F(PngTest, RefusesUnknownChunksInOneLine) {
  std::string png = encode({1, 2, 3}, 1);
  png.insert(png.find("IDAT") - 4, std::string("\0\0\0\0A\nBC\0\0\0\0", 12));
  const Status status = read(png);
  EXPECT_NE(status.message().find("A BC"), std::string::npos) << status.message();
}

TEST_F(PngTest, FailureToWriteNamesThePath) {
  const Status status = write_png(folder_ / "missing/out.png", gradient(2, 2));
  EXPECT_NE(status.message().find("missing/out.png: cannot write"), std::string::npos) << status.message();
}

}  // namespace
}  // namespace sgan::io
