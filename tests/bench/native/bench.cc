// The core and LibTorch side by side under Google Benchmark, on one thread: sgan-bench MODEL
// [--benchmark_...] Refuses to measure before the answers agree. make bench reads its JSON and adds ONNX
// Runtime's figures.

#include <benchmark/benchmark.h>

#include <array>
#include <cstdio>
#include <functional>
#include <string>

#include "sgan/kernels.h"
#include "torch_networks.h"
#include "workload.h"

namespace sgan::bench {
namespace {

using torch::Tensor;

constexpr std::array<int, 6> kGenerated{1, 4, 16, 25, 64, 256};  // as in page/cases.mjs
constexpr std::array<int, 2> kJudged{1, 25};
constexpr int kMost = 256;
constexpr int kCompared = 25;
constexpr double kTolerance = 1e-3;

/// LibTorch twice: layer by layer, and the trainer's modules with channels last and up-sampling in phases.
struct Torch {
  TorchNetworks plain;
  TrainerNetworks trainer;
  Tensor latents, images;  // of kMost images

  [[nodiscard]] Status load(const Workload& core);
  /// By the trainer's module.
  [[nodiscard]] Probabilities judge(const Tensor& some_images) {
    const train::Judgement judgement = trainer.discriminator->forward(some_images);
    return {judgement.validity(), judgement.class_probs()};
  }
};

Tensor copy(const std::vector<float>& values, at::IntArrayRef shape) {
  return torch::tensor(values).view(shape);
}

Status Torch::load(const Workload& core) {
  Weights weights;
  if (Status status = read_weights(core.file(), weights); !status.ok()) return status;
  if (Status status = plain.load(weights); !status.ok()) return status;
  if (Status status = trainer.load(weights); !status.ok()) return status;
  const int size = core.model().info.image_size;
  latents = copy(core.embedded_latents(), {kMost, -1});
  images = copy(core.images(), {kMost, 1, size, size});
  return {};
}

/// NaN counts as far away.
double difference(const std::vector<float>& ours, const Tensor& theirs) {
  const Tensor flat = theirs.reshape(-1);
  const Tensor distance = (copy(ours, {-1}).narrow(0, 0, flat.numel()) - flat).abs().max();
  return torch::nan_to_num(distance, 1e9).item<double>();
}

Status compare(const std::string& name, Workload& core, const Tensor& images,
               const Probabilities& judgement) {
  core.judge(kCompared);
  const double worst =
      std::max({difference(core.images(), images), difference(core.validity(), judgement.validity),
                difference(core.class_probs(), judgement.class_probs)});
  benchmark::AddCustomContext("difference, " + name, std::to_string(worst));
  if (worst <= kTolerance) return {};
  return {StatusCode::kWrongModel, name + " and the core differ by " + std::to_string(worst)};
}

Status compare_all(Workload& core, Torch& torch) {
  const Tensor latents = torch.latents.narrow(0, 0, kCompared), images = torch.images.narrow(0, 0, kCompared);
  Status status = compare("LibTorch", core, torch.plain.generate(latents), torch.plain.judge(images));
  if (!status.ok()) return status;
  return compare("LibTorch, trainer", core, torch.trainer.generator->forward(latents), torch.judge(images));
}

void add(const std::string& name, const std::function<void()>& run) {
  benchmark::RegisterBenchmark(name.c_str(), [run](benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) run();
  })->UseRealTime();
}

/// Engines of a case next to each other, so that they meet the same machine.
void add_all(Workload& core, Torch& torch) {
  for (const int n : kGenerated) {
    const std::string name = "/G " + std::to_string(n);
    const Tensor latents = torch.latents.narrow(0, 0, n);
    add("ours" + name, [&core, n] { core.generate(static_cast<std::size_t>(n)); });
    add("LibTorch" + name, [&torch, latents] { benchmark::DoNotOptimize(torch.plain.generate(latents)); });
    add("LibTorch, trainer" + name,
        [&torch, latents] { benchmark::DoNotOptimize(torch.trainer.generator->forward(latents)); });
  }
  for (const int n : kJudged) {
    const std::string name = "/D " + std::to_string(n);
    const Tensor images = torch.images.narrow(0, 0, n);
    add("ours" + name, [&core, n] { core.judge(static_cast<std::size_t>(n)); });
    add("LibTorch" + name, [&torch, images] { benchmark::DoNotOptimize(torch.plain.judge(images)); });
    add("LibTorch, trainer" + name, [&torch, images] { benchmark::DoNotOptimize(torch.judge(images)); });
  }
  add("ours/load", [&core] {
    Model model;
    benchmark::DoNotOptimize(load_model(core.file(), model));
  });
}

int fail(const Status& status) {
  std::fprintf(stderr, "sgan-bench: %s\n", status.message().c_str());
  return 1;
}

int run(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (argc != 2) {
    std::fputs("usage: sgan-bench MODEL [--benchmark_...]\n", stderr);
    return 2;
  }
  const torch::NoGradGuard no_grad;
  at::set_num_threads(1);
  Workload core;
  if (const Status status = core.load(argv[1], kMost); !status.ok()) return fail(status);
  Torch torch;
  if (const Status status = torch.load(core); !status.ok()) return fail(status);
  benchmark::AddCustomContext("kernel", std::string(kernel_name()));
  benchmark::AddCustomContext("libtorch", TORCH_VERSION);
  if (const Status status = compare_all(core, torch); !status.ok()) return fail(status);
  add_all(core, torch);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}

}  // namespace
}  // namespace sgan::bench

int main(int argc, char** argv) { return sgan::bench::run(argc, argv); }
