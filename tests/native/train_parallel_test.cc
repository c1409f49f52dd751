// Several processes of sgan-train on this machine, as a launcher starts them.

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>

#include "sgan_io/file.h"
#include "train_program.h"

namespace sgan::test {
namespace {

using nlohmann::json;

std::string free_port() {
  const int id = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  EXPECT_EQ(::bind(id, reinterpret_cast<sockaddr*>(&address), size), 0);
  EXPECT_EQ(::getsockname(id, reinterpret_cast<sockaddr*>(&address), &size), 0);
  ::close(id);
  return std::to_string(ntohs(address.sin_port));
}

class TrainParallel : public testing::Test {
 protected:
  void SetUp() override {
    if (!write_small_mnist(folder_ / "data", 192, 50))
      GTEST_SKIP() << "build/data/mnist is missing; scripts/fetch-mnist.sh gets it";
  }

  using Programs = std::vector<std::unique_ptr<TrainProgram>>;
  static Programs start(int count, const std::vector<std::string>& arguments,
                        const char* program = SGAN_TRAIN_PROGRAM) {
    const std::string port = free_port();
    Programs programs;
    for (int rank = 0; rank < count; ++rank) {
      const std::vector<std::string> environment{"RANK=" + std::to_string(rank),
                                                 "WORLD_SIZE=" + std::to_string(count),
                                                 "MASTER_ADDR=127.0.0.1", "MASTER_PORT=" + port};
      programs.push_back(std::make_unique<TrainProgram>(arguments, environment, program));
    }
    return programs;
  }
  static std::vector<Ended> wait(const Programs& programs) {
    std::vector<Ended> ended;
    for (const auto& program : programs) ended.push_back(program->wait());
    return ended;
  }
  std::vector<std::string> arguments(const std::string& run, int batch_size,
                                     std::vector<std::string> more) const {
    more.insert(more.end(),
                {"--data", (folder_ / "data").string(), "--out", (folder_ / run).string(), "--threads", "1",
                 "--log-every", "1", "--batch-size", std::to_string(batch_size), "--precision", "fp32"});
    return more;
  }
  std::vector<double> epoch_losses(const std::string& run) const {
    std::vector<double> losses;
    std::istringstream lines(text_of(folder_ / run / "metrics.jsonl"));
    for (std::string line; std::getline(lines, line);) {
      const json record = json::parse(line);
      if (record["type"] == "epoch") losses.push_back(record["d_loss"]);
    }
    return losses;
  }
  std::string model_bytes(const std::string& run) const {
    return text_of(folder_ / run / "model.safetensors");
  }

