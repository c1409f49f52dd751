#include "process_group.h"

#include <netdb.h>
#include <sys/socket.h>
#include <torch/version.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <thread>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#ifdef SGAN_WITH_NCCL
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif

namespace sgan::train {
namespace {

using std::chrono::milliseconds;

#if TORCH_VERSION_MAJOR >= 2
using Backend = c10d::Backend;
#else
using Backend = c10d::ProcessGroup;
#endif

constexpr milliseconds kPollInterval{20};

Status refuse(const std::string& what) { return {StatusCode::kInvalidArgument, what}; }

/// The address of this machine on the way to `host`, so that no name of this machine's need be known; empty
/// if there is no way.
std::string local_address_towards(const std::string& host, int port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_DGRAM;  // nothing is sent
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found) != 0) return {};
  std::string address;
  for (const addrinfo* info = found; info != nullptr && address.empty(); info = info->ai_next) {
    const int socket_id = ::socket(info->ai_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket_id < 0) continue;
    sockaddr_storage own{};
    socklen_t size = sizeof own;
    char text[NI_MAXHOST];
    if (::connect(socket_id, info->ai_addr, info->ai_addrlen) == 0 &&
        ::getsockname(socket_id, reinterpret_cast<sockaddr*>(&own), &size) == 0 &&
        getnameinfo(reinterpret_cast<sockaddr*>(&own), size, text, sizeof text, nullptr, 0, NI_NUMERICHOST) ==
            0)
      address = text;
    ::close(socket_id);
  }
  freeaddrinfo(found);
  return address;
}

std::string place_of(const ProcessSettings& settings) {
  return settings.address + ":" + std::to_string(settings.port) + " (MASTER_ADDR, MASTER_PORT)";
}

}  // namespace

struct MeetingPoint::Parts {
  ProcessSettings settings;
  c10::intrusive_ptr<c10d::Store> store;

  Status connect();
  Status wait_for_all();
};

Status MeetingPoint::Parts::connect() {
  c10d::TCPStoreOptions options;
  options.port = static_cast<std::uint16_t>(settings.port);
  options.isServer = settings.rank == 0 && !settings.launcher_listens;
  options.waitWorkers = false;
  options.timeout = settings.timeout;
  try {
    store = c10::make_intrusive<c10d::PrefixStore>(
        settings.prefix, c10::make_intrusive<c10d::TCPStore>(settings.address, options));
    return {};
  } catch (const std::exception&) {  // c10::Error or, of LibTorch 1.13's sockets, std::runtime_error
    if (options.isServer)
      return refuse("cannot listen at " + place_of(settings) +
                    "; another program may use that port, or the address is not this machine's");
    return refuse("nobody answers at " + place_of(settings) + " for " +
                  std::to_string(settings.timeout.count() / 1000) +
                  " s; the process of RANK 0 must be started there");
  }
}

Status MeetingPoint::Parts::wait_for_all() {
  if (store->add("rank" + std::to_string(settings.rank), 1) > 1)
    return refuse("RANK=" + std::to_string(settings.rank) + " is taken by another process at " +
                  place_of(settings) + "; each must have its own, from 0 to " +
                  std::to_string(settings.count - 1));
  const auto deadline = std::chrono::steady_clock::now() + settings.timeout;
  std::int64_t here = store->add("here", 1);
  for (; here < settings.count && std::chrono::steady_clock::now() < deadline; here = store->add("here", 0))
    std::this_thread::sleep_for(kPollInterval);
  if (here >= settings.count) return {};
  return refuse("only " + std::to_string(here) + " of " + std::to_string(settings.count) +
                " processes (WORLD_SIZE) came to " + place_of(settings) + " within " +
                std::to_string(settings.timeout.count() / 1000) + " s");
}

Status MeetingPoint::open(const ProcessSettings& settings, std::unique_ptr<MeetingPoint>& point) {
  auto parts = std::make_unique<Parts>(Parts{settings, {}});
  if (Status status = parts->connect(); !status.ok()) return status;
  try {
    if (Status status = parts->wait_for_all(); !status.ok()) return status;
  } catch (const std::exception& error) {
    return refuse("lost the connection to " + place_of(settings) + ": " + error.what());
  }
  point.reset(new MeetingPoint(std::move(parts)));
  return {};
}

MeetingPoint::MeetingPoint(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
MeetingPoint::~MeetingPoint() = default;

struct ProcessGroup::Parts {
  c10::intrusive_ptr<Backend> backend;
};

ProcessGroup::ProcessGroup(MeetingPoint& point, const std::string& name, milliseconds timeout) {
  const ProcessSettings& settings = point.parts_->settings;
  const auto options = c10d::ProcessGroupGloo::Options::create(timeout);
  const char* interface = std::getenv("GLOO_SOCKET_IFNAME");  // as PyTorch has it
  const std::string address = local_address_towards(settings.address, settings.port);
  options->devices.push_back(interface != nullptr && *interface != '\0'
                                 ? c10d::ProcessGroupGloo::createDeviceForInterface(interface)
                             : address.empty() ? c10d::ProcessGroupGloo::createDefaultDevice()
                                               : c10d::ProcessGroupGloo::createDeviceForHostname(address));
  options->threads = 1;  // collectives come one by one
  auto store = c10::make_intrusive<c10d::PrefixStore>(name, point.parts_->store);
  parts_.reset(
      new Parts{c10::make_intrusive<c10d::ProcessGroupGloo>(store, settings.rank, settings.count, options)});
}

#ifdef SGAN_WITH_NCCL
ProcessGroup::ProcessGroup(MeetingPoint& point, const std::string& name, torch::Device device,
                           milliseconds timeout) {
  const ProcessSettings& settings = point.parts_->settings;
  const auto options = c10d::ProcessGroupNCCL::Options::create();
  options->timeout = timeout;
  auto store = c10::make_intrusive<c10d::PrefixStore>(name, point.parts_->store);
  auto backend = c10::make_intrusive<c10d::ProcessGroupNCCL>(store, settings.rank, settings.count, options);
  backend->setBoundDeviceId(device);
  parts_.reset(new Parts{backend});
}
#else
ProcessGroup::ProcessGroup(MeetingPoint&, const std::string&, torch::Device, milliseconds) {
  TORCH_CHECK(false, "built without NCCL");
}
#endif

ProcessGroup::~ProcessGroup() {
#ifdef SGAN_WITH_NCCL
  // Its destructor alone complains on stderr.
  if (auto* nccl = dynamic_cast<c10d::ProcessGroupNCCL*>(parts_->backend.get())) nccl->shutdown();
#endif
}

void ProcessGroup::sum(torch::Tensor& tensor) {
  std::vector<torch::Tensor> tensors{tensor};
  parts_->backend->allreduce(tensors)->wait();
}

bool ProcessGroup::has_nccl() {
#ifdef SGAN_WITH_NCCL
  return true;
#else
  return false;
#endif
}

}  // namespace sgan::train
