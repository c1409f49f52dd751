#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "history.h"
#include "report.h"
#include "sgan/image.h"
#include "sgan_io/file.h"
#include "sgan_io/png.h"
#include "temporary_folder.h"

namespace sgan::train {

/// A run folder whose files a test writes itself.
class RunFiles {
 public:
  RunFiles() { std::filesystem::create_directories(run.samples()); }

  void write(const std::filesystem::path& path, const std::string& text) {
    ASSERT_TRUE(io::write_file(path, text).ok()) << path;
  }
  void write_grid(int epoch) {
    GreyImage image{8, 8, std::vector<std::uint8_t>(64, static_cast<std::uint8_t>(epoch))};
    ASSERT_TRUE(io::write_png(run.sample("epoch", epoch), image).ok());
  }
  /// As a whole run of so many epochs leaves it, with `batches` steps an epoch, all logged.
  void write_run(int epochs, int batches) {
    std::string metrics, timing;
    for (int epoch = 0; epoch < epochs; ++epoch) {
      for (int batch = 0; batch < batches; ++batch)
        metrics += R"({"type":"step","epoch":)" + std::to_string(epoch) + R"(,"batch":)" +
                   std::to_string(batch) + R"(,"d_loss":1.3333333333,"g_loss":0.70000001,"accuracy":0.5})" +
                   "\n";
      metrics += R"({"type":"epoch","epoch":)" + std::to_string(epoch) +
                 R"(,"d_loss":1.25,"g_loss":0.75,"accuracy":0.625,"validation_accuracy":0.9771,)" +
                 R"("sample_entropy":0.9912,"sample_classes":10})" + "\n";
      timing +=
          R"({"epoch":)" + std::to_string(epoch) + R"(,"seconds":12.5,"images_per_second":4400})" + "\n";
      write_grid(epoch);
    }
    write(run.metrics(), metrics + R"({"type":"test","test_accuracy":0.98125})" + "\n");
    write(run.timing(), timing);
    write(run.config(),
          "# seed=8\npreset=\"conditional\"\nlabels=\"1000\"\nseed=7\ndata=\"/tmp/x\"\nepochs=" +
              std::to_string(epochs) + "\n");
  }
  [[nodiscard]] std::string report() {
    std::filesystem::path written;
    const Status status = write_report(run, written);
    EXPECT_TRUE(status.ok()) << status.message();
    EXPECT_EQ(written, run.report());
    return text_of(written);
  }
  [[nodiscard]] std::string history() {
    const Status status = write_history(run);
    EXPECT_TRUE(status.ok()) << status.message();
    return text_of(run.history());
  }

 private:
  static std::string text_of(const std::filesystem::path& path) {
    std::vector<std::byte> bytes;
    EXPECT_TRUE(io::read_file(path, bytes).ok()) << path;
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
  test::TemporaryFolder folder_;

 public:
  RunFolder run{folder_.root() / "a run"};
};

[[nodiscard]] inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

[[nodiscard]] inline int count(const std::string& text, const std::string& part) {
  int found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

}  // namespace sgan::train
