#include <gtest/gtest.h>

#include <regex>

#include "chart.h"
#include "html.h"
#include "report.h"
#include "report_command.h"
#include "run_files.h"

namespace sgan::train {
namespace {

TEST(Report, ShowsFiguresCurvesAndGrids) {
  RunFiles files;
  files.write_run(/*epochs=*/3, /*batches=*/4);
  const std::string html = files.report();
  for (const char* part :
       {"<title>a run ", "<h1>a run</h1>", "Final figures", "98.12&nbsp;%", "97.71&nbsp;%", "0:38",
        "4,400 images/s", "preset conditional", "1000 labels", "a row for each class"})
    EXPECT_TRUE(contains(html, part)) << part;
  for (const char* id : {"losses", "batches", "accuracy", "variety"}) {
    EXPECT_TRUE(contains(html, std::string("<title id=\"") + id + "-title\">")) << id;
    EXPECT_TRUE(contains(html, std::string("<desc id=\"") + id + "-description\">")) << id;
  }
  EXPECT_EQ(count(html, "<img "), 3);
  EXPECT_EQ(count(html, "<tr><th scope=\"row\">0</th>"), 1);
  EXPECT_TRUE(contains(html, "Discriminator loss")) << html;
}

TEST(Report, NeedsNoOtherFile) {
  RunFiles files;
  files.write_run(2, 3);
  const std::string html = files.report();
  EXPECT_FALSE(std::regex_search(html, std::regex("https?:|//[a-z]|<script|<link|<iframe|url\\(|@import")));
  EXPECT_TRUE(contains(html, "default-src 'none'"));
  EXPECT_EQ(count(html, "src=\""), 2);
  EXPECT_EQ(count(html, "src=\"data:image/png;base64,iVBORw0KGgo"), 2);
  EXPECT_EQ(count(html, "href"), 0);
}

TEST(Report, EscapesWhatFilesSay) {
  RunFiles files;
  files.run = RunFolder(files.run.root() / "<img src=x onerror=alert(1)>");
  std::filesystem::create_directories(files.run.samples());
  files.write_run(1, 1);
  const std::string attack = "\"'><script>alert(1)</script>&amp;";
  std::string config;
  for (const char* option : {"preset", "labels", "seed", "epochs", "data", "<b>"})
    config += option + ("=\"" + attack + "\"\n");
  files.write(files.run.config(), config);
  const std::string html = files.report();
  EXPECT_FALSE(contains(html, "<script"));
  EXPECT_FALSE(contains(html, "<img src=x"));
  EXPECT_FALSE(contains(html, "<b>"));
  EXPECT_EQ(count(html, "&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;"), 4 + 6);
}

TEST(Report, SaysThatNoEpochHasFinished) {
  RunFiles files;
  files.write(files.run.config(), "preset=\"sgan\"\nepochs=5\n");
  EXPECT_TRUE(contains(files.report(), "No epoch has finished yet"));
  EXPECT_TRUE(contains(files.report(), "0 of 5 epochs finished"));
  EXPECT_FALSE(contains(files.report(), "<svg"));
  files.write(files.run.metrics(),
              R"({"type":"step","epoch":0,"batch":0,"d_loss":1.5,"g_loss":0.5,"accuracy":0.5})"
              "\n");
  EXPECT_TRUE(contains(files.report(), "No epoch has finished yet"));
  EXPECT_EQ(count(files.report(), "<svg"), 2);
  files.write_run(1, 1);
  EXPECT_FALSE(contains(files.report(), "No epoch has finished yet"));
}

TEST(Report, ABaselineHasNoGenerator) {
  RunFiles files;
  files.write(
      files.run.metrics(),
      R"({"type":"step","epoch":0,"batch":0,"d_loss":1.5,"g_loss":null,"accuracy":0.5})"
      "\n"
      R"({"type":"epoch","epoch":0,"d_loss":1.5,"g_loss":null,"accuracy":0.5,"validation_accuracy":0.9})"
      "\n");
  const std::string html = files.report();
  EXPECT_TRUE(contains(html, "Figures so far"));
  EXPECT_FALSE(contains(html, "generator</li>"));
  EXPECT_FALSE(contains(html, "G loss"));
  EXPECT_FALSE(contains(html, "Samples"));
  EXPECT_FALSE(contains(html, "Variety of samples"));
  files.write(files.run.config(), "epochs=1\n");
  EXPECT_TRUE(contains(files.report(), "Final figures")) << "without a test at the end, too";
}

TEST(Report, TakesADozenGridsWithFirstAndLast) {
  RunFiles files;
  files.write_run(40, 1);
  const std::string html = files.report();
  EXPECT_EQ(count(html, "<img "), 12);
  EXPECT_TRUE(contains(html, "<figcaption>epoch 0<"));
  EXPECT_TRUE(contains(html, "<figcaption>epoch 39<"));
  EXPECT_EQ(spread_evenly(5, 3), (std::vector<std::size_t>{0, 2, 4}));
  EXPECT_EQ(spread_evenly(2, 12), (std::vector<std::size_t>{0, 1}));
  EXPECT_EQ(spread_evenly(1, 12), (std::vector<std::size_t>{0}));
  EXPECT_TRUE(spread_evenly(0, 12).empty());
}

TEST(Report, RefusesAGridThatIsNoPngAndKeepsTheOldPage) {
  RunFiles files;
  files.write_run(2, 1);
  const std::string before = files.report();
  files.write(files.run.sample("epoch", 1), "<svg onload=alert(1)>");
  std::filesystem::path written;
  const Status status = write_report(files.run, written);
  EXPECT_TRUE(contains(status.message(), "epoch_000001.png: no PNG")) << status.message();
  EXPECT_TRUE(written.empty());
  files.write_grid(1);
  EXPECT_EQ(files.report(), before);
}

TEST(Chart, DrawsPointsWhereTheyBelong) {
  Chart chart{.id = "c", .title = "T & t", .x_label = "x", .y_label = "y"};
  chart.y_range = {0, 10};
  chart.curves = {{"<curve>", 1, {{0, 0.0}, {5, 10.0}, {10, {}}, {20, 5.0}}}, {"empty", 2, {{0, {}}}}};
  const std::string html = draw_chart(chart);
  // The plot spans 52..428 and, downwards, 26..222. A gap lifts the pen.
  EXPECT_TRUE(contains(html, "d=\"M52.0 222.0h0L146.0 26.0M428.0 124.0h0\"")) << html;
  EXPECT_EQ(count(html, "<circle"), 3);
  EXPECT_EQ(count(html, "T &amp; t"), 2) << "in the heading and in the picture";
  EXPECT_TRUE(
      contains(html, "&lt;curve&gt; starts at 0 and ends at 5; its lowest value is 0, its highest 10."));
  EXPECT_FALSE(contains(html, "empty"));
  chart.curves = {chart.curves[1]};
  EXPECT_EQ(draw_chart(chart), "");
}

TEST(Chart, AnyRangeHasAFewTicks) {
  EXPECT_EQ(axis_ticks(0, 10, 5, false), (std::vector<double>{0, 2, 4, 6, 8, 10}));
  EXPECT_EQ(axis_ticks(0, 2, 5, true), (std::vector<double>{0, 1, 2}));
  EXPECT_EQ(axis_ticks(-0.5, 0.5, 5, true), (std::vector<double>{0}));
  for (const auto& [low, high] : std::vector<std::pair<double, double>>{
           {0, 1e-300}, {1, 1 + 3e-16}, {-1e300, 1e300}, {1e15, 1e15 + 1}, {3.7, 46900}, {-1.7e308, 1.7e308}})
    EXPECT_LE(axis_ticks(low, high, 5, false).size(), 11U) << low << ".." << high;
}

TEST(Chart, ASingleValueStillHasAxes) {
  for (const double value : {0.0, 0.9, -3.0, 1e300}) {
    Chart chart{.id = "c", .title = "t", .x_label = "x", .y_label = "y"};
    chart.curves = {{"curve", 0, {{0, value}}}};
    const std::string html = draw_chart(chart);
    EXPECT_FALSE(contains(html, "nan")) << html;
    EXPECT_FALSE(contains(html, "inf")) << html;
    EXPECT_GE(count(html, "class=\"grid\""), 2) << html;
  }
}

TEST(Html, Base64IsThatOfTheStandard) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"", ""},        {"f", "Zg=="},        {"fo", "Zm8="},
      {"foo", "Zm9v"}, {"\xff\xfe", "//4="}, {"\xfb\xf0\x01z", "+/ABeg=="}};
  for (const auto& [bytes, text] : cases) EXPECT_EQ(base64(std::as_bytes(std::span(bytes))), text);
}

