#pragma once

#include "data.h"
#include "device.h"
#include "options.h"
#include "sgan/status.h"

namespace sgan::train {

/// The preset `evaluator`: trains an Evaluator on deformed training images (random_affine), says how it reads
/// the validation images after each epoch and, once, at the end, the test images. Writes config.toml,
/// metrics.jsonl and model.safetensors, the last one when all is done: a run takes minutes and has no
/// checkpoints.
[[nodiscard]] Status train_evaluator(const Options& options, const Machine& machine, TrainingData data,
                                     Dataset test);

}  // namespace sgan::train
