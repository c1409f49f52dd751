#include "sgan/status.h"

#include <gtest/gtest.h>

namespace sgan {
namespace {

TEST(Status, IsFineByDefault) {
  EXPECT_TRUE(Status().ok());
  EXPECT_EQ(Status().message(), "");
}

TEST(Status, KeepsItsMessageToOneLineThatATerminalCanShow) {
  const Status status(StatusCode::kMalformed, "tensor a\nb\x1b[31m\x7f is \u00e9vil\u009b31m");
  EXPECT_EQ(status.message(), "tensor a b [31m  is \u00e9vil  31m");
}

TEST(Status, LeavesOutTheMiddleOfWhatIsLong) {
  const Status status(StatusCode::kMalformed, "tensor " + std::string(100'000, 'x') + " is missing");
  EXPECT_LE(status.message().size(), 1000U);
  EXPECT_TRUE(status.message().starts_with("tensor xxx"));
  EXPECT_TRUE(status.message().ends_with("xxx is missing"));
}

TEST(Status, CutsBetweenCharacters) {
  for (const char* before : {"", "a", "ab", "abc"}) {
    std::string text(before);
    for (int i = 0; i < 1000; ++i) text += "\u20ac";  // three bytes
    const std::string message = Status(StatusCode::kMalformed, text).message();
    const std::size_t gap = message.find(" ... ");
    ASSERT_NE(gap, std::string::npos);
    EXPECT_EQ(message.substr(gap - 3, 3), "\u20ac");
    EXPECT_EQ(message.substr(gap + 5, 3), "\u20ac");
  }
}

}  // namespace
}  // namespace sgan