TEST(Html, CountsHaveCommas) {
  EXPECT_EQ(format_count(999), "999");
  EXPECT_EQ(format_count(46900), "46,900");
  EXPECT_EQ(format_count(-1234567), "-1,234,567");
  EXPECT_EQ(format_count(-123), "-123");
}

struct Ran {
  int status = 0;
  std::string output, error;
};

Ran run(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"sgan-train", "report"});
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  const int status = run_report(static_cast<int>(argv.size()), argv.data());
  const std::string output = testing::internal::GetCapturedStdout();
  return {status, output, testing::internal::GetCapturedStderr()};
}

TEST(ReportCommand, PrintsThePath) {
  RunFiles files;
  files.write_run(1, 1);
  const Ran ran = run({files.run.root().string()});
  EXPECT_EQ(ran.status, 0) << ran.error;
  EXPECT_EQ(ran.output, files.run.report().string() + "\n");
  EXPECT_TRUE(std::filesystem::exists(files.run.report()));
}

TEST(ReportCommand, SaysWhatIsWrongInALine) {
  RunFiles files;
  const std::vector<std::pair<std::vector<std::string>, int>> cases{
      {{}, 2},          {{""}, 2}, {{"a", "b"}, 2}, {{"--fast", "a"}, 2}, {{files.run.root().string()}, 1},
      {{"/nowhere"}, 1}};
  for (const auto& [arguments, status] : cases) {
    const Ran ran = run(arguments);
    EXPECT_EQ(ran.status, status) << ran.error;
    EXPECT_EQ(ran.error.rfind("sgan-train: report: ", 0), 0U) << ran.error;
    EXPECT_EQ(ran.error.find('\n') + 1, ran.error.size()) << ran.error;
    EXPECT_EQ(ran.output, "");
  }
  const Ran help = run({"--help"});
  EXPECT_EQ(help.status, 0);
  EXPECT_TRUE(contains(help.output, "sgan-train report")) << help.output;
}

}  // namespace
}  // namespace sgan::train