  TemporaryFolder folder_;
};

TEST_F(TrainParallel, TheyLearnAsOneProcessWithTheirBatchesTogether) {
  const std::vector<std::string> usual{"--epochs", "3", "--sample-every", "2"};
  const std::vector<Ended> two = wait(start(2, arguments("two", 16, usual)));
  for (const Ended& ended : two) ASSERT_EQ(ended.status, 0) << ended.err;
  EXPECT_NE(two[0].out.find("2 processes"), std::string::npos) << two[0].out;
  EXPECT_EQ(two[1].out + two[1].err, "") << "one of them talks";
  ASSERT_EQ(run_train(arguments("one", 32, usual)).status, 0);
  const std::vector<double> together = epoch_losses("two"), alone = epoch_losses("one");
  ASSERT_EQ(together.size(), 3U);
  ASSERT_EQ(alone.size(), 3U);
  for (std::size_t i = 0; i < alone.size(); ++i) EXPECT_NEAR(together[i], alone[i], 0.1 * alone[i]) << i;
  EXPECT_LT(together.back(), together.front() - 0.1) << "they learn";
}

TEST_F(TrainParallel, AfterEachStepAllHoldTheSameNumbers) {
  for (const int count : {2, 4}) {
    for (const Ended& ended : wait(start(count, {}, SGAN_PROCESSES_PROBE)))
      EXPECT_EQ(ended.status, 0) << ended.err;
  }
}

TEST_F(TrainParallel, OneThatIsKilledEndsTheOthersAndTheyResumeToTheSameBits) {
  const std::vector<std::string> usual{"--epochs", "2", "--checkpoint-every", "2", "--sample-every", "0"};
  for (const Ended& ended : wait(start(2, arguments("whole", 16, usual))))
    ASSERT_EQ(ended.status, 0) << ended.err;
  const Programs programs = start(2, arguments("killed", 16, usual));
  ASSERT_TRUE(programs[0]->wait_for("[Epoch 1/2] [Batch 2/6]"));
  programs[1]->send(SIGKILL);
  const auto killed = std::chrono::steady_clock::now();
  const Ended first = programs[0]->wait();
  EXPECT_LT(std::chrono::steady_clock::now() - killed, std::chrono::seconds(60));
  if (first.status != 0) {  // it may have been done before it noticed
    EXPECT_EQ(first.status, 1);
    EXPECT_EQ(first.err.find("sgan-train: another process of this run is gone"), 0U) << first.err;
    EXPECT_EQ(first.err.find('\n') + 1, first.err.size()) << first.err;
  }
  for (const Ended& ended : wait(start(2, {"--resume", "--out", (folder_ / "killed").string()})))
    EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(model_bytes("killed"), model_bytes("whole"));
  EXPECT_EQ(text_of(folder_ / "killed/metrics.jsonl"), text_of(folder_ / "whole/metrics.jsonl"));
}

TEST_F(TrainParallel, IfOneRefusesAllDo) {
  ASSERT_TRUE(io::write_file(folder_ / "run", "a file").ok());
  const std::vector<Ended> refused = wait(start(2, arguments("run", 16, {})));
  for (const Ended& ended : refused) EXPECT_EQ(ended.status, 1);
  EXPECT_NE(refused[0].err.find("run: exists and is no folder"), std::string::npos) << refused[0].err;
  EXPECT_NE(refused[1].err.find("another process of this run refuses"), std::string::npos) << refused[1].err;

  const std::vector<std::string> few{"--preset", "sgan", "--baseline", "--labels", "1"};
  for (const Ended& ended : wait(start(2, arguments("other", 16, few)))) {
    EXPECT_EQ(ended.status, 1);
    EXPECT_NE(ended.err.find("fewer training images (1) than processes (2)"), std::string::npos) << ended.err;
  }
}

TEST_F(TrainParallel, APortInUseIsNamed) {
  const int taken = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_ANY);
  socklen_t size = sizeof address;
  ASSERT_EQ(::bind(taken, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(::listen(taken, 1), 0);
  ASSERT_EQ(::getsockname(taken, reinterpret_cast<sockaddr*>(&address), &size), 0);
  const Ended ended =
      TrainProgram(arguments("run", 16, {}), {"WORLD_SIZE=2", "RANK=0", "MASTER_ADDR=127.0.0.1",
                                              "MASTER_PORT=" + std::to_string(ntohs(address.sin_port))})
          .wait();
  ::close(taken);
  EXPECT_EQ(ended.status, 1);
  EXPECT_NE(ended.err.find("cannot listen at 127.0.0.1:"), std::string::npos) << ended.err;
}

TEST_F(TrainParallel, ALaunchersMistakesAreRefusedByName) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases{
      {{"WORLD_SIZE=two"}, "WORLD_SIZE"},
      {{"WORLD_SIZE=2", "RANK=2"}, "RANK"},
      {{"WORLD_SIZE=2", "RANK=0"}, "MASTER_ADDR"},
      {{"WORLD_SIZE=2", "RANK=0", "MASTER_ADDR=127.0.0.1"}, "MASTER_PORT"},
      {{"WORLD_SIZE=2", "RANK=0", "MASTER_ADDR=127.0.0.1", "MASTER_PORT=70000"}, "MASTER_PORT"}};
  for (const auto& [environment, name] : cases) {
    const Ended ended = TrainProgram(arguments("run", 16, {}), environment).wait();
    EXPECT_EQ(ended.status, 1) << name;
    EXPECT_NE(ended.err.find(name), std::string::npos) << ended.err;
    EXPECT_EQ(ended.err.find('\n') + 1, ended.err.size()) << ended.err;
    EXPECT_FALSE(std::filesystem::exists(folder_ / "run"));
  }
}

}  // namespace
}  // namespace sgan::test
