#include <gtest/gtest.h>

#include "console.h"

namespace sgan::train {
namespace {

TEST(FitBar, FillsItsShare) {
  EXPECT_EQ(fit_bar(0, " 0%", 100), "[" + std::string(30, '.') + "]  0%");
  EXPECT_EQ(fit_bar(0.5, "50%", 100), "[" + std::string(15, '#') + std::string(15, '.') + "] 50%");
  EXPECT_EQ(fit_bar(1, "100%", 100), "[" + std::string(30, '#') + "] 100%");
}

TEST(FitBar, GivesWayToTheWordsAndNeverIsWiderThanTheTerminal) {
  const std::string words = " 50%  50:12 left  60.0 ms/step  1074 images/s  D 1.234 G 0.987 val 98.76%";
  for (std::size_t columns = 0; columns < 120; ++columns) {
    const std::string line = fit_bar(0.5, words, columns);
    EXPECT_LE(line.size(), columns);
    EXPECT_NE(line.find(words.substr(0, columns)), std::string::npos) << line;
  }
  EXPECT_EQ(fit_bar(0.5, words, 79), words) << "no room for a bar worth looking at";
}

TEST(FormatDuration, HasHoursIfThereAreSome) {
  EXPECT_EQ(format_duration(3725), "1:02:05");
  EXPECT_EQ(format_duration(65), "1:05");
}

}  // namespace
}  // namespace sgan::train
