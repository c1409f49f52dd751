// sgan-train: MNIST in, one weights file out.

#include <c10/util/Exception.h>

#include <cstdio>
#include <string>

#include "data.h"
#include "device.h"
#include "options.h"
#include "stop_signal.h"
#include "trainer.h"

namespace {

using sgan::Status;

Status train(const sgan::train::Options& options) {
  sgan::train::Machine machine;
  if (Status status = sgan::train::set_up_machine(options, machine); !status.ok()) return status;
  sgan::train::Dataset training;
  sgan::train::Dataset test;
  if (Status status = load_dataset(options.data, sgan::io::Split::kTrain, training); !status.ok())
    return status;
  if (Status status = load_dataset(options.data, sgan::io::Split::kTest, test); !status.ok()) return status;
  torch::manual_seed(options.seed);
  sgan::train::Trainer trainer(options, machine, training, test);
  if (Status status = trainer.prepare(); !status.ok()) return status;
  sgan::train::catch_stop_signals();
  return trainer.run();
}

int fail(std::string message) {
  message = message.substr(0, message.find('\n'));
  std::fprintf(stderr, "sgan-train: %s\n", message.c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  sgan::train::Options options;
  if (const auto status = sgan::train::parse_options(argc, argv, options)) return *status;
  try {
    const Status status = train(options);
    return status.ok() ? 0 : fail(status.message());
  } catch (const c10::Error& error) {
    return fail(error.what_without_backtrace());
  } catch (const std::exception& error) {
    return fail(error.what());
  }
}
