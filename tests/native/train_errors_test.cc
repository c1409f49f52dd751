// What sgan-train refuses: one line on standard error, a status that is not 0, and nothing written.

#include <gtest/gtest.h>

#include "sgan_io/file.h"
#include "sgan_io/idx.h"
#include "train_program.h"

namespace sgan::test {
namespace {

class TrainErrors : public testing::Test {
 protected:
  void SetUp() override {
    // Noise is enough to be refused or to train a step on.
    io::IdxImages images{6, 28, 28, std::vector<std::uint8_t>(6 * 28 * 28)};
    for (std::size_t i = 0; i < images.pixels.size(); ++i)
      images.pixels[i] = static_cast<std::uint8_t>(i * i >> 4);
    const std::vector<std::uint8_t> labels{0, 1, 2, 3, 4, 9};
    std::filesystem::create_directory(folder_ / "data");
    for (const std::string half : {"train", "t10k"}) {
      ASSERT_TRUE(io::write_idx_images(data(half + "-images-idx3-ubyte"), images).ok());
      ASSERT_TRUE(io::write_idx_labels(data(half + "-labels-idx1-ubyte"), labels).ok());
    }
  }

  std::filesystem::path data(const std::string& name) const { return folder_ / "data" / name; }
  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  std::vector<std::string> usual() const {
    return {"--data",    path("data"), "--out",        path("run"), "--epochs", "1",
            "--threads", "1",          "--batch-size", "4",         "--preset", "reference"};
  }

  void expect_refused(const std::vector<std::string>& arguments, int status,
                      const std::string& reason) const {
    const std::set<std::string> before = folder_.contents();
    const Ended ended = run_train(arguments);
    EXPECT_EQ(ended.status, status) << reason;
    EXPECT_NE(ended.err.find(reason), std::string::npos) << ended.err;
    EXPECT_EQ(ended.err.find("sgan-train: "), 0U) << ended.err;
    EXPECT_EQ(ended.err.find('\n') + 1, ended.err.size()) << "more than one line: " << ended.err;
    EXPECT_EQ(ended.out, "");
    EXPECT_EQ(folder_.contents(), before) << "something was written";
  }
  void expect_refused(int status, const std::string& reason, std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments = usual();
    arguments.insert(arguments.end(), more.begin(), more.end());
    expect_refused(arguments, status, reason);
  }
  void cut(const std::filesystem::path& file, std::uintmax_t size) const {
    std::filesystem::resize_file(file, size);
  }

