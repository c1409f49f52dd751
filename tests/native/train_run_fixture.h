#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "sgan/image.h"
#include "sgan_io/png.h"
#include "temporary_folder.h"
#include "train_program.h"

namespace sgan::test {

using nlohmann::json;

// One thread: sums in the same order each time, and no waiting for a core that other tests use.
inline const std::vector<std::string> kQuick{"--threads", "1", "--log-every", "1", "--batch-size", "32"};
inline const std::vector<std::string> kReference{"--preset", "reference"};

class TrainRun : public testing::Test {
 protected:
  void SetUp() override {
    if (!write_small_mnist(folder_ / "data", 160, 50))
      GTEST_SKIP() << "build/data/mnist is missing; scripts/fetch-mnist.sh gets it";
  }

  std::vector<std::string> arguments(const std::string& run, std::vector<std::string> more) const {
    more.insert(more.end(), {"--data", (folder_ / "data").string(), "--out", (folder_ / run).string()});
    more.insert(more.end(), kQuick.begin(), kQuick.end());
    // What is decided by a measurement may be another type in the next run.
    if (std::find(more.begin(), more.end(), "--precision") == more.end())
      more.insert(more.end(), {"--precision", "fp32"});
    return more;
  }
  /// The article's recipe.
  Ended train(const std::string& run, std::vector<std::string> more) const {
    more.insert(more.end(), kReference.begin(), kReference.end());
    return run_train(arguments(run, more));
  }
  Ended train_preset(const std::string& run, const std::string& preset, std::vector<std::string> more) const {
    more.insert(more.end(), {"--preset", preset});
    return run_train(arguments(run, more));
  }
  Ended resume(const std::string& run, std::vector<std::string> more) const {
    more.insert(more.end(), {"--resume", "--out", (folder_ / run).string()});
    return run_train(more);
  }
  std::vector<json> metrics(const std::string& run, const std::string& type) const {
    std::vector<json> records;
    std::istringstream lines(text_of(folder_ / run / "metrics.jsonl"));
    for (std::string line; std::getline(lines, line);) {
      records.push_back(json::parse(line, nullptr, false));
      EXPECT_FALSE(records.back().is_discarded()) << line;
      if (records.back()["type"] != type) records.pop_back();
    }
    return records;
  }
  std::string model_bytes(const std::string& run) const {
    return text_of(folder_ / run / "model.safetensors");
  }
  void expect_picture(const std::string& name, int width, int height) const {
    GreyImage image;
    const Status status = io::read_png(folder_ / name, image);
    ASSERT_TRUE(status.ok()) << status.message();
    EXPECT_EQ(image.width, width) << name;
    EXPECT_EQ(image.height, height) << name;
  }
  /// Each step of `epochs` epochs once and in order.
  void expect_all_steps_once(const std::string& run, int epochs) const {
    const std::vector<json> steps = metrics(run, "step");
    ASSERT_EQ(steps.size(), static_cast<std::size_t>(5 * epochs));
    for (std::size_t i = 0; i < steps.size(); ++i) {
      EXPECT_EQ(steps[i]["epoch"], i / 5);
      EXPECT_EQ(steps[i]["batch"], i % 5);
    }
    EXPECT_EQ(metrics(run, "epoch").size(), static_cast<std::size_t>(epochs));
  }

  TemporaryFolder folder_;
};

}  // namespace sgan::test
