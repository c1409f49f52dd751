#pragma once

#include <string_view>

#include "sgan/status.h"
#include "ui/training_state.h"

/// The files of training/, as they were written by `sgan-train`, `sgan evaluate --json` and the comparisons
/// of docs/. Bytes from outside: what is not as described is refused with the reason, and then nothing
/// changes. Unknown keys are ignored.
namespace sgan::app {

/// history.json, see docs/history.md.
[[nodiscard]] Status read_history(std::string_view json, TrainingHistory& history);

/// labels.json and fid.json: {"schema": 1, "<x_key>": [..], "floor": 0.1 (optional),
/// "series": [{"name": "sgan", "mean": [..], "spread": [..] (optional)}, ...]}, all arrays as long as the
/// first.
[[nodiscard]] Status read_comparison(std::string_view json, std::string_view x_key, Comparison& comparison);

/// The figures of evaluation.json that belong on a model card, those that are there.
[[nodiscard]] Status read_evaluation(std::string_view json, std::vector<CardFigure>& card);

}  // namespace sgan::app
