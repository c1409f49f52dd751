#pragma once

#include <array>
#include <optional>
#include <string>

#include "evaluate_own.h"
#include "evaluate_quality.h"
#include "evaluate_rejection.h"
#include "output.h"

namespace sgan::cli {

/// All that `sgan evaluate` has measured.
struct EvaluationReport {
  std::string model, data;  // as the user named them
  std::array<std::string, kDigitClasses> class_names;
  ClassFigures classes;
  RealnessFigures real;
  std::optional<SampleFigures> generated;
  QualityFigures quality;
  std::optional<RejectionFigures> others;  // of another data set
  std::vector<RejectionFigures>
      non_digits;                     // all of them, then kind by kind; empty where they were not drawn
  std::vector<std::string> left_out;  // lines that say which figures are missing, and why
};

[[nodiscard]] Json to_json(const EvaluationReport& report);
/// Tables on standard output.
void print(const EvaluationReport& report);

}  // namespace sgan::cli
