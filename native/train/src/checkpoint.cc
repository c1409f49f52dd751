#include "checkpoint.h"

#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <sstream>
#include <string_view>

#include "failure.h"
#include "run_identity.h"
#include "sgan_io/file.h"

namespace sgan::train {
namespace {

namespace fs = std::filesystem;
using torch::Tensor;
using torch::serialize::InputArchive;
using torch::serialize::OutputArchive;

// A file is a mark that ends with the format's version, the CRC-32 of what follows, and LibTorch's archive:
// an archive alone may load with wrong bits.
constexpr std::string_view kMark = "sganckp3";
constexpr std::size_t kHeaderBytes = kMark.size() + sizeof(std::uint32_t);
constexpr const char* kExtension = ".ckpt";

std::uint32_t checksum(const std::byte* bytes, std::size_t size) {
  return static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<const Bytef*>(bytes), size));
}

c10::IValue read_value(InputArchive& archive, const std::string& name) {
  c10::IValue value;
  archive.read(name, value);
  return value;
}

/// Visits all of a position's numbers by name; `number` takes a whole or a real one.
template <typename Position, typename Visit>
void for_each_number(Position& position, const Visit& visit) {
  visit("epoch", position.epoch);
  visit("batch", position.batch);
  visit("seconds", position.seconds);
  visit("metrics_bytes", position.metrics_bytes);
  visit("timing_bytes", position.timing_bytes);
  visit("accuracy", position.accuracy);
  visit("test_accuracy", position.test_accuracy);
  visit("tested_epochs", position.tested_epochs);
}

std::string to_archive(const TrainingState& state, const Position& position) {
  OutputArchive archive;
  archive.write("identity", c10::IValue(state.identity));
  c10::List<Tensor> tensors;
  for (const Tensor& tensor : state.tensors) tensors.push_back(tensor.detach().cpu());
  archive.write("tensors", c10::IValue(tensors));
  for_each_number(position, [&](const char* name, auto value) {
    if constexpr (std::is_floating_point_v<decltype(value)>) {
      archive.write(name, c10::IValue(static_cast<double>(value)));
    } else {
      archive.write(name, c10::IValue(static_cast<std::int64_t>(value)));
    }
  });
  std::ostringstream bytes;
  archive.save_to(bytes);
  return bytes.str();
}

Status damaged_checkpoint(const fs::path& path) {
  return {StatusCode::kMalformed, path.string() + ": damaged checkpoint"};
}

Status of_another_version(const fs::path& path) {
  return {StatusCode::kUnsupported, path.string() + ": written by another version of this program"};
}

Status from_archive(const fs::path& path, const char* bytes, std::size_t size, TrainingState& state,
                    Position& position) {
  InputArchive archive;
  archive.load_from(bytes, size, torch::Device(torch::kCPU));
  const std::string identity = read_value(archive, "identity").toStringRef();
  if (identity != state.identity)
    return {StatusCode::kInvalidArgument,
            path.string() + ": " + identity_difference(identity, state.identity)};
  const std::vector<Tensor> tensors = read_value(archive, "tensors").toTensorVector();
  const auto same_shape = [](const Tensor& a, const Tensor& b) { return a.sizes() == b.sizes(); };
  if (!std::equal(tensors.begin(), tensors.end(), state.tensors.begin(), state.tensors.end(), same_shape))
    return of_another_version(path);
  for_each_number(position, [&](const char* name, auto& value) {
    if constexpr (std::is_floating_point_v<std::remove_reference_t<decltype(value)>>) {
      value = read_value(archive, name).toDouble();
    } else {
      value = static_cast<std::remove_reference_t<decltype(value)>>(read_value(archive, name).toInt());
    }
  });
  const torch::NoGradGuard no_grad;
  for (std::size_t i = 0; i < tensors.size(); ++i) state.tensors[i].copy_(tensors[i]);
  return {};
}

Status read_checkpoint(const fs::path& path, TrainingState& state, Position& position) {
  std::vector<std::byte> bytes;
  if (Status status = io::read_file(path, bytes); !status.ok()) return status;
  std::uint32_t expected = 0;
  if (bytes.size() < kHeaderBytes) return damaged_checkpoint(path);
  const std::string_view mark(reinterpret_cast<const char*>(bytes.data()), kMark.size());
  if (mark != kMark)
    return mark.starts_with(kMark.substr(0, kMark.size() - 1)) ? of_another_version(path)
                                                               : damaged_checkpoint(path);
  std::memcpy(&expected, bytes.data() + kMark.size(), sizeof expected);
  const std::byte* archive = bytes.data() + kHeaderBytes;
  const std::size_t size = bytes.size() - kHeaderBytes;
  if (checksum(archive, size) != expected) return damaged_checkpoint(path);
  try {
    return from_archive(path, reinterpret_cast<const char*>(archive), size, state, position);
  } catch (const c10::Error& error) {
    if (is_of_memory(error)) throw;
    return of_another_version(path);  // the bytes are the ones that were written
  }
}

}  // namespace

std::vector<fs::path> Checkpoints::paths() const {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator entry(folder_, error), end; !error && entry != end; entry.increment(error)) {
    if (entry->path().extension() == kExtension) found.push_back(entry->path());
  }
  std::sort(found.begin(), found.end(), std::greater<>());
  return found;
}

Status Checkpoints::save(std::int64_t steps, const TrainingState& state, const Position& position) const {
  const std::string archive = to_archive(state, position);
  const std::uint32_t sum = checksum(reinterpret_cast<const std::byte*>(archive.data()), archive.size());
  std::string file(kMark);
  file.append(reinterpret_cast<const char*>(&sum), sizeof sum);
  file += archive;
  std::string digits = std::to_string(steps);
  digits.insert(0, 12 - std::min<std::size_t>(12, digits.size()), '0');
  if (Status status = io::write_file(folder_ / ("step_" + digits + kExtension), file); !status.ok())
    return status;
  const std::vector<fs::path> all = paths();
  std::error_code ignored;  // one too many does no harm
  for (std::size_t i = kKept; i < all.size(); ++i) fs::remove(all[i], ignored);
  return {};
}

Status Checkpoints::load(TrainingState& state, Position& position, std::vector<fs::path>& damaged) const {
  for (const fs::path& path : paths()) {
    Status status = read_checkpoint(path, state, position);
    if (status.code() != StatusCode::kMalformed) return status;
    damaged.push_back(path);
  }
  return {StatusCode::kMalformed, folder_.string() + ": no checkpoint is whole; --overwrite begins anew"};
}

}  // namespace sgan::train
