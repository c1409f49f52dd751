#include <gtest/gtest.h>
#include <sys/mman.h>
#include <zlib.h>

#include <functional>

#include "sgan_io/file.h"
#include "sgan_io/idx.h"
#include "temporary_folder.h"

namespace sgan::io {
namespace {

using test::TemporaryFolder;
using Bytes = std::string;

/// Two images of 2x3 pixels.
const IdxImages kImages{2, 2, 3, {0, 1, 2, 3, 4, 255, 6, 7, 8, 9, 10, 11}};
const Bytes kImageBytes("\0\0\x8\x3\0\0\0\x2\0\0\0\x2\0\0\0\x3\0\x1\x2\x3\x4\xff\x6\x7\x8\x9\xa\xb", 28);
const Bytes kLabelBytes("\0\0\x8\x1\0\0\0\x2\x9\0", 10);

Bytes gzip(const Bytes& raw) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
  Bytes packed(deflateBound(&stream, raw.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(raw.data()));
  stream.avail_in = static_cast<uInt>(raw.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

class IdxTest : public testing::Test {
 protected:
  std::filesystem::path file(const std::string& name, const Bytes& bytes) {
    EXPECT_TRUE(write_file(folder_ / name, bytes).ok());
    return folder_ / name;
  }
  Status read_images(const Bytes& bytes) { return read_idx_images(file("images", bytes), images_); }
  void expect_refused(const Bytes& bytes, const std::string& reason) {
    const Status status = read_images(bytes);
    EXPECT_FALSE(status.ok()) << reason;
    EXPECT_NE(status.message().find(reason), std::string::npos) << status.message();
    EXPECT_EQ(status.message().find((folder_ / "images").string()), 0U) << status.message();
    EXPECT_EQ(status.message().find('\n'), std::string::npos);
  }

  TemporaryFolder folder_;
  IdxImages images_;
};

TEST_F(IdxTest, ReadsAndWritesTheFormatByteByByte) {
  ASSERT_TRUE(read_images(kImageBytes).ok());
  EXPECT_EQ(images_.count, 2);
  EXPECT_EQ(images_.height, 2);
  EXPECT_EQ(images_.width, 3);
  EXPECT_EQ(images_.pixels, kImages.pixels);
  std::vector<std::uint8_t> labels;
  ASSERT_TRUE(read_idx_labels(file("labels", kLabelBytes), labels).ok());
  EXPECT_EQ(labels, (std::vector<std::uint8_t>{9, 0}));

  ASSERT_TRUE(write_idx_images(folder_ / "out", kImages).ok());
  ASSERT_TRUE(write_idx_labels(folder_ / "out labels", labels).ok());
  std::vector<std::byte> bytes;
  ASSERT_TRUE(read_file(folder_ / "out", bytes).ok());
  EXPECT_EQ(Bytes(reinterpret_cast<char*>(bytes.data()), bytes.size()), kImageBytes);
  ASSERT_TRUE(read_file(folder_ / "out labels", bytes).ok());
  EXPECT_EQ(Bytes(reinterpret_cast<char*>(bytes.data()), bytes.size()), kLabelBytes);
}

TEST_F(IdxTest, TellsGzipByContentNotByName) {
  ASSERT_TRUE(read_images(gzip(kImageBytes)).ok());
  EXPECT_EQ(images_.pixels, kImages.pixels);
}

TEST_F(IdxTest, RefusesEveryTruncatedPrefix) {
  for (std::size_t size = 0; size < kImageBytes.size(); ++size)
    EXPECT_FALSE(read_images(kImageBytes.substr(0, size)).ok()) << size;
  const Bytes packed = gzip(kImageBytes);
  for (std::size_t size = 0; size < packed.size(); ++size)
    EXPECT_FALSE(read_images(packed.substr(0, size)).ok()) << "gzip " << size;
}

TEST_F(IdxTest, RefusesWhatIsNotItsFormat) {
  expect_refused(kImageBytes.substr(0, 27), "truncated: the header announces 12 values, the file has 11");
  expect_refused(kImageBytes.substr(0, 15), "truncated in its header");
  expect_refused(kImageBytes + "x", "longer than the 12 values its header announces");
  expect_refused(kLabelBytes, "not an IDX file of images");
  expect_refused("hello, world, this is text", "not an IDX file of images");
  expect_refused(Bytes("\0\0\x8\x3\0\0\0\0\0\0\0\x2\0\0\0\x3", 16), "holds no values");
  expect_refused(Bytes("\0\0\x8\x3\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 16),
                 "more than 2^31 - 1 values");
  Bytes damaged = gzip(kImageBytes);
  damaged[damaged.size() - 5] ^= 1;  // the checksum
  expect_refused(damaged, "damaged gzip data");
  expect_refused(gzip(kImageBytes) + "x", "damaged gzip data");
  damaged[10] = '\xff';  // the first byte after gzip's own header: no such kind of block
  expect_refused(damaged, "damaged gzip data in its header");
}

TEST_F(IdxTest, SizesFitAnInt) {
  const Bytes one("\0\0\0\x1", 4), most("\x7f\xff\xff\xff", 4), beyond("\x80\0\0\0", 4);
  const Bytes magic = kImageBytes.substr(0, 4);
  for (const Bytes& sizes : {beyond + one + one, one + beyond + one, one + one + beyond})
    expect_refused(magic + sizes, "more than 2^31 - 1 values");
  expect_refused(magic + one + one + most, "the header announces 2147483647 values, the file has 0");
}

TEST_F(IdxTest, WritesNoMoreThanItReads) {
  constexpr std::size_t kBytes = kMaxIdxValues + 1;
  // Addresses without memory behind them: nothing may be read there.
  void* nothing = mmap(nullptr, kBytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  ASSERT_NE(nothing, MAP_FAILED);
  const Status status =
      write_idx_labels(folder_ / "out", std::span(static_cast<const std::uint8_t*>(nothing), kBytes));
  munmap(nothing, kBytes);
  EXPECT_NE(status.message().find("out: more than 2^31 - 1 values"), std::string::npos) << status.message();
  EXPECT_EQ(folder_.contents(), std::set<std::string>{});
}

TEST_F(IdxTest, WritesBothFilesOfAHalf) {
  const std::string prefix = (folder_ / "train").string();
  ASSERT_TRUE(write_labelled_images(prefix, {kImages, {9, 0}}).ok());
  LabelledImages read;
  ASSERT_TRUE(read_labelled_images(folder_.root(), Split::kTrain, read).ok());
  EXPECT_EQ(read.images.pixels, kImages.pixels);
  EXPECT_EQ(read.labels, (std::vector<std::uint8_t>{9, 0}));
  EXPECT_EQ(folder_.contents(),
            (std::set<std::string>{"train-images-idx3-ubyte", "train-labels-idx1-ubyte"}));
}

TEST_F(IdxTest, UnpacksNoMoreThanTheHeaderAnnounces) {
  // 64 MB of zeros behind two small images: refused after the first byte too many.
  expect_refused(gzip(kImageBytes + Bytes(64'000'000, '\0')), "longer than the 12 values");
  // A header that announces 2 GB over a few bytes must not make room for them.
  expect_refused(gzip(Bytes("\0\0\x8\x3\0\0\x7f\xff\0\0\0\xff\0\0\0\xffxy", 18)), "truncated");
}

TEST_F(IdxTest, FindsBothNamingsRawAndPacked) {
  for (const char* separator : {"-", "."}) {
    for (const bool packed : {false, true}) {
      const TemporaryFolder data;
      for (const char* half : {"train", "t10k"}) {
        const auto write = [&](const std::string& kind, const Bytes& bytes) {
          const std::string name = half + kind + (packed ? ".gz" : "");
          EXPECT_TRUE(write_file(data / name, packed ? gzip(bytes) : bytes).ok());
        };
        write(std::string("-images") + separator + "idx3-ubyte", kImageBytes);
        write(std::string("-labels") + separator + "idx1-ubyte", kLabelBytes);
      }
      for (const Split split : {Split::kTrain, Split::kTest}) {
        LabelledImages read;
        const Status status = read_labelled_images(data.root(), split, read);
        ASSERT_TRUE(status.ok()) << status.message();
        EXPECT_EQ(read.images.pixels, kImages.pixels);
        EXPECT_EQ(read.labels, (std::vector<std::uint8_t>{9, 0}));
      }
    }
  }
}

TEST_F(IdxTest, RefusesIncompleteOrMismatchedSets) {
  const auto refusal = [&] {
    LabelledImages read;
    return read_labelled_images(folder_.root(), Split::kTrain, read).message();
  };
  EXPECT_NE(refusal().find("train-images-idx3-ubyte is missing"), std::string::npos);
  file("train-images-idx3-ubyte", kImageBytes);
  EXPECT_NE(refusal().find("train-labels-idx1-ubyte is missing"), std::string::npos);
  file("train-labels-idx1-ubyte", Bytes("\0\0\x8\x1\0\0\0\x3\0\x1\x2", 11));
  EXPECT_NE(refusal().find("3 labels for 2 images"), std::string::npos) << refusal();
  file("train-labels-idx1-ubyte", Bytes("\0\0\x8\x1\0\0\0\x2\0\xa", 10));
  EXPECT_NE(refusal().find("label 10 at position 1"), std::string::npos) << refusal();
  file("train-labels-idx1-ubyte", kLabelBytes);
  EXPECT_EQ(refusal(), "");
  LabelledImages read;
  EXPECT_NE(read_labelled_images(folder_ / "none", Split::kTrain, read).message().find("no such folder"),
            std::string::npos);
}

}  // namespace
}  // namespace sgan::io
