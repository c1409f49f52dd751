#include <algorithm>
#include <array>
#include <cmath>

#include "ui/plot.h"
#include "ui/training_parts.h"

namespace sgan::app {
namespace {

constexpr float kPlot = 264, kGap = 16, kSwitch = 40;

/// Remembers what the plot shows for whoever asks for the state.
void remember(TrainingState& training, const std::string& name, const Plot& plot, const PlotResult& result) {
  if (result.shown < 0) return;
  const auto index = static_cast<std::size_t>(result.shown);
  auto& [x, values] = training.shown_values[name];
  x = plot.x[index];
  values.clear();
  for (const PlotLine& line : plot.lines) values.emplace_back(line.name, line.y[index]);
}

void add_line(Plot& plot, const char* name, ImU32 color, const Column& column) {
  if (!column.empty()) plot.lines.push_back({name, color, column});
}

/// The point of the plot at the epoch whose samples are shown.
int point_of_epoch(const TrainingState& training, const Column& epochs) {
  if (training.grids.shown < 0) return -1;
  const auto epoch =
      static_cast<float>(training.history.grid_epochs[static_cast<std::size_t>(training.grids.shown)]);
  const auto found = std::find(epochs.begin(), epochs.end(), epoch);
  return found == epochs.end() ? -1 : static_cast<int>(found - epochs.begin());
}

/// Pressing on an epoch shows its samples.
void choose_epoch(TrainingState& training, float epoch) {
  const std::vector<int>& epochs = training.history.grid_epochs;
  if (epochs.empty()) return;
  const auto nearest = std::min_element(epochs.begin(), epochs.end(), [&](int a, int b) {
    return std::abs(static_cast<float>(a) - epoch) < std::abs(static_cast<float>(b) - epoch);
  });
  training.grids.shown = static_cast<int>(nearest - epochs.begin());
}

/// Draws one plot, if it has lines, below the others.
void add_plot(const Canvas& canvas, Rect& column, const std::string& name, Plot plot, bool by_epoch) {
  if (plot.lines.empty() || plot.x.empty()) return;
  TrainingState& training = canvas.state.training;
  if (by_epoch) plot.chosen = point_of_epoch(training, {plot.x.begin(), plot.x.end()});
  const PlotResult result =
      draw_plot(canvas, "training." + name, column.cut_top(canvas.px(kPlot), canvas.px(kGap)), plot);
  remember(training, name, plot, result);
  if (by_epoch && result.pressed && result.shown >= 0)
    choose_epoch(training, plot.x[static_cast<std::size_t>(result.shown)]);
}

void add_history(const Canvas& canvas, Rect& column) {
  TrainingState& training = canvas.state.training;
  const TrainingHistory& history = training.history;
  const Palette& colors = canvas.colors;
  const bool both = !history.epoch.empty() && !history.step.empty();
  if (both) {
    static const std::array<std::string, 2> kLabels{"Epochs", "Steps"};
    Rect row = column.cut_top(canvas.px(kSwitch), canvas.px(kGap));
    row.w = std::min(row.w, canvas.px(200));
    training.by_step =
        segmented(canvas, "training.by", row, "Curves by", kLabels, training.by_step ? 1 : 0) == 1;
  }
  const bool steps = history.epoch.empty() || (both && training.by_step);
  Plot losses{
      .title = "Losses", .x_name = steps ? "step" : "epoch", .x = steps ? history.step : history.epoch};
  add_line(losses, "Discriminator", colors.accent, steps ? history.step_d_loss : history.d_loss);
  add_line(losses, "Generator", colors.generated, steps ? history.step_g_loss : history.g_loss);
  add_plot(canvas, column, "losses", losses, !steps);
  Plot accuracy{.title = "Accuracy", .x_name = losses.x_name, .x = losses.x, .percent = true};
  add_line(accuracy, "Training", colors.muted, steps ? history.step_accuracy : history.accuracy);
  if (!steps) {
    add_line(accuracy, "Validation", colors.real, history.validation_accuracy);
    add_line(accuracy, "Test", colors.accent, history.test_accuracy);
  }
  add_plot(canvas, column, "accuracy", accuracy, !steps);
}

Plot compare(const Canvas& canvas, const Comparison& comparison) {
  const std::array<ImU32, 4> series{canvas.colors.accent, canvas.colors.generated, canvas.colors.real,
                                    canvas.colors.muted};
  Plot plot{.x = comparison.x};
  for (std::size_t i = 0; i < comparison.series.size(); ++i) {
    const ComparedSeries& one = comparison.series[i];
    plot.lines.push_back({one.name, series[i % series.size()], one.mean, one.spread});
  }
  return plot;
}

}  // namespace

float draw_training_plots(const Canvas& canvas, Rect column) {
  TrainingState& training = canvas.state.training;
  training.shown_values.clear();
  const float top = column.y;
  if (training.files[TrainingState::kHistory].here()) add_history(canvas, column);
  if (training.files[TrainingState::kLabels].here()) {
    Plot plot = compare(canvas, training.labels);
    plot.title = "Accuracy by number of labels";
    plot.x_name = "labels";
    plot.log_x = plot.percent = true;
    add_plot(canvas, column, "labels", plot, false);
  }
  if (training.files[TrainingState::kFid].here()) {
    Plot plot = compare(canvas, training.fid);
    plot.title = "FID by epoch";
    plot.x_name = "epoch";
    plot.log_y = true;
    if (training.fid.floor > 0) {
      plot.reference = training.fid.floor;
      plot.reference_name = "real against real";
    }
    add_plot(canvas, column, "fid", plot, false);
  }
  return column.y > top ? column.y - top - canvas.px(kGap) : 0;
}

}  // namespace sgan::app
