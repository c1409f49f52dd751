#include "sgan/safetensors.h"

#include <gtest/gtest.h>

#include <cstring>
#include <limits>

namespace sgan {
namespace {

/// A file of this header and so many zero bytes.
std::vector<std::byte> file_of(const std::string& header, std::size_t data_bytes) {
  std::vector<std::byte> bytes(8 + header.size() + data_bytes);
  const std::uint64_t length = header.size();
  std::memcpy(bytes.data(), &length, 8);
  std::memcpy(bytes.data() + 8, header.data(), header.size());
  return bytes;
}

std::vector<std::byte> written_file() {
  SafetensorsWriter writer;
  writer.set_metadata({{"made by", "a \"test\""}});
  writer.add_f32("a", {2, 3}, std::vector<float>{1, 2, 3, 4, 5, 6});
  writer.add_f16("b", {2}, std::vector<float>{0.5F, -2});
  writer.add_i8("c", {3}, std::vector<std::int8_t>{-1, 0, 1});
  writer.add_i64("d", {}, std::vector<std::int64_t>{-7});
  writer.add_f32("empty", {0, 4}, {});
  return writer.finish();
}

TEST(Safetensors, ReadsWhatItWrote) {
  const std::vector<std::byte> bytes = written_file();
  SafetensorsView view;
  const Status status = SafetensorsView::parse(bytes, view);
  ASSERT_TRUE(status.ok()) << status.message();
  EXPECT_EQ(view.metadata(), (Metadata{{"made by", "a \"test\""}}));
  ASSERT_EQ(view.tensors().size(), 5U);

  std::vector<float> a(6), b(2);
  ASSERT_TRUE(read_f32(*view.find("a"), a).ok());
  EXPECT_EQ(a, (std::vector<float>{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(view.find("a")->shape, (Shape{2, 3}));
  ASSERT_TRUE(read_f32(*view.find("b"), b).ok());
  EXPECT_EQ(b, (std::vector<float>{0.5F, -2}));
  EXPECT_EQ(view.find("c")->dtype, DType::kI8);
  EXPECT_EQ(static_cast<std::int8_t>(view.find("c")->data[0]), -1);
  std::vector<std::int64_t> d(1);
  ASSERT_TRUE(read_i64(*view.find("d"), d).ok());
  EXPECT_EQ(d[0], -7);
  EXPECT_EQ(view.find("empty")->element_count(), 0U);
  EXPECT_EQ(view.find("z"), nullptr);
}

TEST(Safetensors, HeaderIsPaddedToEightBytes) {
  const std::vector<std::byte> bytes = written_file();
  std::uint64_t length = 0;
  std::memcpy(&length, bytes.data(), 8);
  EXPECT_EQ(length % 8, 0U);
}

TEST(Safetensors, TensorsBeginAtMultiplesOfTheirElements) {
  SafetensorsWriter writer;
  writer.add_i8("a", {3}, std::vector<std::int8_t>{1, 2, 3});
  writer.add_f16("b", {1}, std::vector<float>{4});
  writer.add_f32("c", {1}, std::vector<float>{5});
  writer.add_i8("d", {1}, std::vector<std::int8_t>{6});
  writer.add_i64("e", {}, std::vector<std::int64_t>{7});
  const std::vector<std::byte> bytes = writer.finish();
  SafetensorsView view;
  ASSERT_TRUE(SafetensorsView::parse(bytes, view).ok());
  std::string order;
  for (const TensorView& tensor : view.tensors()) {
    order += tensor.name;
    EXPECT_EQ(static_cast<std::size_t>(tensor.data.data() - bytes.data()) % dtype_size(tensor.dtype), 0U)
        << tensor.name;
  }
  EXPECT_EQ(order, "ecbad");
  std::vector<float> c(1);
  ASSERT_TRUE(read_f32(*view.find("c"), c).ok());
  EXPECT_EQ(c[0], 5);
  EXPECT_EQ(static_cast<std::int8_t>(view.find("d")->data[0]), 6);
}

TEST(Safetensors, RefusesEveryTruncatedPrefix) {
  const std::vector<std::byte> bytes = written_file();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    SafetensorsView view;
    // A copy of exactly that size, so that a sanitizer sees any read beyond it.
    const std::vector<std::byte> prefix(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
    const Status status = SafetensorsView::parse(prefix, view);
    ASSERT_FALSE(status.ok()) << size;
    ASSERT_FALSE(status.message().empty()) << size;
  }
}

TEST(Safetensors, RefusesAByteTooMany) {
  std::vector<std::byte> bytes = written_file();
  bytes.push_back({});
  SafetensorsView view;
  EXPECT_EQ(SafetensorsView::parse(bytes, view).message(), "1 bytes follow the last tensor");
}

TEST(Safetensors, FailureLeavesTheViewAsItWas) {
  const std::vector<std::byte> bytes = written_file();
  SafetensorsView view;
  ASSERT_TRUE(SafetensorsView::parse(bytes, view).ok());
  ASSERT_FALSE(SafetensorsView::parse(std::span(bytes).first(bytes.size() - 1), view).ok());
  EXPECT_EQ(view.tensors().size(), 5U);
}

struct BadHeader {
  const char* name;
  std::string header;
  std::size_t data_bytes;
  StatusCode code;
  const char* message_part;
};

class SafetensorsBadHeader : public testing::TestWithParam<BadHeader> {};

TEST_P(SafetensorsBadHeader, IsRefusedWithTheReason) {
  SafetensorsView view;
  const Status status = SafetensorsView::parse(file_of(GetParam().header, GetParam().data_bytes), view);
  EXPECT_EQ(status.code(), GetParam().code);
  EXPECT_NE(status.message().find(GetParam().message_part), std::string::npos) << status.message();
  EXPECT_EQ(status.message().find('\n'), std::string::npos);
}

std::string one_tensor(const std::string& dtype, const std::string& shape, const std::string& offsets) {
  return R"({"t":{"dtype":)" + dtype + R"(,"shape":)" + shape + R"(,"data_offsets":)" + offsets + "}}";
}

std::string two_tensors(const std::string& first_offsets, const std::string& second_offsets) {
  return R"({"t":{"dtype":"F32","shape":[1],"data_offsets":)" + first_offsets + R"(},)" +
         R"("u":{"dtype":"F32","shape":[1],"data_offsets":)" + second_offsets + "}}";
}

constexpr StatusCode kBad = StatusCode::kMalformed;

INSTANTIATE_TEST_SUITE_P(
    Table, SafetensorsBadHeader,
    testing::Values(
        BadHeader{"not_json", "{nonsense", 0, kBad, "not valid JSON"},
        BadHeader{"not_an_object", "[1, 2]", 0, kBad, "does not begin with {"},
        BadHeader{"leading_space", " {}", 0, kBad, "does not begin with {"},
        BadHeader{"empty", "", 0, kBad, "does not begin with {"},
        BadHeader{"two_values", "{} {}", 0, kBad, "not valid JSON"},
        BadHeader{"invalid_utf8", "{\"\xff\":1}", 0, kBad, "not valid JSON"},
        BadHeader{"deep", "{\"t\":" + std::string(100000, '['), 0, kBad, "a list where none belongs"},
        BadHeader{"tensor_is_a_number", R"({"t":1})", 0, kBad, "tensor t has a number"},
        BadHeader{"tensor_is_null", R"({"t":null})", 0, kBad, "tensor t has null"},
        BadHeader{"no_shape", R"({"t":{"dtype":"F32","data_offsets":[0,4]}})", 4, kBad, "needs dtype, shape"},
        BadHeader{"extra_key", R"({"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}})", 4, kBad,
                  "unknown key \"x\""},
        BadHeader{
            "tensor_twice",
            R"({"t":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"t":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}})",
            0, kBad, "\"t\" twice"},
        BadHeader{"field_twice", R"({"t":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}})", 4,
                  kBad, "dtype twice"},
        BadHeader{"metadata_twice", R"({"__metadata__":{},"__metadata__":{}})", 0, kBad, "twice"},
        BadHeader{"metadata_key_twice", R"({"__metadata__":{"a":"1","a":"2"}})", 0, kBad, "\"a\" twice"},
        BadHeader{"metadata_number", R"({"__metadata__":{"a":1}})", 0, kBad, "__metadata__ has a number"},
        BadHeader{"metadata_nested", R"({"__metadata__":{"a":{}}})", 0, kBad, "__metadata__ has an object"},
        BadHeader{"dtype_number", one_tensor("3", "[1]", "[0,4]"), 4, kBad, "a number"},
        BadHeader{"dtype_unknown", one_tensor("\"BF16\"", "[1]", "[0,2]"), 2, StatusCode::kUnsupported,
                  "dtype BF16"},
        BadHeader{"shape_negative", one_tensor("\"F32\"", "[-1]", "[0,4]"), 4, kBad, "a negative number"},
        BadHeader{"shape_fraction", one_tensor("\"F32\"", "[1.5]", "[0,4]"), 4, kBad, "a fraction"},
        BadHeader{"shape_nested", one_tensor("\"F32\"", "[[1]]", "[0,4]"), 4, kBad, "a list"},
        BadHeader{"shape_huge", one_tensor("\"F32\"", "[18446744073709551615]", "[0,4]"), 4, kBad,
                  "absurd shape"},
        BadHeader{"shape_overflows", one_tensor("\"F32\"", "[4294967296,4294967296]", "[0,0]"), 0, kBad,
                  "does not fit"},
        BadHeader{"shape_wraps_to_the_size", one_tensor("\"F32\"", "[4611686018427387905]", "[0,4]"), 4, kBad,
                  "does not fit"},
        BadHeader{"shape_rank", one_tensor("\"F32\"", "[1,1,1,1,1,1,1,1,1]", "[0,4]"), 4, kBad,
                  "more than 8 dimensions"},
        BadHeader{"shape_other_size", one_tensor("\"F32\"", "[2]", "[0,4]"), 4, kBad,
                  "does not fit its 4 bytes"},
        BadHeader{"offsets_one", one_tensor("\"F32\"", "[1]", "[0]"), 4, kBad, "two data_offsets"},
        BadHeader{"offsets_three", one_tensor("\"F32\"", "[1]", "[0,4,4]"), 4, kBad, "a number"},
        BadHeader{"offsets_negative", one_tensor("\"F32\"", "[1]", "[-4,0]"), 4, kBad, "a negative number"},
        BadHeader{"offsets_reversed", one_tensor("\"F32\"", "[1]", "[4,0]"), 4, kBad, "lies at bytes 4 to 0"},
        BadHeader{"offsets_outside", one_tensor("\"F32\"", "[1]", "[4,8]"), 4, kBad,
                  "lies at bytes 4 to 8 of 4"},
        BadHeader{"offsets_huge", one_tensor("\"F32\"", "[1]", "[18446744073709551612,18446744073709551615]"),
                  4, kBad, "lies at bytes"},
        BadHeader{"overlap", two_tensors("[0,4]", "[0,4]"), 8, kBad, "overlaps"},
        BadHeader{"partial_overlap", two_tensors("[0,4]", "[2,6]"), 6, kBad, "overlaps"},
        BadHeader{"hole", two_tensors("[0,4]", "[8,12]"), 12, kBad, "hole"},
        BadHeader{"hole_at_the_start", one_tensor("\"F32\"", "[1]", "[4,8]"), 8, kBad, "hole"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Safetensors, RefusesAnAbsurdHeaderLengthWithoutReadingIt) {
  std::vector<std::byte> bytes(8);
  for (const std::uint64_t length : {std::uint64_t{100'000'001}, std::numeric_limits<std::uint64_t>::max()}) {
    std::memcpy(bytes.data(), &length, 8);
    SafetensorsView view;
    EXPECT_EQ(SafetensorsView::parse(bytes, view).code(), StatusCode::kTooLarge);
  }
}

TEST(Safetensors, RefusesValuesThatAreNotFinite) {
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), -std::numeric_limits<float>::infinity()}) {
    SafetensorsWriter writer;
    writer.add_f32("w", {2}, std::vector<float>{1, bad});
    writer.add_f16("h", {2}, std::vector<float>{1, bad});
    const std::vector<std::byte> bytes = writer.finish();
    SafetensorsView view;
    ASSERT_TRUE(SafetensorsView::parse(bytes, view).ok());
    std::vector<float> values(2);
    for (const TensorView& tensor : view.tensors()) {
      const Status status = read_f32(tensor, values);
      EXPECT_EQ(status.code(), StatusCode::kMalformed);
      EXPECT_NE(status.message().find("tensor " + tensor.name), std::string::npos) << status.message();
      EXPECT_NE(status.message().find("element 1"), std::string::npos) << status.message();
    }
  }
}

TEST(Safetensors, ReadsOnlyTheDTypeAskedFor) {
  const std::vector<std::byte> bytes = written_file();
  SafetensorsView view;
  ASSERT_TRUE(SafetensorsView::parse(bytes, view).ok());
  std::vector<float> floats(3);
  EXPECT_EQ(read_f32(*view.find("c"), floats).code(), StatusCode::kUnsupported);
  std::vector<std::int64_t> integers(6);
  EXPECT_EQ(read_i64(*view.find("a"), integers).code(), StatusCode::kUnsupported);
}

}  // namespace
}  // namespace sgan
