#include <gtest/gtest.h>

#include "checkpoint.h"
#include "sgan_io/file.h"
#include "temporary_folder.h"

namespace sgan::train {
namespace {

using torch::Tensor;

class CheckpointTest : public testing::Test {
 protected:
  [[nodiscard]] static TrainingState state(double value) {
    return {{torch::full({3, 2}, value), torch::full({}, static_cast<std::int64_t>(value), torch::kLong)},
            "--seed 1"};
  }
  /// Saves a state full of the step's number.
  void save(std::int64_t step) const {
    Position position;
    position.epoch = static_cast<int>(step / 10);
    position.batch = step % 10;
    position.seconds = 0.1;
    const Status status = checkpoints_.save(step, state(static_cast<double>(step)), position);
    ASSERT_TRUE(status.ok()) << status.message();
  }
  [[nodiscard]] std::filesystem::path path(std::int64_t step) const {
    std::string digits = std::to_string(step);
    digits.insert(0, 12 - digits.size(), '0');
    return folder_ / ("step_" + digits + ".ckpt");
  }
  [[nodiscard]] std::string bytes(std::int64_t step) const {
    std::vector<std::byte> read;
    EXPECT_TRUE(io::read_file(path(step), read).ok());
    return {reinterpret_cast<const char*>(read.data()), read.size()};
  }
  void expect_loads(std::int64_t step, std::size_t notes_expected) const {
    TrainingState loaded = state(-1);
    const Tensor first = loaded.tensors[0];
    Position position;
    std::vector<std::string> notes;
    const Status status = checkpoints_.load(loaded, position, notes);
    ASSERT_TRUE(status.ok()) << status.message();
    EXPECT_TRUE(first.eq(static_cast<double>(step)).all().item<bool>()) << "in place";
    EXPECT_EQ(loaded.tensors[1].item<std::int64_t>(), step);
    EXPECT_EQ(position.epoch * 10 + position.batch, step);
    EXPECT_EQ(position.seconds, 0.1);
    EXPECT_EQ(notes.size(), notes_expected);
  }

  test::TemporaryFolder folder_;
  Checkpoints checkpoints_{folder_.root()};
};

TEST_F(CheckpointTest, TheLastTwoAreKept) {
  EXPECT_TRUE(checkpoints_.empty());
  for (const std::int64_t step : {5, 100, 12, 1000}) save(step);
  EXPECT_EQ(folder_.contents(), (std::set<std::string>{path(100).filename(), path(1000).filename()}));
  expect_loads(1000, 0);
}

TEST_F(CheckpointTest, ABrokenNewestOneFallsBackToTheOneBefore) {
  save(10);
  save(20);
  const std::string whole = bytes(20);
  std::vector<std::string> broken{"", "garbage", whole.substr(0, 11), whole.substr(0, whole.size() - 1),
                                  whole + "x"};
  for (const std::size_t place :
       {std::size_t{0}, std::size_t{9}, std::size_t{40}, whole.size() / 2, whole.size() - 1}) {
    broken.push_back(whole);
    broken.back()[place] = static_cast<char>(broken.back()[place] ^ 1);
  }
  for (const std::string& damaged : broken) {
    ASSERT_TRUE(io::write_file(path(20), damaged).ok());
    expect_loads(10, 1);
  }
  ASSERT_TRUE(io::write_file(path(10), "garbage").ok());
  TrainingState loaded = state(-1);
  Position position;
  std::vector<std::string> notes;
  const Status status = checkpoints_.load(loaded, position, notes);
  EXPECT_EQ(status.code(), StatusCode::kMalformed);
  EXPECT_EQ(notes.size(), 2U);
  EXPECT_TRUE(loaded.tensors[0].eq(-1).all().item<bool>());
}

TEST_F(CheckpointTest, AnotherRunsIsRefused) {
  save(10);
  Position position;
  std::vector<std::string> notes;
  TrainingState other = state(-1);
  other.identity = "--seed 2";
  Status status = checkpoints_.load(other, position, notes);
  EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
  EXPECT_NE(status.message().find("--seed 1"), std::string::npos) << status.message();
  TrainingState wider = state(-1);
  wider.tensors[0] = torch::zeros({4, 2});
  status = checkpoints_.load(wider, position, notes);
  EXPECT_EQ(status.code(), StatusCode::kUnsupported) << status.message();
}

}  // namespace
}  // namespace sgan::train