  TemporaryFolder folder_;
};

TEST_F(TrainErrors, WithoutAnErrorItTrains) {
  const Ended ended = run_train(usual());
  EXPECT_EQ(ended.status, 0) << ended.err;
}

TEST_F(TrainErrors, UnknownOptions) {
  expect_refused(2, "\"--epohcs\"", {"--epohcs", "3"});
  expect_refused(2, "--batch-size: \"1\" is not a whole number from 2 to 65536", {"--batch-size", "1"});
}

TEST_F(TrainErrors, MissingOptions) {
  expect_refused({}, 2, "--out RUN is needed");
  expect_refused({"--out", path("run")}, 2, "--data DIR is needed");
  expect_refused({"--data", path("data")}, 2, "--out RUN is needed");
}

TEST_F(TrainErrors, ConfigurationFiles) {
  expect_refused(2, "none.toml", {"--config", path("none.toml")});
  ASSERT_TRUE(io::write_file(folder_ / "config.toml", "epohcs=3\n").ok());
  expect_refused(2, "epohcs", {"--config", path("config.toml")});
}

TEST_F(TrainErrors, MissingAndDamagedData) {
  expect_refused({"--data", path("nowhere"), "--out", path("run")}, 1, "nowhere: no such folder");
  cut(data("t10k-labels-idx1-ubyte"), 12);
  expect_refused(1, "t10k-labels-idx1-ubyte: truncated");
  std::filesystem::remove(data("t10k-labels-idx1-ubyte"));
  expect_refused(1, "t10k-labels-idx1-ubyte is missing");
  cut(data("train-images-idx3-ubyte"), 1000);
  expect_refused(1, "train-images-idx3-ubyte: truncated");
}

TEST_F(TrainErrors, LabelsThatDoNotMatchImages) {
  ASSERT_TRUE(io::write_idx_labels(data("train-labels-idx1-ubyte"), std::vector<std::uint8_t>{1, 2, 3}).ok());
  expect_refused(1, "3 labels for 6 images");
  ASSERT_TRUE(
      io::write_idx_labels(data("train-labels-idx1-ubyte"), std::vector<std::uint8_t>{1, 2, 3, 4, 5, 10})
          .ok());
  expect_refused(1, "label 10 at position 5");
}

TEST_F(TrainErrors, RunFoldersThatCannotBeUsed) {
  ASSERT_TRUE(io::write_file(folder_ / "file", "mine").ok());
  expect_refused({"--data", path("data"), "--out", path("file")}, 1, "file: exists and is no folder");
  expect_refused({"--data", path("data"), "--out", path("file/run")}, 1, "file/run");
  expect_refused({"--data", path("data"), "--out", "/proc/sgan-run"}, 1, "/proc/sgan-run");
  std::filesystem::create_directory(folder_ / "run");
  ASSERT_TRUE(io::write_file(folder_ / "run/thesis.txt", "precious").ok());
  expect_refused(1, "run: not empty");
  EXPECT_EQ(text_of(folder_ / "run/thesis.txt"), "precious");
}

TEST_F(TrainErrors, NothingToResume) {
  expect_refused(1, "run: nothing to resume", {"--resume"});
  expect_refused({"--resume", "--out", path("run")}, 1, "run: nothing to resume");
  std::filesystem::create_directory(folder_ / "run");
  expect_refused(1, "run: nothing to resume", {"--resume"});
}

TEST_F(TrainErrors, ResumingWithWhatMustNotChange) {
  ASSERT_EQ(run_train(usual()).status, 0);
  const std::vector<std::string> resume{"--resume", "--out", path("run"), "--epochs", "2"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.end(), resume.begin(), resume.end());
    return more;
  };
  expect_refused(with({"--seed", "2"}), 1, "--seed 1");
  expect_refused(with({"--batch-size", "5"}), 1, "--batch-size 4");
  expect_refused(with({"--config", path("run/config.toml")}), 2, "leave --config out");
}

TEST_F(TrainErrors, WithoutAWholeCheckpoint) {
  ASSERT_EQ(run_train(usual()).status, 0);
  for (const char* name : {"step_000000000000.ckpt", "step_000000000002.ckpt"})
    ASSERT_TRUE(io::write_file(folder_ / "run/checkpoint" / name, "garbage").ok());
  const Ended ended = run_train({"--resume", "--out", path("run"), "--epochs", "2"});
  EXPECT_EQ(ended.status, 1);
  EXPECT_NE(ended.err.find("checkpoint: no checkpoint is whole; --overwrite begins anew"), std::string::npos)
      << ended.err;
}

TEST_F(TrainErrors, OverwritingWhatIsNoRun) {
  std::filesystem::create_directory(folder_ / "run");
  ASSERT_TRUE(io::write_file(folder_ / "run/thesis.txt", "precious").ok());
  expect_refused(1, "run: holds something that is not a run", {"--overwrite"});
  expect_refused(2, "--overwrite", {"--overwrite", "--resume"});
}

TEST_F(TrainErrors, NumbersThatTheDataCannotGive) {
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.end(), {"--data", path("data"), "--out", path("run")});
    return more;
  };
  expect_refused(with({"--labels", "60"}), 1, "--labels 60: 6 of class ");
  expect_refused(with({"--validation", "6"}), 1, "--validation 6: only 6 training images");
  expect_refused(with({"--precision", "tf32", "--device", "cpu"}), 1, "--precision tf32: only CUDA");
  ASSERT_TRUE(io::write_file(data("classes.txt"), "one\ntwo\n").ok());
  expect_refused(with({}), 1, "classes.txt: ten class names are needed");
}

TEST_F(TrainErrors, HelpAndVersionAreNoErrors) {
  const Ended help = run_train({"--help"});
  EXPECT_EQ(help.status, 0);
  for (const char* text : {"--data", "--resume", "--batch-size", "N [64]", "X [0.0002]", "[auto]",
                           "images per step", "--labels", "--baseline", "sgan-train report"})
    EXPECT_NE(help.out.find(text), std::string::npos) << text << " is not in\n" << help.out;
  const Ended version = run_train({"--version"});
  EXPECT_EQ(version.status, 0);
  EXPECT_EQ(version.out.find("sgan-train "), 0U) << version.out;
}

}  // namespace
}  // namespace sgan::test
