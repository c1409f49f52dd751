// Drawings as JSON: what parse_drawings reads and refuses.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "sgan/strokes.h"

namespace sgan {
namespace {

std::vector<Drawing> parse(const std::string& json) {
  std::vector<Drawing> drawings;
  const Status status = parse_drawings(json, drawings);
  EXPECT_TRUE(status.ok()) << status.message();
  return drawings;
}

TEST(ParseDrawings, ReadsOneDrawingOrAList) {
  const std::string one = R"({"strokes": [[[1, 2.5], [-3e1, 4]], [[5, 6]]]})";
  const std::vector<Drawing> single = parse(one);
  ASSERT_EQ(single.size(), 1U);
  ASSERT_EQ(single[0].size(), 2U);
  ASSERT_EQ(single[0][0].size(), 2U);
  EXPECT_EQ(single[0][0][0].y, 2.5F);
  EXPECT_EQ(single[0][0][1].x, -30.0F);
  EXPECT_EQ(single[0][1][0].y, 6.0F);
  EXPECT_EQ(parse("[" + one + ", " + one + "]").size(), 2U);
  EXPECT_TRUE(parse(" [ ] ").empty());
}

TEST(ParseDrawings, IgnoresOtherKeys) {
  const std::vector<Drawing> drawings =
      parse(R"([{"label": 7, "a": null, "b": [1, {"strokes": 5}], "c": {"d": [[]]},
      "e": "x", "f": true, "strokes": [[[1, 2]]], "g": -1.5}, {"strokes": [], "h": {}}])");
  ASSERT_EQ(drawings.size(), 2U);
  ASSERT_EQ(drawings[0].size(), 1U);
  EXPECT_EQ(drawings[0][0][0].x, 1.0F);
  EXPECT_TRUE(drawings[1].empty());
}

TEST(ParseDrawings, RefusesAnythingElse) {
  struct Case {
    std::string json, message;
  };
  const std::vector<Case> cases = {
      {"", "not valid JSON at byte 1"},
      {"{", "not valid JSON"},
      {R"({"strokes": []} x)", "not valid JSON"},
      {R"({"strokes": [[[1, NaN]]]})", "not valid JSON"},
      {"\xff\xfe", "not valid JSON"},
      {"5", "a number where an object with \"strokes\" should be"},
      {"[[]]", "an array where an object with \"strokes\" should be"},
      {"[null]", "null where an object"},
      {"{}", "drawing 0 has no \"strokes\""},
      {R"([{"strokes": []}, {"stroke": []}])", "drawing 1 has no \"strokes\""},
      {R"([{"strokes": []}, 5])", "drawing 1: a number where an object"},
      {R"({"strokes": [], "strokes": []})", "drawing 0 has \"strokes\" twice"},
      {R"({"strokes": 1})", "a number where the array of strokes should be"},
      {R"({"strokes": {}})", "an object where the array of strokes should be"},
      {R"({"strokes": [1]})", "a number where an array of points should be"},
      {R"({"strokes": [[1]]})", "drawing 0, stroke 0: a number where a point [x, y] should be"},
      {R"({"strokes": [[[1]]]})", "a point is not [x, y]"},
      {R"({"strokes": [[[1, 2, 3]]]})", "a point is not [x, y]"},
      {R"({"strokes": [[[1, "2"]]]})", "a string where a number should be"},
      {R"({"strokes": [[[1, [2]]]]})", "an array where a number should be"},
      {R"({"strokes": [[[1, null]]]})", "null where a number should be"},
      {R"({"strokes": [[[1, 2]], [[0, 1e39]]]})", "drawing 0, stroke 1: a number is too large"},
      {R"({"strokes": [[[1, 1e999]]]})", "a number is too large"},
      {R"({"strokes": [[[1, -1e999]]]})", "a number is too large"},
  };
  for (const Case& c : cases) {
    std::vector<Drawing> drawings = {{{{2, 1}}}};
    const Status status = parse_drawings(c.json, drawings);
    EXPECT_EQ(status.code(), StatusCode::kMalformed) << c.json;
    EXPECT_NE(status.message().find(c.message), std::string::npos) << c.json << " -> " << status.message();
    EXPECT_EQ(status.message().find('\n'), std::string::npos);
    EXPECT_EQ(drawings.size(), 1U) << "overwritten by " << c.json;
  }
}

TEST(ParseDrawings, RefusesEveryTruncatedPrefix) {
  const std::string json = R"([{"n": [1, {"m": 2}], "strokes": [[[1, 2], [3, 4]]]}])";
  for (std::size_t length = 0; length < json.size(); ++length) {
    std::vector<Drawing> drawings;
    EXPECT_FALSE(parse_drawings(std::string_view(json).substr(0, length), drawings).ok()) << length;
  }
  EXPECT_EQ(parse(json).size(), 1U);
}

TEST(ParseDrawings, SurvivesDeepNesting) {
  std::vector<Drawing> drawings;
  const std::string deep(1'000'000, '[');
  EXPECT_FALSE(parse_drawings(deep, drawings).ok());
  EXPECT_FALSE(parse_drawings(R"({"a": )" + deep, drawings).ok());
  EXPECT_TRUE(
      parse_drawings(R"({"a": )" + deep + std::string(deep.size(), ']') + R"(, "strokes": []})", drawings)
          .ok());
}

TEST(ParseDrawings, LimitsThePointsOfADrawing) {
  std::string points;
  for (std::size_t i = 0; i < kMaxPointsPerDrawing; ++i) points += i == 0 ? "[1,2]" : ",[1,2]";
  std::vector<Drawing> drawings;
  EXPECT_TRUE(parse_drawings(R"({"strokes": [[)" + points + "]]}", drawings).ok());
  EXPECT_EQ(parse_drawings(R"({"strokes": [[)" + points + "], [[1,2]]]}", drawings).code(),
            StatusCode::kTooLarge);
}

}  // namespace
}  // namespace sgan
