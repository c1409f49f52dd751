// sgan-train: MNIST in, one weights file out.

#include <exception>
#include <memory>
#include <string>
#include <string_view>

#include "console.h"
#include "data.h"
#include "device.h"
#include "evaluator_training.h"
#include "failure.h"
#include "given_weights.h"
#include "options.h"
#include "preset.h"
#include "report_command.h"
#include "stop_signal.h"
#include "trainer.h"

namespace {

using sgan::Status;
using sgan::train::Options;
using sgan::train::Processes;

Status read_data(const Options& options, const Processes& processes, sgan::train::TrainerData& data) {
  sgan::train::Dataset all;
  if (Status status = load_dataset(options.data, sgan::io::Split::kTrain, all); !status.ok()) return status;
  if (Status status = load_dataset(options.data, sgan::io::Split::kTest, data.test); !status.ok())
    return status;
  if (Status status = sgan::train::read_class_names(options.data, data.class_names); !status.ok())
    return status;
  if (Status status = split_dataset(all, options.validation_count(all.size()), options.label_count(),
                                    options.label_seed, data.training);
      !status.ok())
    return status;
  const std::int64_t used = options.baseline ? data.training.labelled.size(0) : data.training.images.size();
  if (used >= processes.count()) return {};
  return {sgan::StatusCode::kInvalidArgument, options.data.string() + ": fewer training images (" +
                                                  std::to_string(used) + ") than processes (" +
                                                  std::to_string(processes.count()) + ")"};
}

Status train(Options options) {
  sgan::train::ProcessSettings settings;
  if (Status status = read_environment(settings); !status.ok()) return status;
  sgan::train::Machine machine;
  if (Status status = set_up_machine(options, settings, machine); !status.ok()) return status;
  std::unique_ptr<Processes> processes;
  if (Status status = Processes::join(settings, machine.device, processes); !status.ok()) return status;
  agree_on_precision(*processes, machine, options);
  sgan::train::TrainerData data;
  if (Status status = read_data(options, *processes, data); !status.ok()) return status;
  if (Status status = read_given_weights(options, data.given); !status.ok()) return status;
  torch::manual_seed(options.seed);
  if (is_evaluator(options)) {
    if (processes->count() == 1) return train_evaluator(options, machine, data.training, data.test);
    return {sgan::StatusCode::kInvalidArgument, "the preset evaluator trains in one process"};
  }
  sgan::train::Trainer trainer(options, machine, data, *processes);
  if (Status status = trainer.prepare(); !status.ok()) return status;
  sgan::train::catch_stop_signals();
  return trainer.run();
}

int fail(std::string_view reason) {
  sgan::train::complain(reason);
  return sgan::train::kFailure;
}

int run(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == "report") return sgan::train::run_report(argc, argv);
  Options options;
  if (const auto status = sgan::train::parse_options(argc, argv, options)) return *status;
  const Status status = train(options);
  return status.ok() ? 0 : fail(status.message());
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    return fail(sgan::train::explain(error));
  }
}
