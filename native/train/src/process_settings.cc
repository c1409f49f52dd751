#include "process_settings.h"

#include <c10/core/impl/VirtualGuardImpl.h>

#include <charconv>
#include <cstdlib>
#include <cstring>

namespace sgan::train {
namespace {

constexpr int kMaxCount = 65536;
constexpr int kMaxPort = 65535;

Status refuse(const std::string& what) { return {StatusCode::kInvalidArgument, what}; }

/// A whole number in least..most; unset is refused with what all processes of a run need.
Status read_number(const EnvironmentLookup& lookup, const char* name, int least, int most, int& number) {
  const char* text = lookup(name);
  if (text == nullptr || *text == '\0') {
    return refuse(
        std::string(name) +
        " is not set, but WORLD_SIZE is: start with torchrun, or give every process RANK, WORLD_SIZE, "
        "MASTER_ADDR and MASTER_PORT, or unset WORLD_SIZE for a run of one process");
  }
  const char* end = text + std::strlen(text);
  const auto [stop, error] = std::from_chars(text, end, number);
  if (error == std::errc() && stop == end && number >= least && number <= most) return {};
  return refuse(std::string("the environment variable ") + name + "=" + text + " must be a number from " +
                std::to_string(least) + " to " + std::to_string(most));
}

Status read_optional_number(const EnvironmentLookup& lookup, const char* name, int least, int most,
                            int& number) {
  const char* text = lookup(name);
  return text == nullptr || *text == '\0' ? Status() : read_number(lookup, name, least, most, number);
}

}  // namespace

Status read_environment(const EnvironmentLookup& lookup, ProcessSettings& settings) {
  settings = {};
  if (Status status = read_optional_number(lookup, "WORLD_SIZE", 1, kMaxCount, settings.count); !status.ok())
    return status;
  if (settings.count == 1) return {};
  if (Status status = read_number(lookup, "RANK", 0, settings.count - 1, settings.rank); !status.ok())
    return status;
  const char* address = lookup("MASTER_ADDR");
  if (address == nullptr || *address == '\0') {
    return refuse(
        "MASTER_ADDR is not set, but WORLD_SIZE is: it must name the machine of the first process, 127.0.0.1 "
        "if all "
        "run here; torchrun sets it");
  }
  settings.address = address;
  if (Status status = read_number(lookup, "MASTER_PORT", 1, kMaxPort, settings.port); !status.ok())
    return status;
  settings.local_rank = settings.rank;
  settings.local_count = settings.count;
  if (Status status = read_optional_number(lookup, "LOCAL_RANK", 0, settings.rank, settings.local_rank);
      !status.ok())
    return status;
  if (Status status =
          read_optional_number(lookup, "LOCAL_WORLD_SIZE", 1, settings.count, settings.local_count);
      !status.ok())
    return status;
  const char* launcher = lookup("TORCHELASTIC_USE_AGENT_STORE");
  settings.launcher_listens = launcher != nullptr && std::strcmp(launcher, "True") == 0;
  const char* restarts = lookup("TORCHELASTIC_RESTART_COUNT");
  settings.prefix = std::string("sgan-train/") + (restarts != nullptr ? restarts : "0");
  return {};
}

Status read_environment(ProcessSettings& settings) {
  return read_environment([](const char* name) { return std::getenv(name); }, settings);
}

Status choose_device(const ProcessSettings& settings, torch::Device& device) {
  if (settings.count == 1 || !device.is_cuda() || device.has_index()) return {};
  const auto devices = static_cast<int>(torch::cuda::device_count());
  if (settings.local_rank >= devices) {
    return refuse("LOCAL_RANK is " + std::to_string(settings.local_rank) + ", but there are " +
                  std::to_string(devices) +
                  " CUDA devices here: start one process for each at most, or use --device cpu");
  }
  device.set_index(static_cast<c10::DeviceIndex>(settings.local_rank));
  c10::impl::VirtualGuardImpl(torch::kCUDA).setDevice(device);
  return {};
}

}  // namespace sgan::train
