#include <gtest/gtest.h>

#include "checkpoint.h"
#include "run_identity.h"
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
  void expect_loads(std::int64_t step, std::size_t damaged_expected) const {
    TrainingState loaded = state(-1);
    const Tensor first = loaded.tensors[0];
    Position position;
    std::vector<std::filesystem::path> damaged;
    const Status status = checkpoints_.load(loaded, position, damaged);
    ASSERT_TRUE(status.ok()) << status.message();
    EXPECT_TRUE(first.eq(static_cast<double>(step)).all().item<bool>()) << "in place";
    EXPECT_EQ(loaded.tensors[1].item<std::int64_t>(), step);
    EXPECT_EQ(position.epoch * 10 + position.batch, step);
    EXPECT_EQ(position.seconds, 0.1);
    EXPECT_EQ(damaged.size(), damaged_expected);
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
  for (const std::string& content : broken) {
    ASSERT_TRUE(io::write_file(path(20), content).ok());
    expect_loads(10, 1);
  }
  ASSERT_TRUE(io::write_file(path(10), "garbage").ok());
  TrainingState loaded = state(-1);
  Position position;
  std::vector<std::filesystem::path> damaged;
  const Status status = checkpoints_.load(loaded, position, damaged);
  EXPECT_EQ(status.code(), StatusCode::kMalformed);
  EXPECT_EQ(damaged.size(), 2U);
  EXPECT_TRUE(loaded.tensors[0].eq(-1).all().item<bool>());
}

TEST_F(CheckpointTest, AnotherRunsIsRefused) {
  save(10);
  Position position;
  std::vector<std::filesystem::path> damaged;
  TrainingState other = state(-1);
  other.identity = "--seed 2";
  Status status = checkpoints_.load(other, position, damaged);
  EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
  EXPECT_NE(status.message().find("was trained with --seed 1, and cannot go on with --seed 2"),
            std::string::npos)
      << status.message();
  TrainingState wider = state(-1);
  wider.tensors[0] = torch::zeros({4, 2});
  status = checkpoints_.load(wider, position, damaged);
  EXPECT_EQ(status.code(), StatusCode::kUnsupported) << status.message();
}

TEST_F(CheckpointTest, AnotherVersionsIsNotCalledDamaged) {
  save(10);
  std::string other = bytes(10);
  other[7] = '2';
  ASSERT_TRUE(io::write_file(path(10), other).ok());
  TrainingState loaded = state(-1);
  Position position;
  std::vector<std::filesystem::path> damaged;
  const Status status = checkpoints_.load(loaded, position, damaged);
  EXPECT_EQ(status.code(), StatusCode::kUnsupported) << status.message();
  EXPECT_NE(status.message().find("another version"), std::string::npos) << status.message();
  EXPECT_TRUE(damaged.empty());
}

TEST(RunIdentity, TheDifferenceNamesWhatDiffersAndNothingElse) {
  EXPECT_EQ(identity_difference("--a 1\n--b 2\n", "--a 1\n--b 3\n"),
            "was trained with --b 2, and cannot go on with --b 3");
  EXPECT_EQ(identity_difference("--a 1\n", "--a 1\n--baseline\n"),
            "was trained without --baseline, and cannot go on with it");
  EXPECT_EQ(identity_difference("--a 1\n--decay 1\n--epochs 5\n", "--a 1\n"),
            "was trained with --decay 1, --epochs 5, and cannot go on without it");
}

}  // namespace
}  // namespace sgan::train
