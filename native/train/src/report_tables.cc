#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "console.h"
#include "html.h"
#include "report_sections.h"
#include "text.h"

namespace sgan::train {
namespace {

std::string percent(double share) {
  return std::abs(share) < 1000 ? format("%.2f&nbsp;%%", 100 * share) : format("%.4g", share);
}
std::string loss_text(double loss) { return format(std::abs(loss) < 1000 ? "%.4f" : "%.4g", loss); }
std::string whole(double value) { return format("%.9g", std::round(value)); }

/// label, value and note are HTML.
std::string tile(const std::string& label, const std::string& value, const std::string& note) {
  return "<div class=\"card\"><dt>" + label + "</dt><dd>" + value + "<small>" + note +
         "</small></dd></div>\n";
}

std::string after_epoch(const EpochFigures& epoch) { return "after epoch " + std::to_string(epoch.epoch); }

std::string accuracy_tiles(const History& history) {
  std::string tiles;
  if (history.test_accuracy) tiles += tile("Test accuracy", percent(*history.test_accuracy), "at the end");
  if (history.epochs.empty()) return tiles;
  const EpochFigures& last = history.epochs.back();
  if (!history.test_accuracy && last.test_accuracy)
    tiles += tile("Test accuracy", percent(*last.test_accuracy), after_epoch(last));
  if (last.validation_accuracy)
    tiles += tile("Validation accuracy", percent(*last.validation_accuracy), after_epoch(last));
  return tiles;
}

std::string training_tiles(const History& history) {
  std::string tiles;
  if (history.epochs.empty()) return tiles;
  const EpochFigures& last = history.epochs.back();
  if (last.sample_classes)
    tiles += tile("Classes sampled", whole(*last.sample_classes),
                  last.sample_entropy ? "with entropy " + format("%.3f", *last.sample_entropy) : "");
  if (last.d_loss)
    tiles +=
        tile("Discriminator loss", loss_text(*last.d_loss), "mean over epoch " + std::to_string(last.epoch));
  if (last.g_loss)
    tiles += tile("Generator loss", loss_text(*last.g_loss), "mean over epoch " + std::to_string(last.epoch));
  return tiles;
}

std::string time_tile(const History& history) {
  double seconds = 0, timed_images = 0, timed_seconds = 0;
  for (const EpochTiming& timing : history.timing) {
    seconds += timing.seconds.value_or(0);
    if (!timing.seconds || !timing.images_per_second) continue;
    timed_seconds += *timing.seconds;
    timed_images += *timing.seconds * *timing.images_per_second;
  }
  if (seconds <= 0) return {};
  const double per_epoch = seconds / static_cast<double>(history.timing.size());
  const std::string note = timed_seconds > 0
                               ? format_count(std::llround(timed_images / timed_seconds)) + " images/s"
                               : format("%.3g", per_epoch) + " s per epoch";
  return tile("Training time", format_duration(seconds), note);
}

struct Column {
  std::string heading;
  std::vector<std::string> cells;  // HTML; of each epoch
};

template <typename Record, typename Format>
void add_column(const std::string& heading, const std::vector<Record>& records,
                std::optional<double> Record::*figure, Format format, std::vector<Column>& columns) {
  Column column{heading, {}};
  bool any = false;
  for (const Record& record : records) {
    any = any || (record.*figure).has_value();
    column.cells.push_back(record.*figure ? format(*(record.*figure)) : "–");
  }
  if (any) columns.push_back(std::move(column));
}

/// Timing by the epochs' order.
std::vector<EpochTiming> timing_of(const History& history) {
  std::vector<EpochTiming> rows;
  for (const EpochFigures& epoch : history.epochs) {
    const auto found = std::find_if(history.timing.begin(), history.timing.end(),
                                    [&](const EpochTiming& timing) { return timing.epoch == epoch.epoch; });
    rows.push_back(found == history.timing.end() ? EpochTiming{epoch.epoch, {}, {}} : *found);
  }
  return rows;
}

std::vector<Column> epoch_columns(const History& history) {
  const auto entropy = [](double value) { return format("%.3f", value); };
  const auto seconds = [](double value) { return format("%.1f", value); };
  const std::vector<EpochFigures>& epochs = history.epochs;
  const std::vector<EpochTiming> timing = timing_of(history);
  std::vector<Column> columns;
  add_column("D loss", epochs, &EpochFigures::d_loss, loss_text, columns);
  add_column("G loss", epochs, &EpochFigures::g_loss, loss_text, columns);
  add_column("Batch accuracy", epochs, &EpochFigures::accuracy, percent, columns);
  add_column("Validation accuracy", epochs, &EpochFigures::validation_accuracy, percent, columns);
  add_column("Test accuracy", epochs, &EpochFigures::test_accuracy, percent, columns);
  add_column("Sample entropy", epochs, &EpochFigures::sample_entropy, entropy, columns);
  add_column("Sample classes", epochs, &EpochFigures::sample_classes, whole, columns);
  add_column("Seconds", timing, &EpochTiming::seconds, seconds, columns);
  add_column("Images per second", timing, &EpochTiming::images_per_second, whole, columns);
  return columns;
}

}  // namespace

std::string summary_line(const History& history) {
  const auto part = [&history](const std::string& before, const std::string& option,
                               const std::string& after) {
    const std::string value = history.option(option);
    return value.empty() ? "" : before + escape_html(value) + after;
  };
  return "<p>" + part("preset ", "preset", " · ") +
         format_count(static_cast<long long>(history.epochs.size())) + part(" of ", "epochs", "") +
         " epochs finished" + part(" · ", "labels", " labels") + part(" · seed ", "seed", "") + "</p>\n";
}

std::string figures_section(const History& history) {
  const std::string tiles = accuracy_tiles(history) + training_tiles(history) + time_tile(history);
  if (tiles.empty()) return {};
  const bool complete =
      history.test_accuracy || std::to_string(history.epochs.size()) == history.option("epochs");
  const std::string heading = complete ? "Final figures" : "Figures so far";
  return "<section>\n<h2>" + heading + "</h2>\n<dl class=\"tiles\">\n" + tiles + "</dl>\n</section>\n";
}

std::string epochs_section(const History& history) {
  if (history.epochs.empty()) return {};
  const std::vector<Column> columns = epoch_columns(history);
  std::string html =
      "<section>\n<h2>Epochs</h2>\n<p class=\"note\">Means over each epoch's batches, and what was measured "
      "after "
      "it.</p>\n<div class=\"card scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Figures of all "
      "epochs\">\n"
      "<table class=\"numbers\">\n<thead><tr><th scope=\"col\">Epoch</th>";
  for (const Column& column : columns) html += "<th scope=\"col\">" + column.heading + "</th>";
  html += "</tr></thead>\n<tbody>\n";
  for (std::size_t row = 0; row < history.epochs.size(); ++row) {
    html += "<tr><th scope=\"row\">" + std::to_string(history.epochs[row].epoch) + "</th>";
    for (const Column& column : columns) html += "<td>" + column.cells[row] + "</td>";
    html += "</tr>\n";
  }
  return html + "</tbody>\n</table>\n</div>\n</section>\n";
}

std::string options_section(const History& history) {
  if (history.options.empty()) return {};
  std::string html =
      "<section>\n<h2>Options</h2>\n<div class=\"card\">\n<table class=\"options\">\n<tbody>\n";
  for (const auto& [name, value] : history.options)
    html += "<tr><th scope=\"row\">" + escape_html(name) + "</th><td>" + escape_html(value) + "</td></tr>\n";
  return html + "</tbody>\n</table>\n</div>\n</section>\n";
}

}  // namespace sgan::train
