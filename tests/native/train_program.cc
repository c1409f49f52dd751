#include "train_program.h"

#include <fcntl.h>
#include <pty.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <thread>

#include "sgan_io/file.h"
#include "sgan_io/idx.h"

extern char** environ;

namespace sgan::test {
namespace {

constexpr const char* kMnist = "build/data/mnist";  // tests run in the project's folder

int exit_status(int state) { return WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state); }

std::vector<char*> to_argv(std::vector<std::string>& words) {
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  return argv;
}

std::vector<std::string> command(const std::vector<std::string>& arguments,
                                 const char* program = SGAN_TRAIN_PROGRAM) {
  std::vector<std::string> words{program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  return words;
}

/// The first `count` items of one half.
bool write_part(const std::filesystem::path& folder, io::Split split, const std::string& stem, int count) {
  io::LabelledImages data;
  if (!io::read_labelled_images(kMnist, split, data).ok()) return false;
  const int pixels = data.images.height * data.images.width;
  data.images.count = count;
  data.images.pixels.resize(static_cast<std::size_t>(count * pixels));
  data.labels.resize(static_cast<std::size_t>(count));
  return io::write_idx_images(folder / (stem + "-images-idx3-ubyte"), data.images).ok() &&
         io::write_idx_labels(folder / (stem + "-labels-idx1-ubyte"), data.labels).ok();
}

}  // namespace

TrainProgram::TrainProgram(const std::vector<std::string>& arguments,
                           const std::vector<std::string>& environment, const char* program) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, (folder_ / "out").c_str(), O_WRONLY | O_CREAT,
                                   0600);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, (folder_ / "err").c_str(), O_WRONLY | O_CREAT,
                                   0600);
  std::vector<std::string> words = command(arguments, program);
  std::vector<std::string> variables = environment;
  for (char** variable = environ; *variable != nullptr; ++variable) variables.emplace_back(*variable);
  if (posix_spawn(&child_, program, &actions, nullptr, to_argv(words).data(), to_argv(variables).data()) != 0)
    ADD_FAILURE() << "cannot start " << program;
  posix_spawn_file_actions_destroy(&actions);
}

TrainProgram::~TrainProgram() {
  if (child_ <= 0) return;
  ::kill(child_, SIGKILL);
  ::waitpid(child_, nullptr, 0);
}

bool TrainProgram::ended() const {
  siginfo_t info{};
  return ::waitid(P_PID, static_cast<id_t>(child_), &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
         info.si_pid != 0;
}

bool TrainProgram::wait_for(const std::string& text) const {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  while (std::chrono::steady_clock::now() < deadline) {
    if (text_of(folder_ / "out").find(text) != std::string::npos) return true;
    if (ended()) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return false;
}

void TrainProgram::send(int signal) const { ::kill(child_, signal); }

Ended TrainProgram::wait() {
  int state = 0;
  if (::waitpid(child_, &state, 0) != child_) return {};
  child_ = -1;
  return {exit_status(state), text_of(folder_ / "out"), text_of(folder_ / "err")};
}

Ended run_train(const std::vector<std::string>& arguments) { return TrainProgram(arguments).wait(); }

Ended run_train_on_terminal(const std::vector<std::string>& arguments) {
  std::vector<std::string> words = command(arguments);
  const std::vector<char*> argv = to_argv(words);
  int terminal = -1;
  const pid_t child = forkpty(&terminal, nullptr, nullptr, nullptr);
  if (child == 0) {
    execv(SGAN_TRAIN_PROGRAM, argv.data());
    _exit(127);
  }
  Ended ended;
  std::array<char, 4096> chunk{};
  for (ssize_t size = 0; (size = ::read(terminal, chunk.data(), chunk.size())) > 0;)
    ended.out.append(chunk.data(), static_cast<std::size_t>(size));
  int state = 0;
  if (::waitpid(child, &state, 0) == child) ended.status = exit_status(state);
  ::close(terminal);
  return ended;
}

std::string text_of(const std::filesystem::path& path) {
  std::vector<std::byte> bytes;
  if (!io::read_file(path, bytes).ok()) return {};
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

bool write_small_mnist(const std::filesystem::path& folder, int training, int test) {
  std::filesystem::create_directories(folder);
  return write_part(folder, io::Split::kTrain, "train", training) &&
         write_part(folder, io::Split::kTest, "t10k", test);
}

}  // namespace sgan::test
