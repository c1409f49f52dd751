#include <sstream>

#include "chart.h"
#include "evaluate.h"
#include "report_sections.h"

namespace sgan::train {
namespace {

constexpr std::size_t kMaxPoints = 250;  // of a curve: with more, noise hides its course
constexpr double kPercent = 100;

/// position: a record's place on the x axis
template <typename Record, typename Position>
Curve curve_of(const std::string& name, int colour, const std::vector<Record>& records,
               Position Record::*position, std::optional<double> Record::*figure, double unit = 1) {
  Curve curve{name, colour, {}};
  for (const Record& record : records) {
    CurvePoint& point = curve.points.emplace_back(CurvePoint{static_cast<double>(record.*position), {}});
    if (record.*figure) point.y = *(record.*figure) * unit;
  }
  return curve;
}

Chart loss_chart(const std::vector<StepFigures>& steps) {
  Chart chart{.id = "losses", .title = "Losses", .x_label = "step", .y_label = "loss"};
  chart.from_zero = true;
  chart.curves = {curve_of("discriminator", 0, steps, &StepFigures::step, &StepFigures::d_loss),
                  curve_of("generator", 1, steps, &StepFigures::step, &StepFigures::g_loss)};
  return chart;
}

Chart batch_accuracy_chart(const std::vector<StepFigures>& steps) {
  Chart chart{
      .id = "batches", .title = "Accuracy on training batches", .x_label = "step", .y_label = "accuracy, %"};
  chart.y_range = {0, kPercent};
  chart.curves = {curve_of("classifier", 0, steps, &StepFigures::step, &StepFigures::accuracy, kPercent)};
  return chart;
}

Chart accuracy_chart(const std::vector<EpochFigures>& epochs) {
  Chart chart{
      .id = "accuracy", .title = "Accuracy after each epoch", .x_label = "epoch", .y_label = "accuracy, %"};
  chart.curves = {
      curve_of("validation images", 2, epochs, &EpochFigures::epoch, &EpochFigures::validation_accuracy,
               kPercent),
      curve_of("test images", 3, epochs, &EpochFigures::epoch, &EpochFigures::test_accuracy, kPercent)};
  return chart;
}

Chart variety_chart(const std::vector<EpochFigures>& epochs) {
  Chart chart{.id = "variety",
              .title = "Variety of samples",
              .x_label = "epoch",
              .y_label = "normalised entropy, 0 to 1"};
  chart.y_range = {0, 1};
  std::ostringstream warning;
  warning << "collapse warning below " << kLeastEntropy;
  chart.threshold = Threshold{kLeastEntropy, warning.str()};
  chart.curves = {curve_of("entropy of the classes in " + std::to_string(kVarietySamples) + " samples", 1,
                           epochs, &EpochFigures::epoch, &EpochFigures::sample_entropy)};
  return chart;
}

}  // namespace

std::string curves_section(const History& history) {
  const std::vector<StepFigures> steps = decimate(history.steps, kMaxPoints);
  const std::string charts = draw_chart(loss_chart(steps)) + draw_chart(batch_accuracy_chart(steps)) +
                             draw_chart(accuracy_chart(history.epochs)) +
                             draw_chart(variety_chart(history.epochs));
  if (charts.empty()) return {};
  const std::size_t mean_of = (history.steps.size() + kMaxPoints - 1) / kMaxPoints;
  std::string note = "Steps and epochs count from 0.";
  if (mean_of > 1)
    note += " Over steps, each point is the mean of " + std::to_string(mean_of) + " logged steps.";
  return "<section>\n<h2>Curves</h2>\n<p class=\"note\">" + note + "</p>\n<div class=\"charts\">\n" + charts +
         "</div>\n</section>\n";
}

}  // namespace sgan::train
