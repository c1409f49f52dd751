#include "cli_fixture.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "sgan/discriminator.h"
#include "sgan/generator.h"
#include "sgan_io/file.h"
#include "support/random_model.h"

extern char** environ;

namespace sgan::test {
namespace {

std::string read_text(const std::string& path) {
  const std::vector<std::byte> bytes = file_bytes(path);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::filesystem::path new_folder() {
  std::string name = (std::filesystem::temp_directory_path() / "sgan-cli-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) ADD_FAILURE() << "cannot make a temporary folder";
  return name;
}

/// Random weights whose class layer is strong enough for images to fall into different classes.
void make_model(const std::string& path, const std::string& conditioning, Model& model) {
  Weights weights = random_weights({}, 7);
  for (float& value : tensor_named(weights, "discriminator.aux_layer.0.weight").values) value *= 40;
  for (float& value : tensor_named(weights, "generator.l1.0.weight").values) value *= 4;
  weights.metadata = {{"conditional", conditioning}, {"preset", "test"}, {"epochs", "3"}};
  std::vector<std::byte> bytes;
  ASSERT_TRUE(write_weights(weights, DType::kF32, bytes).ok());
  ASSERT_TRUE(load_model(bytes, model).ok());
  ASSERT_TRUE(io::write_file(path, bytes).ok());
}

}  // namespace

Outcome run_sgan(const std::vector<std::string>& arguments, const std::string& other_out) {
  const std::filesystem::path folder = new_folder();
  const std::string out = other_out.empty() ? (folder / "out").string() : other_out;
  const std::string err = (folder / "err").string();
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out.c_str(), O_WRONLY | O_CREAT, 0600);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err.c_str(), O_WRONLY | O_CREAT, 0600);
  std::vector<std::string> words = {SGAN_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);

  Outcome outcome;
  pid_t child = 0;
  int state = 0;
  if (posix_spawn(&child, SGAN_PROGRAM, &actions, nullptr, argv.data(), environ) == 0 &&
      waitpid(child, &state, 0) == child) {
    outcome.status = WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
    if (other_out.empty()) outcome.out = read_text(out);
    outcome.err = read_text(err);
  }
  posix_spawn_file_actions_destroy(&actions);
  std::filesystem::remove_all(folder);
  return outcome;
}

void CliTest::SetUp() {
  folder_ = new_folder();
  model_path = path("model.safetensors");
  conditional_path = path("conditional.safetensors");
  make_model(model_path, "none", model);
  make_model(conditional_path, "embed_mul", conditional);
}

void CliTest::TearDown() { std::filesystem::remove_all(folder_); }

std::vector<std::string> CliTest::files() const {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_)) {
    names.push_back(entry.path().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string CliTest::must(const std::vector<std::string>& arguments) const {
  const Outcome outcome = run_sgan(arguments);
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(outcome.err, "");
  return outcome.out;
}

Expected judged(const Model& model, std::vector<float> images) {
  Expected e{std::move(images), {}, {}};
  const std::size_t n = e.images.size() / kPixels;
  e.validity.resize(n);
  e.class_probs.resize(n * kJudgedClasses);
  Workspace workspace;
  EXPECT_TRUE(judge(model, e.images, workspace, e.validity, e.class_probs).ok());
  return e;
}

Expected generated(const Model& model, const std::vector<float>& latents, const std::vector<int>& labels) {
  std::vector<float> images(latents.size() / kLatent * kPixels);
  Workspace workspace;
  EXPECT_TRUE(generate(model, latents, labels, workspace, images).ok());
  return judged(model, std::move(images));
}

std::vector<nlohmann::json> json_lines(const std::string& text) {
  std::vector<nlohmann::json> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(nlohmann::json::parse(line, nullptr, false));
    EXPECT_FALSE(lines.back().is_discarded()) << line;
  }
  return lines;
}

std::vector<std::byte> file_bytes(const std::string& path) {
  std::vector<std::byte> bytes;
  const Status status = io::read_file(path, bytes);
  EXPECT_TRUE(status.ok()) << status.message();
  return bytes;
}

std::vector<float> tensor_of(const std::string& path, const std::string& name) {
  const std::vector<std::byte> bytes = file_bytes(path);
  SafetensorsView file;
  const Status status = SafetensorsView::parse(bytes, file);
  EXPECT_TRUE(status.ok()) << status.message();
  const TensorView* tensor = file.find(name);
  if (tensor == nullptr) {
    ADD_FAILURE() << path << " has no tensor " << name;
    return {};
  }
  std::vector<float> values(tensor->element_count());
  EXPECT_TRUE(read_f32(*tensor, values).ok());
  return values;
}

io::IdxImages random_images(int count, int height, int width, std::uint64_t seed) {
  io::IdxImages images{count, height, width, {}};
  for (const float value :
       random_values(static_cast<std::size_t>(count * height * width), seed, 0, 255.99F)) {
    images.pixels.push_back(static_cast<std::uint8_t>(value));
  }
  return images;
}

std::vector<float> as_network_input(const io::IdxImages& data, int size) {
  const auto source = static_cast<std::size_t>(data.height * data.width);
  const auto target = static_cast<std::size_t>(size * size);
  std::vector<float> images;
  std::vector<std::uint8_t> resized(target);
  for (std::size_t i = 0; i < static_cast<std::size_t>(data.count); ++i) {
    resize_bilinear(std::span(data.pixels).subspan(i * source, source), data.width, data.height, resized,
                    size, size);
    for (const std::uint8_t pixel : resized) images.push_back(from_byte(pixel));
  }
  return images;
}

}  // namespace sgan::test
