#include "processes.h"

#include <string>

namespace sgan::train {
namespace {

using torch::Tensor;

// One that is gone is noticed at once by its closed connections; this is for one that hangs, or reads a slow
// disk.
constexpr std::chrono::minutes kCallTimeout{10};

}  // namespace

Status Processes::join(const ProcessSettings& settings, torch::Device device,
                       std::unique_ptr<Processes>& processes) {
  auto joined = std::make_unique<Processes>();
  if (settings.count > 1) {
    if (Status status = MeetingPoint::open(settings, joined->point_); !status.ok()) return status;
    joined->rank_ = settings.rank;
    joined->count_ = settings.count;
    joined->takes_cuda_ = device.is_cuda() && ProcessGroup::has_nccl();
    try {
      joined->cpu_group_ = std::make_unique<ProcessGroup>(*joined->point_, "cpu", kCallTimeout);
      if (joined->takes_cuda_)
        joined->group_ = std::make_unique<ProcessGroup>(*joined->point_, "cuda", device, kCallTimeout);
    } catch (const std::exception& error) {
      return {StatusCode::kInvalidArgument,
              std::string("the processes of this run cannot reach each other: ") + error.what()};
    }
  }
  processes = std::move(joined);
  return {};
}

void Processes::sum(Tensor& tensor) {
  if (count_ == 1) return;
  const torch::NoGradGuard no_grad;
  try {
    if (tensor.device().is_cpu()) {
      cpu_group_->sum(tensor);
    } else if (takes_cuda_) {
      group_->sum(tensor);
    } else {
      Tensor on_cpu = tensor.cpu();
      cpu_group_->sum(on_cpu);
      tensor.copy_(on_cpu);
    }
  } catch (const std::exception& error) {
    throw ProcessesError("another process of this run is gone (this one is RANK " + std::to_string(rank_) +
                         " of " + std::to_string(count_) +
                         "); the last checkpoint is whole, start all of them with --resume: " + error.what());
  }
}

void Processes::average(Tensor& tensor) {
  if (count_ == 1) return;
  sum(tensor);
  const torch::NoGradGuard no_grad;
  tensor.div_(count_);
}

bool Processes::any(bool value) {
  if (count_ == 1) return value;
  Tensor votes = torch::full({1}, value ? 1 : 0, torch::kInt);
  sum(votes);
  return votes.item<int>() > 0;
}

}  // namespace sgan::train
