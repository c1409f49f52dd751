#pragma once

#include <torch/torch.h>

#include <chrono>
#include <memory>

#include "process_settings.h"
#include "sgan/status.h"

namespace sgan::train {

/// Where the processes of a run tell each other how to be reached. The first process's must outlive all
/// groups.
class MeetingPoint {
 public:
  /// Goes there and waits for all processes, at most settings.timeout.
  [[nodiscard]] static Status open(const ProcessSettings& settings, std::unique_ptr<MeetingPoint>& point);
  ~MeetingPoint();

 private:
  friend class ProcessGroup;
  struct Parts;
  explicit MeetingPoint(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

/// Connections between all processes of a run, over LibTorch's c10d. All processes must make the same groups
/// and calls in the same order. A call that fails because a process is gone throws a std::exception.
class ProcessGroup {
 public:
  /// Gloo, for tensors on the CPU.  name: of the group.  timeout: of connecting and of every call
  ProcessGroup(MeetingPoint& point, const std::string& name, std::chrono::milliseconds timeout);
  /// NCCL, for tensors on `device`. Only where has_nccl().
  ProcessGroup(MeetingPoint& point, const std::string& name, torch::Device device,
               std::chrono::milliseconds timeout);
  ~ProcessGroup();

  void sum(torch::Tensor& tensor);

  /// Whether this program can use NCCL; without it tensors on a GPU go through the CPU.
  [[nodiscard]] static bool has_nccl();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace sgan::train
