#include "checkpoint.h"

#include <ATen/Context.h>

#include <sstream>
#include <vector>

#include "sgan_io/file.h"

namespace sgan::train {
namespace {

using torch::serialize::InputArchive;
using torch::serialize::OutputArchive;

constexpr std::int64_t kVersion = 1;

template <typename Object>
void write_part(OutputArchive& archive, const std::string& name, Object& object) {
  OutputArchive part;
  object.save(part);
  archive.write(name, part);
}

template <typename Object>
void read_part(InputArchive& archive, const std::string& name, Object& object) {
  InputArchive part;
  archive.read(name, part);
  object.load(part);
}

c10::IValue read_value(InputArchive& archive, const std::string& name) {
  c10::IValue value;
  archive.read(name, value);
  return value;
}

at::Generator generator_of(torch::Device device) { return at::globalContext().defaultGenerator(device); }

void write_random_state(OutputArchive& archive, torch::Device device) {
  archive.write("random_cpu", generator_of(torch::kCPU).get_state());
  if (device.is_cuda()) archive.write("random_cuda", generator_of(device).get_state());
}

void read_random_state(InputArchive& archive, torch::Device device) {
  torch::Tensor state;
  archive.read("random_cpu", state);
  generator_of(torch::kCPU).set_state(state.cpu());
  // A run that moves to another kind of device goes on with that device's seeded state.
  if (device.is_cuda() && archive.try_read("random_cuda", state)) generator_of(device).set_state(state.cpu());
}

void write_position(OutputArchive& archive, const Position& position) {
  archive.write("epoch", c10::IValue(static_cast<std::int64_t>(position.epoch)));
  archive.write("batch", c10::IValue(position.batch));
  archive.write("sums", position.sums.cpu());
  archive.write("seconds", c10::IValue(position.seconds));
  archive.write("metrics_bytes", c10::IValue(position.metrics_bytes));
  archive.write("test_accuracy", c10::IValue(position.test_accuracy));
}

void read_position(InputArchive& archive, torch::Device device, Position& position) {
  position.epoch = static_cast<int>(read_value(archive, "epoch").toInt());
  position.batch = read_value(archive, "batch").toInt();
  archive.read("sums", position.sums);
  position.sums = position.sums.to(device);
  position.seconds = read_value(archive, "seconds").toDouble();
  position.metrics_bytes = read_value(archive, "metrics_bytes").toInt();
  position.test_accuracy = read_value(archive, "test_accuracy").toDouble();
}

}  // namespace

Status save_checkpoint(const std::filesystem::path& path, TrainingState state, const Position& position) {
  OutputArchive archive;
  archive.write("version", c10::IValue(kVersion));
  archive.write("identity", c10::IValue(state.identity));
  write_part(archive, "generator", *state.generator);
  write_part(archive, "discriminator", *state.discriminator);
  write_part(archive, "generator_optimizer", state.recipe.generator_optimizer());
  write_part(archive, "discriminator_optimizer", state.recipe.discriminator_optimizer());
  write_random_state(archive, state.device);
  write_position(archive, position);
  std::ostringstream bytes;
  archive.save_to(bytes);
  return io::write_file(path, bytes.str());
}

Status load_checkpoint(const std::filesystem::path& path, TrainingState state, Position& position) {
  std::vector<std::byte> bytes;
  if (Status status = io::read_file(path, bytes); !status.ok()) return status;
  try {
    InputArchive archive;
    archive.load_from(reinterpret_cast<const char*>(bytes.data()), bytes.size(), state.device);
    if (read_value(archive, "version").toInt() != kVersion)
      return {StatusCode::kUnsupported, path.string() + ": written by another version of this program"};
    const std::string identity = read_value(archive, "identity").toStringRef();
    if (identity != state.identity) {
      return {StatusCode::kInvalidArgument,
              path.string() + ": was trained with " + identity + ", and cannot go on with " + state.identity};
    }
    read_part(archive, "generator", *state.generator);
    read_part(archive, "discriminator", *state.discriminator);
    read_part(archive, "generator_optimizer", state.recipe.generator_optimizer());
    read_part(archive, "discriminator_optimizer", state.recipe.discriminator_optimizer());
    read_position(archive, state.device, position);
    read_random_state(archive, state.device);
  } catch (const c10::Error&) {
    return {StatusCode::kMalformed, path.string() + ": damaged checkpoint"};
  }
  return {};
}

}  // namespace sgan::train
